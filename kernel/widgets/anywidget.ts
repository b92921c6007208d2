import { Displayable } from "../display/displayable.js";
import type { Comms } from "../session/comms.js";
import type { Json } from "../wire.js";
import type { WidgetState, WidgetValue } from "./widget-buffers.js";
import { openModel, viewBundle, type WidgetModel } from "./widget-model.js";

export interface AnyWidgetOptions {
  /** A style sheet for what the module draws. */
  readonly css?: string;
}

/** Makes widgets of one module, each with a state of its own, which begins as given. */
export type AnyWidgetFactory = (state?: WidgetState, options?: AnyWidgetOptions) => AnyWidget;

/**
 * A widget that a module of anywidget draws. Both sides share its state: each sees what the other sets. Bytes in it arrive as DataView in the
 * module, and as Uint8Array here.
 */
export class AnyWidget extends Displayable {
  readonly #model: WidgetModel;
  readonly #changed = new Map<string, ((value: WidgetValue) => void)[]>();
  readonly #received: ((content: Json, buffers: readonly Uint8Array[]) => void)[] = [];

  constructor(name: string, model: WidgetModel) {
    super(viewBundle(model.id, `${name} (it needs anywidget's front end)`));
    this.#model = model;
    model.onChange((fields) => {
      for (const [field, value] of Object.entries(fields)) this.#tell(field, value);
    });
    model.onCustom(({ content, buffers }) => {
      for (const handler of this.#received) handler(content, buffers);
    });
  }

  /** The value of a field; undefined where there is none. */
  get(field: string): WidgetValue | undefined {
    return this.#model.state()[field];
  }

  /** Changes a field, here and in the client. */
  set(field: string, value: WidgetValue): void {
    this.#model.update({ [field]: value });
    this.#tell(field, value);
  }

  /** Calls `handler` with the new value whenever either side changes the field. */
  onChange(field: string, handler: (value: WidgetValue) => void): void {
    this.#changed.set(field, [...(this.#changed.get(field) ?? []), handler]);
  }

  /** Sends a message to the module, which gets it by `model.on("msg:custom", (content, buffers) => …)`. */
  send(content: Json, buffers: readonly Uint8Array[] = []): void {
    this.#model.send({ content, buffers });
  }

  /** Calls `handler` with what the module sends by `model.send(content, callbacks, buffers)`. */
  onMessage(handler: (content: Json, buffers: readonly Uint8Array[]) => void): void {
    this.#received.push(handler);
  }

  #tell(field: string, value: WidgetValue): void {
    for (const handler of this.#changed.get(field) ?? []) handler(value);
  }
}

/** Widgets of a module in JavaScript that exports as default what anywidget wants: `{ render({ model, el }) { … } }`. */
export function anyWidgetFactory(comms: Pick<Comms, "open">, name: string, module: string): AnyWidgetFactory {
  return (state = {}, { css = "" } = {}) => {
    const layout = openModel(comms, { module: "base", model: "LayoutModel", view: "LayoutView" }, {});
    const model = openModel(
      comms,
      { module: "anywidget", model: "AnyModel", view: "AnyView" },
      { _esm: module, _css: css, _anywidget_id: name, layout: layout.reference, ...state },
    );
    return new AnyWidget(name, model);
  };
}

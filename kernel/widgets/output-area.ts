import { displayMetadata } from "../display/display-metadata.js";
import { Displayable } from "../display/displayable.js";
import { toMimeBundle } from "../display/value.js";
import type { MimeBundle } from "../messages.js";
import type { Comms } from "../session/comms.js";
import type { JsonObject } from "../wire.js";
import { openModel, viewBundle, type WidgetModel } from "./widget-model.js";

/** The global `outputArea`. */
export type CreateOutputArea = () => OutputArea;

/** An area for outputs that is shown where it is displayed, and filled whenever somebody likes: by a button, for example. */
export class OutputArea extends Displayable {
  readonly #model: WidgetModel;
  #outputs: readonly JsonObject[] = [];
  /** Bundles that values promise come in the order in which they were given. */
  #last: Promise<void> = Promise.resolve();
  #generation = 0;

  constructor(model: WidgetModel) {
    super(viewBundle(model.id, "output area (it needs ipywidgets' front end)"));
    this.#model = model;
  }

  /** Adds what a cell would show of the value. Resolves once it is there. @throws what showing the value throws */
  show(value: unknown): Promise<void> {
    const generation = this.#generation;
    const before = this.#last;
    const bundle = Promise.resolve(toMimeBundle(value));
    const shown = before.then(async () => {
      const data = await bundle;
      if (data === null || generation !== this.#generation) return;
      this.#add({ output_type: "display_data", data: jsonBundle(data), metadata: displayMetadata(data) });
    });
    this.#last = shown.catch(() => undefined);
    return shown;
  }

  /** Adds a line of text. */
  print(...values: readonly unknown[]): void {
    this.#add({ output_type: "stream", name: "stdout", text: `${values.map(String).join(" ")}\n` });
  }

  /** Removes everything, also what is on its way. */
  clear(): void {
    this.#generation++;
    this.#outputs = [];
    this.#model.update({ outputs: [] });
  }

  #add(output: JsonObject): void {
    this.#outputs = [...this.#outputs, output];
    this.#model.update({ outputs: this.#outputs });
  }
}

const jsonBundle = (bundle: MimeBundle): JsonObject => ({ ...bundle });

export function outputAreaFactory(comms: Pick<Comms, "open">): CreateOutputArea {
  return () => {
    const layout = openModel(comms, { module: "base", model: "LayoutModel", view: "LayoutView" }, {});
    return new OutputArea(
      openModel(
        comms,
        { module: "output", model: "OutputModel", view: "OutputView" },
        { msg_id: "", outputs: [], layout: layout.reference },
      ),
    );
  };
}

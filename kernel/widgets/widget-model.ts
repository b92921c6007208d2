import type { Comm, Comms } from "../session/comms.js";
import { isJsonObject, type Json } from "../wire.js";
import { insertBuffers, separateBuffers, type WidgetState } from "./widget-buffers.js";

/** The version of the messages of Jupyter's widgets; clients take those of the same major version. */
const PROTOCOL = { version: "2.1.0" };
const MODULES = {
  base: { module: "@jupyter-widgets/base", version: "2.0.0" },
  controls: { module: "@jupyter-widgets/controls", version: "2.0.0" },
  output: { module: "@jupyter-widgets/output", version: "1.0.0" },
  anywidget: { module: "anywidget", version: "~0.11.0" },
} as const;

/** All styles share a view, which is in another module than they are. */
const STYLE_VIEW = { ...MODULES.base, view: "StyleView" };

/** What the client sends that is no change of the state. */
export interface CustomMessage {
  readonly content: Json;
  readonly buffers: readonly Uint8Array[];
}

export interface WidgetModel {
  readonly id: string;
  /** Where other models and outputs name this one. */
  readonly reference: string;
  /** The state as both sides know it. */
  state(): WidgetState;
  /** Changes fields of the state, here and in the client. */
  update(fields: WidgetState): void;
  send(message: CustomMessage): void;
  /** Called with the fields that the client changes. */
  onChange(handler: (changed: WidgetState) => void): void;
  onCustom(handler: (message: CustomMessage) => void): void;
}

export interface WidgetKind {
  readonly module: keyof typeof MODULES;
  readonly model: string;
  /** Null for what has none of its own, a style. */
  readonly view: string | null;
}

/**
 * Opens a model in the client, which ipywidgets' front end draws: "Jupyter Widgets Messaging Protocol", version 2. A client
 * that is opened anew asks for the state, and gets it.
 */
export function openModel(
  comms: Pick<Comms, "open">,
  { module: name, model, view }: WidgetKind,
  fields: WidgetState,
): WidgetModel {
  const { module, version } = MODULES[name];
  const seen = view === null ? STYLE_VIEW : { module, version, view };
  let state: WidgetState = {
    _model_module: module,
    _model_module_version: version,
    _model_name: model,
    _view_module: seen.module,
    _view_module_version: seen.version,
    _view_name: seen.view,
    ...fields,
  };
  let changed = (_: WidgetState): void => undefined;
  let received = (_: CustomMessage): void => undefined;
  const { buffers, ...opened } = separateBuffers(state);
  const comm: Comm = comms.open("jupyter.widget", { ...opened }, buffers, PROTOCOL);
  const post = (sent: WidgetState): void => {
    const { buffers, ...data } = separateBuffers(sent);
    comm.send({ method: "update", ...data }, buffers);
  };
  comm.onMessage(({ data, buffers }) => {
    if (data["method"] === "request_state") {
      post(state);
    } else if (data["method"] === "update" && isJsonObject(data["state"])) {
      const fields = insertBuffers(data["state"], data["buffer_paths"], buffers);
      state = { ...state, ...fields };
      changed(fields);
    } else if (data["method"] === "custom") {
      received({ content: data["content"] ?? null, buffers });
    }
  });
  return {
    id: comm.id,
    reference: `IPY_MODEL_${comm.id}`,
    state: () => state,
    update(fields) {
      state = { ...state, ...fields };
      post(fields);
    },
    send: ({ content, buffers }) => comm.send({ method: "custom", content }, buffers),
    onChange(handler) {
      changed = handler;
    },
    onCustom(handler) {
      received = handler;
    },
  };
}

/** The output that shows a model. */
export const viewBundle = (id: string, text: string): { readonly [mime: string]: Json } => ({
  "application/vnd.jupyter.widget-view+json": { version_major: 2, version_minor: 0, model_id: id },
  "text/plain": text,
});

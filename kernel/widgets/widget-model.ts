import type { Comm, Comms } from "../session/comms.js";
import { isJsonObject, type Json, type JsonObject } from "../wire.js";

/** The version of the messages of Jupyter's widgets; clients take those of the same major version. */
const PROTOCOL = { version: "2.1.0" };
const MODULES = {
  base: { module: "@jupyter-widgets/base", version: "2.0.0" },
  controls: { module: "@jupyter-widgets/controls", version: "2.0.0" },
} as const;

/** All styles share a view, which is in another module than they are. */
const STYLE_VIEW = { ...MODULES.base, view: "StyleView" };

export interface WidgetModel {
  readonly id: string;
  /** Where other models and outputs name this one. */
  readonly reference: string;
  /** Called with the fields that the client changes. */
  onChange(handler: (changed: JsonObject) => void): void;
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
  fields: JsonObject,
): WidgetModel {
  const { module, version } = MODULES[name];
  const seen = view === null ? STYLE_VIEW : { module, version, view };
  let state: JsonObject = {
    _model_module: module,
    _model_module_version: version,
    _model_name: model,
    _view_module: seen.module,
    _view_module_version: seen.version,
    _view_name: seen.view,
    ...fields,
  };
  let changed = (_: JsonObject): void => undefined;
  const comm: Comm = comms.open("jupyter.widget", { state, buffer_paths: [] }, [], PROTOCOL);
  comm.onMessage(({ data }) => {
    if (data["method"] === "request_state") {
      comm.send({ method: "update", state, buffer_paths: [] });
    } else if (data["method"] === "update" && isJsonObject(data["state"])) {
      state = { ...state, ...data["state"] };
      changed(data["state"]);
    }
  });
  return {
    id: comm.id,
    reference: `IPY_MODEL_${comm.id}`,
    onChange(handler) {
      changed = handler;
    },
  };
}

/** The output that shows a model. */
export const viewBundle = (id: string, text: string): { readonly [mime: string]: Json } => ({
  "application/vnd.jupyter.widget-view+json": { version_major: 2, version_minor: 0, model_id: id },
  "text/plain": text,
});

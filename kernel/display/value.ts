import { types } from "node:util";
import { NDArray } from "../../runtime/ndarray.js";
import type { MimeBundle } from "../messages.js";
import type { Json } from "../wire.js";
import { diagnosticsBundle } from "./diagnostics-bundle.js";
import { DisplayHandle } from "./display-handle.js";
import { DISPLAY } from "./displayable.js";
import { duckBundle } from "./duck-types.js";
import { limitBundle } from "./limit-bundle.js";
import { arrayBundle } from "./ndarray.js";
import { tableBundle } from "./table/table.js";
import { asTable } from "./table/table-data.js";
import { treeBundle } from "./tree/tree-bundle.js";

/**
 * How a value is shown: what its `Symbol.for("Jupyter.display")` method says, at once or as a promise; an array as text,
 * table or picture; what other libraries give to be shown (see `duckBundle`); tables as such; anything else as the text of
 * `util.inspect`, with a tree where that is long. Of undefined, and of what is displayed already, nothing is shown: null.
 * @throws whatever the value's own method throws, and TypeError where its bundle can't be written as JSON
 */
export function toMimeBundle(value: unknown): MimeBundle | null | Promise<MimeBundle> {
  if (value === undefined || (!types.isProxy(value) && value instanceof DisplayHandle)) return null;
  const method = displayMethod(value);
  const shown = method === null ? ordinaryBundle(value) : method();
  return shown instanceof Promise
    ? shown.then((bundle) => limitBundle(jsonBundle(bundle, value)))
    : limitBundle(jsonBundle(shown, value));
}

function ordinaryBundle(value: unknown): MimeBundle | Promise<MimeBundle> {
  if (value instanceof NDArray) return arrayBundle(value);
  if (typeof value !== "object" || value === null || types.isProxy(value)) return treeBundle(value);
  const duck = diagnosticsBundle(value) ?? duckBundle(value);
  if (duck !== null) return duck;
  const table = asTable(value);
  const tree = treeBundle(value);
  return table === null ? tree : { ...tableBundle(table), "text/plain": tree["text/plain"] ?? "" };
}

function displayMethod(value: unknown): (() => unknown) | null {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return null;
  const method: unknown = types.isProxy(value) ? memberOfProxy(value) : Reflect.get(value, DISPLAY);
  return typeof method === "function" ? () => Reflect.apply(method, value, []) : null;
}

/** Data frames are proxies that say how they are shown; others throw at names that they don't know. */
function memberOfProxy(value: object): unknown {
  try {
    return Reflect.get(value, DISPLAY);
  } catch {
    return undefined;
  }
}

/** What a method returned as a bundle that JSON can hold: bytes become base64. Without a bundle, the value's text. */
function jsonBundle(shown: unknown, value: unknown): MimeBundle {
  if (typeof shown !== "object" || shown === null || Array.isArray(shown)) return treeBundle(value);
  return Object.fromEntries(Object.entries(shown).map(([mime, content]) => [mime, toJson(content)]));
}

function toJson(content: unknown): Json {
  if (typeof content === "string") return content;
  if (content instanceof Uint8Array) return Buffer.from(content).toString("base64");
  return JSON.parse(JSON.stringify(content ?? null));
}

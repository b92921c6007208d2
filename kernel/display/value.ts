import { inspect } from "node:util";
import { NDArray } from "../../runtime/ndarray.js";
import type { MimeBundle } from "../messages.js";
import type { Json } from "../wire.js";
import { DISPLAY } from "./displayable.js";
import { arrayBundle } from "./ndarray.js";

/**
 * How a value is shown: what its `Symbol.for("Jupyter.display")` method says, at once or as a promise; an array as text,
 * table or picture; anything else as the text of `util.inspect`. Of undefined nothing is shown: null.
 * @throws whatever the value's own method throws, and TypeError where its bundle can't be written as JSON
 */
export function toMimeBundle(value: unknown): MimeBundle | null | Promise<MimeBundle> {
  if (value === undefined) return null;
  const method = displayMethod(value);
  if (method === null) return value instanceof NDArray ? arrayBundle(value) : textBundle(value);
  const shown = method();
  return shown instanceof Promise
    ? shown.then((bundle) => jsonBundle(bundle, value))
    : jsonBundle(shown, value);
}

function displayMethod(value: unknown): (() => unknown) | null {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return null;
  const method: unknown = Reflect.get(value, DISPLAY);
  return typeof method === "function" ? () => Reflect.apply(method, value, []) : null;
}

/** What a method returned as a bundle that JSON can hold: bytes become base64. Without a bundle, the value's text. */
function jsonBundle(shown: unknown, value: unknown): MimeBundle {
  if (typeof shown !== "object" || shown === null || Array.isArray(shown)) return textBundle(value);
  return Object.fromEntries(Object.entries(shown).map(([mime, content]) => [mime, toJson(content)]));
}

function toJson(content: unknown): Json {
  if (typeof content === "string") return content;
  if (content instanceof Uint8Array) return Buffer.from(content).toString("base64");
  return JSON.parse(JSON.stringify(content ?? null));
}

function textBundle(value: unknown): MimeBundle {
  return { "text/plain": inspect(value) };
}

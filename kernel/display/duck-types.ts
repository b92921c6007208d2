import { inspect } from "node:util";
import type { MimeBundle } from "../messages.js";
import { isJsonObject, type JsonObject } from "../wire.js";
import { SpecifiedChart } from "./chart/specified-chart.js";
import { DISPLAY } from "./displayable.js";

/**
 * What a value of another library is shown as, by the members that tell how, as notebooks for Deno and IJavascript expect:
 * `toSpec()` and plain specifications (Vega-Lite), `outerHTML` (elements: Observable Plot with a DOM), `toDataURL()` (canvases),
 * `_toMime()`, `_toHtml()` and the like, the bytes of PNG and JPEG files. Null where nothing of that is there.
 * @throws whatever these members throw
 */
export function duckBundle(value: object): MimeBundle | Promise<MimeBundle> | null {
  const spec = specificationOf(value);
  if (spec !== null) return new SpecifiedChart(spec)[DISPLAY]();
  return imageBytes(value) ?? elementBundle(value) ?? canvasBundle(value) ?? ofMethods(value);
}

function specificationOf(value: object): JsonObject | null {
  if ("$schema" in value && /vega(-lite)?\/v\d/.test(String(value.$schema))) return asJson(value);
  const given = call(value, "toSpec");
  return typeof given === "object" && given !== null ? asJson(given) : null;
}

function asJson(value: object): JsonObject | null {
  const json: unknown = JSON.parse(JSON.stringify(value));
  return isJsonObject(json) ? json : null;
}

function elementBundle(value: object): MimeBundle | null {
  if (!("outerHTML" in value) || typeof value.outerHTML !== "string") return null;
  return {
    "text/html": value.outerHTML,
    "text/plain": `<${String(Reflect.get(value, "localName") ?? "element")}>`,
  };
}

function canvasBundle(value: object): MimeBundle | null {
  const url = call(value, "toDataURL");
  const [, mime, data] = typeof url === "string" ? (/^data:(image\/\w+);base64,(.*)$/s.exec(url) ?? []) : [];
  return mime === undefined || data === undefined ? null : { [mime]: data, "text/plain": "image" };
}

const SIGNATURES = [
  ["image/png", [0x89, 0x50, 0x4e, 0x47]],
  ["image/jpeg", [0xff, 0xd8, 0xff]],
] as const;

function imageBytes(value: object): MimeBundle | null {
  if (!(value instanceof Uint8Array)) return null;
  const [mime] =
    SIGNATURES.find(([, signature]) => signature.every((byte, place) => value[place] === byte)) ?? [];
  if (mime === undefined) return null;
  const text = `${mime === "image/png" ? "PNG" : "JPEG"} image of ${value.length.toLocaleString("en-US")} bytes`;
  return {
    [mime]: Buffer.from(value.buffer, value.byteOffset, value.length).toString("base64"),
    "text/plain": text,
  };
}

/** IJavascript's methods, by the type of what they give. */
const METHODS = {
  _toHtml: "text/html",
  _toSvg: "image/svg+xml",
  _toPng: "image/png",
  _toJpeg: "image/jpeg",
} as const;

function ofMethods(value: object): MimeBundle | null {
  const bundle = call(value, "_toMime");
  if (typeof bundle === "object" && bundle !== null) return asJson(bundle);
  const shown = Object.entries(METHODS).flatMap(([name, mime]) => {
    const content = call(value, name);
    return typeof content === "string" ? [[mime, content] as const] : [];
  });
  return shown.length === 0 ? null : { ...Object.fromEntries(shown), "text/plain": inspect(value) };
}

/** What the method gives; undefined where there is none. */
function call(value: object, name: string): unknown {
  const method: unknown = name in value ? Reflect.get(value, name) : undefined;
  return typeof method === "function" ? Reflect.apply(method, value, []) : undefined;
}

import { createHash } from "node:crypto";
import { wrapTypedArray } from "../../runtime/classify.js";
import { NDArray } from "../../runtime/ndarray.js";
import { show } from "./compare.js";

/** A text that is equal for two results exactly where all their bits are; arrays stand as digests. */
export function bitsOf(of: unknown): string {
  const value = wrapTypedArray(of);
  if (value instanceof NDArray) {
    const { data } = value.copy();
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    return `${value.dtype}(${value.shape})${createHash("sha256").update(bytes).digest("base64")}`;
  }
  if (Array.isArray(value)) return `[${value.map(bitsOf).join()}]`;
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (typeof value !== "object" || value === null) return show(value);
  return Object.entries(value)
    .map(([name, field]: [string, unknown]) => `${name}=${bitsOf(field)}`)
    .join();
}

import { isRowMajor } from "../../runtime/layout.js";
import type { NDArray } from "../../runtime/ndarray.js";
import { escapeHtml } from "./html-text.js";

/** What to know about an array at a glance: dtype, shape, bytes, and how it lies in memory. */
export interface ArrayFacts {
  readonly dtype: string;
  readonly shape: string;
  readonly bytes: string;
  readonly layout: string;
}

export function arrayFacts(array: NDArray): ArrayFacts {
  return {
    dtype: array.dtype,
    shape: formatLengths(array.shape),
    bytes: formatBytes(array.nbytes),
    layout: layoutOf(array),
  };
}

/** The facts as one line of HTML. */
export function factsHtml(array: NDArray): string {
  const { dtype, shape, bytes, layout } = arrayFacts(array);
  const rest = [shape, bytes, layout].map((fact) => `<span>${escapeHtml(fact)}</span>`);
  return `<div class="weft-facts"><b>${dtype}</b>${rest.join("")}</div>`;
}

function formatLengths(shape: readonly number[]): string {
  if (shape.length === 0) return "scalar";
  if (shape.length === 1) return `${groupDigits(shape[0] ?? 0)} element${shape[0] === 1 ? "" : "s"}`;
  return shape.map(groupDigits).join(" × ");
}

function groupDigits(count: number): string {
  return count.toLocaleString("en-US");
}

/** Bytes in the unit that leaves one to three digits before the point: `1.5 MB` (powers of 1024). */
function formatBytes(bytes: number): string {
  const units = ["bytes", "KB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  if (unit === 0) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  return `${value < 9.95 ? value.toFixed(1) : value.toFixed(0)} ${units[unit]}`;
}

function layoutOf(array: NDArray): string {
  if (isRowMajor(array)) return array.ndim > 1 ? "row-major" : "contiguous";
  return isRowMajor(array.T) ? "column-major" : "strided view";
}

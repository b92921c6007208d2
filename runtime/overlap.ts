import { itemsize } from "../compiler/ir/dtype.js";
import { extentOf } from "./layout.js";
import type { NDArray } from "./ndarray.js";

/** The addresses that an array reaches, `[start, end)`; null where it has no elements. */
function reachOf(array: NDArray): { readonly start: number; readonly end: number } | null {
  const extent = extentOf(array);
  if (extent === null) return null;
  const bytes = itemsize(array.dtype);
  const start = array.address - array.offset * bytes;
  return { start: start + extent.first * bytes, end: start + (extent.last + 1) * bytes };
}

/** Whether two arrays may share an element: their ranges of addresses meet. Interleaved views count as overlapping. */
export function mayOverlap(a: NDArray, b: NDArray): boolean {
  const left = reachOf(a);
  const right = reachOf(b);
  return left !== null && right !== null && left.start < right.end && right.start < left.end;
}

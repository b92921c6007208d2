import { itemsize } from "../compiler/ir/dtype.js";
import { extentOf } from "./layout.js";
import type { NDArray } from "./ndarray.js";

/** The bytes of its buffer that an array reaches, `[start, end)`; an empty array reaches none. */
function byteExtent(array: NDArray): { readonly start: number; readonly end: number } {
  const { byteOffset } = array.data;
  const extent = extentOf(array);
  if (extent === null) return { start: byteOffset, end: byteOffset };
  const bytes = itemsize(array.dtype);
  return { start: byteOffset + extent.first * bytes, end: byteOffset + (extent.last + 1) * bytes };
}

/** Whether two arrays may share an element: their byte ranges meet. Interleaved views count as overlapping. */
export function mayOverlap(a: NDArray, b: NDArray): boolean {
  if (a.data.buffer !== b.data.buffer) return false;
  const [left, right] = [byteExtent(a), byteExtent(b)];
  return left.start < right.end && right.start < left.end;
}

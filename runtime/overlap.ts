import { itemsize } from "../compiler/ir/dtype.js";
import type { NDArray } from "./ndarray.js";

/** The bytes of its buffer that an array reaches, `[start, end)`; an empty array reaches none. */
export function byteExtent(array: NDArray): { readonly start: number; readonly end: number } {
  const { shape, strides, data } = array;
  const bytes = itemsize(array.dtype);
  let first = array.offset;
  let last = first;
  for (let axis = 0; axis < shape.length; axis++) {
    const length = shape[axis] ?? 0;
    if (length === 0) return { start: data.byteOffset, end: data.byteOffset };
    const reach = (length - 1) * (strides[axis] ?? 0);
    if (reach < 0) first += reach;
    else last += reach;
  }
  return { start: data.byteOffset + first * bytes, end: data.byteOffset + (last + 1) * bytes };
}

/** Whether two arrays may share an element: their byte ranges meet. Interleaved views count as overlapping. */
export function mayOverlap(a: NDArray, b: NDArray): boolean {
  if (a.data.buffer !== b.data.buffer) return false;
  const [left, right] = [byteExtent(a), byteExtent(b)];
  return left.start < right.end && right.start < left.end;
}

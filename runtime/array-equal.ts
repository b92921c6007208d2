import { castElements } from "./cast.js";
import type { StridedArray } from "./layout.js";

/** Whether both have the same shape, dtype and elements; NaN equals NaN, -0 equals 0. */
export function arrayEqual(a: StridedArray, b: StridedArray): boolean {
  if (a.dtype !== b.dtype || a.shape.join() !== b.shape.join()) return false;
  const [left, right] = [castElements(a, a.dtype), castElements(b, b.dtype)];
  for (let i = 0; i < left.length; i++) {
    const [x, y] = [left[i], right[i]];
    if (x !== y && !(Number.isNaN(x) && Number.isNaN(y))) return false;
  }
  return true;
}

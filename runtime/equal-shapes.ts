import { NDArray } from "./ndarray.js";

/** Whether there are arrays of as many axes among the arguments, and all such have the same shape. Allocates nothing. */
export function haveEqualShapes(args: readonly unknown[]): boolean {
  let found = false;
  for (let k = 1; k < args.length; k++) {
    const value = args[k];
    if (!(value instanceof NDArray)) continue;
    const first = firstOfAxes(value.shape.length, args, k);
    if (first === undefined) continue;
    if (!isSameShape(first, value)) return false;
    found = true;
  }
  return found;
}

function firstOfAxes(ndim: number, args: readonly unknown[], end: number): NDArray | undefined {
  for (let k = 0; k < end; k++) {
    const value = args[k];
    if (value instanceof NDArray && value.shape.length === ndim) return value;
  }
  return undefined;
}

function isSameShape(a: NDArray, b: NDArray): boolean {
  for (let axis = 0; axis < a.shape.length; axis++) if (a.shape[axis] !== b.shape[axis]) return false;
  return true;
}

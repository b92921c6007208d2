// The inputs and the checksum of peers/spec.py, whose docstring defines both for any language.
import { np } from "../runtime/library.js";
import { NDArray } from "../runtime/ndarray.js";

/** A hash of an index, as an unsigned 32-bit integer. */
export function hash32(i: number, seed: number): number {
  let x = (i + Math.imul(seed, 0x9e3779b9)) | 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

/** Numbers in [lo, hi) of the given shape. */
export function uniform(
  shape: readonly number[],
  seed: number,
  lo = 0,
  hi = 1,
  dtype: "float32" | "float64" = "float64",
): NDArray {
  const element = (i: number): number => lo + (hi - lo) * (hash32(i, seed) * 2 ** -32);
  return filled(shape, dtype, element);
}

/** Elements by their row-major index. */
export function filled(
  shape: readonly number[],
  dtype: "float32" | "float64" | "uint8",
  element: (index: number) => number,
): NDArray {
  const array = np.empty(shape, dtype);
  const { data } = array;
  for (let i = 0; i < data.length; i++) data[i] = element(i);
  return array;
}

export interface Checksum {
  readonly sum: number;
  readonly absolute: number;
}

/** Σ r[i]·(1 + i mod 7) over the elements of all arrays of a result; a scalar is its own. */
export function checksum(result: unknown): Checksum {
  if (typeof result === "number") return { sum: result, absolute: Math.abs(result) };
  const arrays = Array.isArray(result) ? result : [result];
  let [sum, absolute, at] = [0, 0, 0];
  for (const array of arrays) {
    if (!(array instanceof NDArray)) throw new Error(`Neither a number nor an array: ${String(array)}`);
    const { data } = array.copy();
    for (let i = 0; i < data.length; i++, at++) {
      const value = Number(data[i]) * (1 + (at % 7));
      sum += value;
      absolute += Math.abs(value);
    }
  }
  return { sum, absolute };
}

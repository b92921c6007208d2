import { asArray } from "../array-from.js";
import { castElements } from "../cast.js";
import { kernelFunctions } from "../eager/kernel-functions.js";
import type { NDArray } from "../ndarray.js";

/** What is known of some numbers at a glance. NaN where there are none. */
export interface Summary {
  /** Of the elements that are not NaN; all else is about these. */
  readonly count: number;
  /** Elements that are NaN. */
  readonly missing: number;
  readonly mean: number;
  /** The standard deviation of a sample: with count - 1 in the denominator. */
  readonly std: number;
  readonly min: number;
  readonly quartiles: readonly [first: number, median: number, third: number];
  readonly max: number;
  /** The elements without NaN, in ascending order, as float64. */
  readonly sorted: Float64Array;
}

/** The summary of an array of real numbers of any shape. */
export function summarize(values: NDArray): Summary {
  const flat = asArray(castElements(values, "float64"));
  const all = castElements(kernelFunctions.sort(flat), "float64");
  const count = firstNaN(all);
  const sorted = all.subarray(0, count);
  const kept = asArray(sorted);
  const isEmpty = count === 0;
  return {
    count,
    missing: all.length - count,
    mean: isEmpty ? Number.NaN : kernelFunctions.mean(kept),
    std: count < 2 ? Number.NaN : Number(kernelFunctions.std(kept, { ddof: 1 })),
    min: sorted[0] ?? Number.NaN,
    quartiles: [quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75)],
    max: sorted.at(-1) ?? Number.NaN,
    sorted,
  };
}

/** The share `q` of the values lies below it: NumPy's `quantile` with its default method, linear. */
export function quantile(sorted: Float64Array, q: number): number {
  if (sorted.length === 0) return Number.NaN;
  const place = q * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  if (below === above) return below;
  const part = place - Math.floor(place);
  return part < 0.5 ? below + (above - below) * part : above - (above - below) * (1 - part);
}

/** A sort puts NaN last: the position of the first one. */
function firstNaN(sorted: Float64Array): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (Number.isNaN(sorted[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

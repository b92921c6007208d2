import { type ArrayInput, array, asArray } from "../array-from.js";
import { Complex } from "../complex.js";
import { NDArray } from "../ndarray.js";
import { linspace } from "./creation.js";
import { kernelFunctions } from "./kernel-functions.js";

/** The elements that differ, sorted; NaN once. */
export function unique(a: ArrayInput): NDArray {
  return uniqueCounts(a).values;
}

/** The elements that differ, sorted, and how often each occurs. */
export function uniqueCounts(a: ArrayInput): {
  readonly values: NDArray;
  readonly counts: NDArray<"int64">;
} {
  const sorted = kernelFunctions.sort(asArray(a).ravel());
  const places: number[] = [];
  for (let k = 0; k < sorted.size; k++)
    if (k === 0 || !isSame(sorted.get(k - 1), sorted.get(k))) places.push(k);
  const counts = places.map((place, k) => BigInt((places[k + 1] ?? sorted.size) - place));
  return {
    values: array(
      places.map((place) => sorted.get(place)),
      sorted.dtype,
    ),
    counts: new NDArray("int64", BigInt64Array.from(counts), [counts.length]),
  };
}

function isSame(x: unknown, y: unknown): boolean {
  if (x instanceof Complex && y instanceof Complex) return isSame(x.re, y.re) && isSame(x.im, y.im);
  return x === y || (Number.isNaN(x) && Number.isNaN(y));
}

/**
 * How many elements lie in each bin, and the edges of the bins: `bins` equal ones over `range`, by default from the least to the greatest
 * element, or those between given edges. A bin holds its left edge, the last one both. `density`: the integral over all bins is 1.
 * @throws {RangeError} for edges that do not increase, a range of NaN or infinity, and where there are no bins
 */
export function histogram(
  a: ArrayInput,
  bins: number | ArrayInput = 10,
  { range, density = false }: { readonly range?: readonly [number, number]; readonly density?: boolean } = {},
): [counts: NDArray, edges: NDArray<"float64">] {
  const values = asArray(a).astype("float64").ravel();
  const edges = typeof bins === "number" ? equalBins(values, bins, range) : asArray(bins).astype("float64");
  const { data } = edges;
  if (data.length < 2 || data.some((edge, k) => k > 0 && !(edge >= (data[k - 1] ?? edge))))
    throw new RangeError(`histogram needs two or more edges that increase, not ${edges}`);
  const counts = new Float64Array(data.length - 1);
  const first = data[0] ?? 0;
  const last = data.at(-1) ?? 0;
  for (const value of values.data) {
    if (!(value >= first && value <= last)) continue;
    const bin = value === last ? counts.length - 1 : edgesUpTo(data, value) - 1;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (density) {
    const heights = counts.map((count, k) => count / ((data[k + 1] ?? 0) - (data[k] ?? 0)) / total);
    return [new NDArray("float64", heights, [heights.length]), edges];
  }
  return [new NDArray("float64", counts, [counts.length]).astype("int64"), edges];
}

function equalBins(
  values: NDArray<"float64">,
  bins: number,
  range: readonly [number, number] | undefined,
): NDArray<"float64"> {
  if (!Number.isInteger(bins) || bins < 1)
    throw new RangeError(`histogram needs one bin or more, not ${bins}`);
  let low = range?.[0] ?? (values.size === 0 ? 0 : kernelFunctions.min(values));
  let high = range?.[1] ?? (values.size === 0 ? 1 : kernelFunctions.max(values));
  if (!Number.isFinite(low) || !Number.isFinite(high) || low > high)
    throw new RangeError(
      `histogram has no bins from ${low} to ${high}: give it a finite range, { range: [low, high] }`,
    );
  if (low === high) [low, high] = [low - 0.5, high + 0.5];
  return linspace(low, high, bins + 1);
}

/** How many edges are not above `value`. */
function edgesUpTo(edges: Float64Array, value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? value) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The indices of the elements that are not zero, in row-major order: an array for each axis. */
export function nonzero(a: ArrayInput): NDArray<"int64">[] {
  const source = asArray(a);
  const flat = flatnonzero(source).data;
  let step = BigInt(source.size);
  return source.shape.map((extent) => {
    const length = BigInt(extent);
    if (length > 0n) step /= length;
    const inner = step;
    return new NDArray(
      "int64",
      flat.map((place) => (place / inner) % length),
      [flat.length],
    );
  });
}

/** The places of the elements that are not zero, counted in row-major order. */
export function flatnonzero(a: ArrayInput): NDArray<"int64"> {
  const source = asArray(a);
  const places: bigint[] = [];
  for (let k = 0; k < source.size; k++) if (!isZero(source.item(k))) places.push(BigInt(k));
  return new NDArray("int64", BigInt64Array.from(places), [places.length]);
}

const isZero = (value: unknown): boolean =>
  value instanceof Complex ? value.re === 0 && value.im === 0 : Number(value) === 0;

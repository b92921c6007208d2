import { asArray } from "../array-from.js";
import { castElements } from "../cast.js";
import { NDArray } from "../ndarray.js";
import { runSampling } from "./kernels.js";

/** The smallest and the largest finite element of a 1-D array of real numbers; null where none is finite. */
export function finiteRange(values: NDArray): readonly [low: number, high: number] | null {
  const found = runSampling("finiteRange", values);
  if (!Array.isArray(found)) throw new TypeError("finiteRange gives a pair");
  const [low, high] = found.map(Number);
  return low !== undefined && high !== undefined && low <= high ? [low, high] : null;
}

/**
 * The positions at which a line of n points has to pass to look the same in `buckets` columns of pixels: the first, the
 * lowest, the highest and the last of each run of n / buckets points, so that no peak is lost. Where `x` does not ascend,
 * its extremes as well. Ascending, without duplicates.
 *
 * Uwe Jugel et al., "M4: A visualization-oriented time series data aggregation", VLDB 2014.
 * @param x of the length of `y`; null stands for 0, 1, 2, …
 */
export function positionsOfLine(x: NDArray | null, y: NDArray, buckets: number): readonly number[] {
  const isParametric = x !== null && runSampling("isAscending", x) !== true;
  const runs = isParametric ? [x, y] : [y];
  const extremes = runs.flatMap((values) => {
    const found = runSampling("extremesOfBuckets", values, buckets);
    if (!Array.isArray(found)) throw new TypeError("extremesOfBuckets gives a pair");
    return found.flatMap((each: unknown) => (each instanceof NDArray ? numbers(each) : []));
  });
  const n = y.length;
  const ends = Array.from({ length: buckets }, (_, bucket) => {
    const begin = Math.floor((bucket * n) / buckets);
    return [begin, Math.max(begin, Math.floor(((bucket + 1) * n) / buckets) - 1)];
  });
  return [...new Set([...extremes, ...ends.flat()])].sort((a, b) => a - b);
}

/**
 * How many elements lie in each bin, as NumPy's `histogram` counts: from one edge to just before the next, the last bin
 * with both its edges. `edges` are evenly spaced.
 */
export function countBins(values: NDArray, edges: readonly number[]): readonly number[] {
  return numbers(arrayOf(runSampling("countBins", values, asArray(edges))));
}

/** The rectangle that a grid of cells covers. */
export interface CellRange {
  readonly x: readonly [low: number, high: number];
  readonly y: readonly [low: number, high: number];
}

/** How many of the finite points (x[i], y[i]), all of which lie in `range`, fall in each cell: int64, height × width, row 0 lowest. */
export function countCells(
  x: NDArray,
  y: NDArray,
  { x: across, y: up }: CellRange,
  [height, width]: readonly [height: number, width: number],
): NDArray {
  return arrayOf(runSampling("countCells", x, y, asArray([...across, ...up]), height, width));
}

function arrayOf(value: unknown): NDArray {
  if (!(value instanceof NDArray)) throw new TypeError("An array was expected of a sampling function");
  return value;
}

function numbers(array: NDArray): readonly number[] {
  return Array.from(castElements(array, "float64"));
}

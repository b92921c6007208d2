import { type ArrayInput, asArray } from "../array-from.js";
import { normalizeAxis } from "../layout.js";
import { NDArray } from "../ndarray.js";
import { quantile as quantileOfSorted } from "../sampling/summary.js";

type Share = number | ArrayInput;

/** The middle of the sorted elements, or the mean of the two in the middle, along `axis` or of all; NaN where there is one. */
export function median(a: ArrayInput): number;
export function median(a: ArrayInput, axis: number): NDArray<"float64">;
export function median(a: ArrayInput, axis?: number): number | NDArray<"float64"> {
  const { rows, shape } = sortedRows(a, axis);
  const middles = Float64Array.from(rows, middleOf);
  return shape === null ? (middles[0] ?? Number.NaN) : new NDArray("float64", middles, shape);
}

/**
 * What the share `q`, from 0 to 1, of the elements lies below, along `axis` or of all: NumPy's default method, linear between neighbours.
 * Of several shares the results lie along the first axes. NaN where there is one.
 * @throws {RangeError} where a share is outside of 0 to 1
 */
export function quantile(a: ArrayInput, q: number): number;
export function quantile(a: ArrayInput, q: Share, axis?: number): NDArray<"float64">;
export function quantile(a: ArrayInput, q: Share, axis?: number): number | NDArray<"float64"> {
  return quantiles("quantile", a, q, 1, axis);
}

/** As `quantile`, with shares from 0 to 100. @throws {RangeError} where one is outside of that */
export function percentile(a: ArrayInput, q: number): number;
export function percentile(a: ArrayInput, q: Share, axis?: number): NDArray<"float64">;
export function percentile(a: ArrayInput, q: Share, axis?: number): number | NDArray<"float64"> {
  return quantiles("percentile", a, q, 100, axis);
}

function quantiles(
  name: string,
  a: ArrayInput,
  q: Share,
  whole: number,
  axis: number | undefined,
): number | NDArray<"float64"> {
  const shares = asArray(q).astype("float64");
  const wrong = [...shares.ravel().data].find((share) => !(share >= 0 && share <= whole));
  if (wrong !== undefined) throw new RangeError(`${name} takes shares from 0 to ${whole}, not ${wrong}`);
  const { rows, shape } = sortedRows(a, axis);
  const values = [...shares.data].flatMap((share) => rows.map((row) => shareOf(row, share / whole)));
  if (shape === null && shares.ndim === 0) return values[0] ?? Number.NaN;
  return new NDArray("float64", Float64Array.from(values), [...shares.shape, ...(shape ?? [])]);
}

/** Each line along `axis` sorted, and the shape of what is left; null and one line where no axis is given. */
function sortedRows(
  a: ArrayInput,
  axis: number | undefined,
): { readonly rows: readonly Float64Array[]; readonly shape: readonly number[] | null } {
  const source = asArray(a);
  const at = axis === undefined ? null : normalizeAxis(axis, source.ndim);
  const rest = source.shape.map((_, k) => k).filter((k) => k !== at);
  const ordered = (at === null ? source : source.transpose(rest.concat(at))).astype("float64");
  const shape = at === null ? null : rest.map((k) => source.shape[k] ?? 0);
  const length = at === null ? source.size : (source.shape[at] ?? 0);
  const count = shape === null ? 1 : shape.reduce((product, extent) => product * extent, 1);
  const rows = Array.from({ length: count }, (_, row) =>
    ordered.data.subarray(row * length, (row + 1) * length).sort(),
  );
  return { rows, shape };
}

/** A sort puts NaN last. */
const hasNaN = (sorted: Float64Array): boolean => Number.isNaN(sorted.at(-1));

function middleOf(sorted: Float64Array): number {
  const { length } = sorted;
  if (length === 0 || hasNaN(sorted)) return Number.NaN;
  const above = sorted[length >> 1] ?? Number.NaN;
  const below = sorted[(length - 1) >> 1] ?? Number.NaN;
  return above === below ? above : (below + above) / 2;
}

const shareOf = (sorted: Float64Array, share: number): number =>
  hasNaN(sorted) ? Number.NaN : quantileOfSorted(sorted, share);

import { promoteTypes } from "../../compiler/ir/dtype.js";
import { type ArrayInput, asArray } from "../array-from.js";
import { formatShape, normalizeAxis } from "../layout.js";
import type { NDArray } from "../ndarray.js";
import type { SliceSpec } from "../slice-spec.js";
import { zeros } from "./creation.js";
import { broadcastTo, expandDims } from "./shape.js";

/** The slices that take `start` to `stop` of one axis, and all of the axes before it. */
function along(axis: number, start: number, stop: number): SliceSpec[] {
  return [...new Array<string>(axis).fill(":"), { start, stop }];
}

/**
 * The arrays one after the other along `axis`; the dtype is that which holds the elements of all.
 * @throws {RangeError} that names the shapes, where they differ on another axis
 */
export function concatenate(arrays: readonly ArrayInput[], axis = 0): NDArray {
  const parts = arrays.map((part) => asArray(part));
  const [first] = parts;
  if (first === undefined) throw new RangeError("There are no arrays to concatenate");
  const at = normalizeAxis(axis, first.ndim);
  for (const part of parts) {
    const fits =
      part.ndim === first.ndim && part.shape.every((length, k) => k === at || length === first.shape[k]);
    if (fits) continue;
    throw new RangeError(
      `Arrays of shapes ${formatShape(first.shape)} and ${formatShape(part.shape)} can't be concatenated along axis ${axis}`,
    );
  }
  const total = parts.reduce((sum, part) => sum + (part.shape[at] ?? 0), 0);
  const dtype = parts.map((part) => part.dtype).reduce(promoteTypes);
  const result = zeros(first.shape.with(at, total), dtype);
  let start = 0;
  for (const part of parts) {
    const stop = start + (part.shape[at] ?? 0);
    result.slice(...along(at, start, stop)).assign(part);
    start = stop;
  }
  return result;
}

/** The arrays, all of one shape, side by side along a new axis. */
export function stack(arrays: readonly ArrayInput[], axis = 0): NDArray {
  return concatenate(
    arrays.map((part) => expandDims(part, axis)),
    axis,
  );
}

/** The arrays one below the other; 1-D arrays count as rows. */
export function vstack(arrays: readonly ArrayInput[]): NDArray {
  return concatenate(arrays.map((part) => asRow(asArray(part))));
}

/** The arrays side by side; 1-D arrays one after the other. */
export function hstack(arrays: readonly ArrayInput[]): NDArray {
  const isFlat = arrays.every((part) => asArray(part).ndim === 1);
  return concatenate(arrays, isFlat ? 0 : 1);
}

function asRow(a: NDArray): NDArray {
  return a.ndim < 2 ? a.reshape(1, -1) : a;
}

/**
 * `parts` parts of `a` along `axis`, as views; the first ones are longer by one where the length is no multiple.
 * @throws {RangeError} where `parts` is not a whole number of 1 or more
 */
export function arraySplit(a: ArrayInput, parts: number, axis = 0): NDArray[] {
  const source = asArray(a);
  const at = normalizeAxis(axis, source.ndim);
  if (!Number.isInteger(parts) || parts < 1)
    throw new RangeError(`An array can't be split into ${parts} parts`);
  const length = source.shape[at] ?? 0;
  const short = Math.floor(length / parts);
  const longer = length % parts;
  const begin = (part: number) => part * short + Math.min(part, longer);
  return Array.from({ length: parts }, (_, part) => source.slice(...along(at, begin(part), begin(part + 1))));
}

/**
 * `parts` equal parts of `a` along `axis`, as views.
 * @throws {RangeError} where the length is no multiple of `parts`
 */
export function split(a: ArrayInput, parts: number, axis = 0): NDArray[] {
  const source = asArray(a);
  const length = source.shape[normalizeAxis(axis, source.ndim)] ?? 0;
  if (length % parts !== 0) {
    throw new RangeError(
      `Axis ${axis} of length ${length} can't be split into ${parts} equal parts: use arraySplit`,
    );
  }
  return arraySplit(source, parts, axis);
}

/** Each element `times` times in a row along `axis`, along the raveled array where no axis is given. */
export function repeat(a: ArrayInput, times: number, axis?: number): NDArray {
  const source = axis === undefined ? asArray(a).ravel() : asArray(a);
  const at = normalizeAxis(axis ?? 0, source.ndim);
  const wide = expandDims(source, at + 1);
  const stretched = broadcastTo(wide, wide.shape.with(at + 1, times)).copy();
  return stretched.reshape(source.shape.with(at, (source.shape[at] ?? 0) * times));
}

/** `a` several times beside itself along each axis: `times` for the last axis, or one count for each. */
export function tile(a: ArrayInput, times: number | readonly number[]): NDArray {
  const counts = [times].flat();
  const source = asArray(a);
  const ndim = Math.max(source.ndim, counts.length);
  const lengths = [...new Array<number>(ndim - source.ndim).fill(1), ...source.shape];
  const repeats = [...new Array<number>(ndim - counts.length).fill(1), ...counts];
  const stretched = lengths.flatMap((length, axis) => [repeats[axis] ?? 1, length]);
  const spread = source.reshape(lengths.flatMap((length) => [1, length]));
  return broadcastTo(spread, stretched)
    .copy()
    .reshape(lengths.map((length, axis) => length * (repeats[axis] ?? 1)));
}

/** For coordinates x and y, the matrices of shape (y.size, x.size) that hold x and y of each point. */
export function meshgrid(x: ArrayInput, y: ArrayInput): [x: NDArray, y: NDArray] {
  const [across, down] = [asArray(x).ravel(), asArray(y).ravel()];
  const shape = [down.size, across.size];
  return [broadcastTo(across, shape).copy(), broadcastTo(expandDims(down, 1), shape).copy()];
}

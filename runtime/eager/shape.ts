import { promoteTypes } from "../../compiler/ir/dtype.js";
import { type ArrayInput, array, asArray } from "../array-from.js";
import { formatShape, normalizeAxis } from "../layout.js";
import { NDArray } from "../ndarray.js";
import { broadcastLayout } from "../reshape.js";
import { zeros } from "./creation.js";

/** `a` in another shape: a view where strides allow, else a copy. One length may be -1. */
export function reshape(a: ArrayInput, shape: number | readonly number[]): NDArray {
  return asArray(a).reshape([shape].flat());
}

/** All elements along one axis: a view where strides allow, else a copy. */
export function ravel(a: ArrayInput): NDArray {
  return asArray(a).ravel();
}

/** The axes in another order, all reversed where none is given; a view. */
export function transpose(a: ArrayInput, axes: readonly number[] = []): NDArray {
  return asArray(a).transpose(axes);
}

/** A row-major copy. */
export function copy(a: ArrayInput): NDArray {
  return array(a);
}

/** `a` with a new axis of length 1 before position `axis`; a view. */
export function expandDims(a: ArrayInput, axis: number): NDArray {
  const source = asArray(a);
  const at = normalizeAxis(axis, source.ndim + 1);
  return source.reshape(source.shape.toSpliced(at, 0, 1));
}

/**
 * `a` without its axes of length 1, or without `axis`; a view.
 * @throws {RangeError} where `axis` is longer than 1
 */
export function squeeze(a: ArrayInput, axis?: number): NDArray {
  const source = asArray(a);
  if (axis === undefined) return source.reshape(source.shape.filter((length) => length !== 1));
  const at = normalizeAxis(axis, source.ndim);
  if (source.shape[at] !== 1) {
    throw new RangeError(
      `Axis ${axis} of shape ${formatShape(source.shape)} can't be squeezed: its length is not 1`,
    );
  }
  return source.reshape(source.shape.toSpliced(at, 1));
}

/** `a` in reverse order along `axis`, along all axes where none is given; a view. */
export function flip(a: ArrayInput, axis?: number): NDArray {
  const source = asArray(a);
  const at = axis === undefined ? null : normalizeAxis(axis, source.ndim);
  return source.slice(...source.shape.map((_, k) => (at === null || at === k ? "::-1" : ":")));
}

/** `a` moved by `shift` places along `axis`, around the end; along the raveled array where no axis is given. */
export function roll(a: ArrayInput, shift: number, axis?: number): NDArray {
  const source = asArray(a);
  if (axis === undefined) return roll(source.ravel(), shift, 0).reshape(source.shape);
  const at = normalizeAxis(axis, source.ndim);
  const length = source.shape[at] ?? 0;
  if (length === 0) return source.copy();
  const by = ((shift % length) + length) % length;
  const along = (start: number, stop: number) => [...new Array<string>(at).fill(":"), { start, stop }];
  const result = zeros(source.shape, source.dtype);
  result.slice(...along(by, length)).assign(source.slice(...along(0, length - by)));
  result.slice(...along(0, by)).assign(source.slice(...along(length - by, length)));
  return result;
}

/** `a` stretched to `shape` without a copy: stretched axes have stride 0, so don't write to the result. */
export function broadcastTo(a: ArrayInput, shape: number | readonly number[]): NDArray {
  const source = asArray(a);
  const { shape: stretched, strides, offset } = broadcastLayout(source, [shape].flat());
  return new NDArray(source.dtype, source.data, stretched, strides, offset);
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
    result.slice(...new Array<string>(at).fill(":"), { start, stop }).assign(part);
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

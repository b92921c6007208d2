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

export { transpose as permuteDims };

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

import type { DType } from "../compiler/ir/dtype.js";
import type { TypedArray } from "./dtype.js";

/** Where the elements of an array lie in its buffer. Strides and offset count elements, not bytes. */
export interface Layout {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly offset: number;
}

/** An array as data: what NDArray implements, and what code that only reads arrays asks for. */
export interface StridedArray<D extends DType = DType> extends Layout {
  readonly dtype: D;
  readonly data: TypedArray;
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}

export function rowMajorStrides(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= Math.max(shape[axis] ?? 1, 1);
  }
  return strides;
}

export function rowMajor(shape: readonly number[]): Layout {
  return { shape, strides: rowMajorStrides(shape), offset: 0 };
}

/** Whether the elements lie one after the other in row-major order (axes of length 1 don't count). */
export function isRowMajor(layout: Layout): boolean {
  if (sizeOf(layout.shape) === 0) return true;
  let step = 1;
  for (let axis = layout.shape.length - 1; axis >= 0; axis--) {
    const length = layout.shape[axis] ?? 1;
    if (length !== 1 && layout.strides[axis] !== step) return false;
    step *= length;
  }
  return true;
}

/** The first and the last position that a layout reaches; null for an empty array. */
export function extentOf(layout: Layout): { readonly first: number; readonly last: number } | null {
  const { shape, strides, offset } = layout;
  let first = offset;
  let last = offset;
  for (let axis = 0; axis < shape.length; axis++) {
    const length = shape[axis] ?? 0;
    if (length === 0) return null;
    const reach = (length - 1) * (strides[axis] ?? 0);
    if (reach < 0) first += reach;
    else last += reach;
  }
  return { first, last };
}

/** Python's way to write a shape: `(2, 3)`, `(5,)`, `()`. */
export function formatShape(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
}

/**
 * A shape from a length or a list of lengths.
 * @throws {RangeError} where a length is negative, not whole, or the product is past 2^53
 */
export function toShape(lengths: number | bigint | readonly (number | bigint)[]): number[] {
  const list = typeof lengths === "object" ? lengths : [lengths];
  const shape = new Array<number>(list.length);
  let size = 1;
  for (let axis = 0; axis < list.length; axis++) {
    const length = Number(list[axis]);
    if (!Number.isSafeInteger(length) || length < 0) {
      throw new RangeError(`Length ${String(list[axis])} of axis ${axis} is not a whole number of 0 or more`);
    }
    shape[axis] = length;
    size *= length;
  }
  if (!Number.isSafeInteger(size)) throw new RangeError(`Shape ${formatShape(shape)} has too many elements`);
  return shape;
}

/**
 * The axis counted from the start.
 * @throws {RangeError} where `axis` is not an axis of an array of `ndim` dimensions
 */
export function normalizeAxis(axis: number, ndim: number): number {
  const normal = axis < 0 ? axis + ndim : axis;
  if (!Number.isInteger(axis) || normal < 0 || normal >= ndim) {
    throw new RangeError(
      `Axis ${axis} is out of bounds for an array of ${ndim} dimension${ndim === 1 ? "" : "s"}`,
    );
  }
  return normal;
}

/**
 * The index counted from the start.
 * @throws {RangeError} that names index, axis and length, where the index is outside or not whole
 */
export function normalizeIndex(index: number, axis: number, length: number): number {
  const normal = index < 0 ? index + length : index;
  if (!Number.isInteger(index)) throw new RangeError(`Index ${index} for axis ${axis} is not a whole number`);
  if (normal < 0 || normal >= length) {
    throw new RangeError(`Index ${index} is out of bounds for axis ${axis} with length ${length}`);
  }
  return normal;
}

/**
 * Calls `visit` for each row (the elements of the last axis), in row-major order, with the position of its first
 * element, the step between elements and their number. Axes that lie densely are joined into longer rows.
 */
export function forEachRow(
  layout: Layout,
  visit: (start: number, step: number, count: number) => void,
): void {
  const { shape, strides, offset } = joinAxes(layout);
  const count = shape.at(-1) ?? 1;
  const step = strides.at(-1) ?? 1;
  const rows = sizeOf(shape.slice(0, -1));
  if (count === 0 || rows === 0) return;
  const index = new Array<number>(Math.max(shape.length - 1, 0)).fill(0);
  let start = offset;
  for (let row = 0; row < rows; row++) {
    visit(start, step, count);
    for (let axis = index.length - 1; axis >= 0; axis--) {
      const stride = strides[axis] ?? 0;
      const next = (index[axis] ?? 0) + 1;
      if (next < (shape[axis] ?? 0)) {
        index[axis] = next;
        start += stride;
        break;
      }
      index[axis] = 0;
      start -= stride * (next - 1);
    }
  }
}

function joinAxes(layout: Layout): Layout {
  const shape: number[] = [];
  const strides: number[] = [];
  for (const [axis, length] of layout.shape.entries()) {
    const stride = layout.strides[axis] ?? 0;
    if (length === 1) continue;
    const outer = strides.at(-1);
    if (outer !== undefined && outer === stride * length) {
      shape[shape.length - 1] = (shape.at(-1) ?? 1) * length;
      strides[strides.length - 1] = stride;
    } else {
      shape.push(length);
      strides.push(stride);
    }
  }
  return { shape, strides, offset: layout.offset };
}

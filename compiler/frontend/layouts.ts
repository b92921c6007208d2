// Copies of arrays, and other shapes for the same elements.
import type ts from "typescript";
import type { DType } from "../ir/dtype.js";
import type { ValueId } from "../ir/ids.js";
import type { Context } from "./context.js";
import { parallelFor, storeElement } from "./element-loops.js";
import { generate, loadElement, rowMajorStrides } from "./elementwise.js";
import { check, convert, materialize } from "./scalars.js";
import type { ArrayValue } from "./value.js";
import { makeView } from "./views.js";

/** A row-major copy, converted to `dtype` as a cast converts. */
export function copyOf(cx: Context, array: ArrayValue, dtype: DType, node: ts.Node): ArrayValue {
  return generate(cx, node, "elementwise copy", cx.shapeOf(array), (indices) =>
    convert(cx, loadElement(cx, array, indices, node), dtype, node),
  );
}

/** target[place(i)] = source[i], converted to the target's dtype; `place` must be another element for each i. */
export function storeElements(
  cx: Context,
  target: ArrayValue,
  source: ArrayValue,
  place: (indices: readonly ValueId[]) => readonly ValueId[],
  description: string,
  node: ts.Node,
): void {
  parallelFor(cx, node, `elementwise ${description}`, cx.shapeOf(source), (indices) => {
    const value = materialize(cx, loadElement(cx, source, indices, node), target.dtype, node);
    storeElement(cx, target.id, place(indices), value, node);
  });
}

/** Whether the array is known to be row-major without gaps. */
export function isRowMajor(cx: Context, array: ArrayValue, node: ts.Node): boolean {
  const { shape, strides } = cx.arrayType(array);
  const wanted = rowMajorStrides(cx, shape, node);
  return strides.every((stride, axis) => {
    const extent = shape[axis];
    return stride === wanted[axis] || (extent !== undefined && cx.integers.known(extent) === 1);
  });
}

/** The array itself where it is known to be row-major, else a copy that is. */
export const rowMajor = (cx: Context, array: ArrayValue, node: ts.Node): ArrayValue =>
  isRowMajor(cx, array, node) ? array : copyOf(cx, array, array.dtype, node);

/** The number of elements. */
export const sizeOf = (cx: Context, shape: readonly ValueId[], node: ts.Node): ValueId =>
  shape.reduce((size, extent) => cx.integers.mul(size, extent, node), cx.integers.constant(1, node));

/**
 * The elements in another shape of as many: a view where the layout is known to allow it, else a view of a copy. The sizes have
 * been checked.
 */
export function inShape(
  cx: Context,
  array: ArrayValue,
  shape: readonly ValueId[],
  node: ts.Node,
): ArrayValue {
  const zero = cx.integers.constant(0, node);
  const strides = rowMajorStrides(cx, shape, node);
  const own = cx.arrayType(array).strides;
  const [step] = own;
  // The elements of a vector are evenly spaced, whatever its stride.
  if (own.length === 1 && step !== undefined) {
    const scaled = strides.map((stride) => cx.integers.mul(stride, step, node));
    return makeView(cx, array, zero, shape, scaled, node);
  }
  return makeView(cx, rowMajor(cx, array, node), zero, shape, strides, node);
}

/** All elements in row-major order, one axis: a view where the layout allows it. */
export function flattened(cx: Context, array: ArrayValue, node: ts.Node): ArrayValue {
  if (cx.ndimOf(array) === 1) return array;
  return inShape(cx, array, [sizeOf(cx, cx.shapeOf(array), node)], node);
}

/** A RangeError at run time where two extents differ; `message` has {0} and {1} for them, then `more`. */
export function requireEqual(
  cx: Context,
  a: ValueId,
  b: ValueId,
  message: string,
  node: ts.Node,
  more: readonly ValueId[] = [],
): void {
  if (a === b) return;
  check(cx, cx.integers.compare("eq", a, b, node), message, [a, b, ...more], node);
}

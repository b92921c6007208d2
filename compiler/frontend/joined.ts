// Arrays put together along one axis.
import type ts from "typescript";
import type { DType } from "../ir/dtype.js";
import type { ValueId } from "../ir/ids.js";
import type { Context } from "./context.js";
import { allocateArray } from "./elementwise.js";
import { promoteScalars } from "./inference.js";
import { requireEqual, storeElements } from "./layouts.js";
import type { ArrayValue } from "./value.js";

/** The dtype that holds the elements of all the arrays. */
export const commonDType = (arrays: readonly ArrayValue[]): DType =>
  arrays.map(({ dtype }) => ({ dtype, weak: false })).reduce(promoteScalars).dtype;

/** All arrays must agree with the first on every axis but `free`. */
export function requireSameShape(
  cx: Context,
  arrays: readonly ArrayValue[],
  free: number | null,
  name: string,
  node: ts.Node,
): void {
  const [first, ...rest] = arrays.map((array) => cx.shapeOf(array));
  for (const shape of rest) {
    for (const [axis, extent] of shape.entries()) {
      const expected = first?.[axis];
      if (axis === free || expected === undefined) continue;
      const message = `${name}: the arrays have the lengths {0} and {1} on axis ${axis}, and must agree there`;
      requireEqual(cx, expected, extent, message, node);
    }
  }
}

/** The arrays one after the other along an axis. */
export function joined(
  cx: Context,
  arrays: readonly ArrayValue[],
  axis: number,
  dtype: DType,
  name: string,
  node: ts.Node,
): ArrayValue {
  requireSameShape(cx, arrays, axis, name, node);
  const starts: ValueId[] = [];
  let length = cx.integers.constant(0, node);
  for (const array of arrays) {
    starts.push(length);
    length = cx.integers.add(length, cx.shapeOf(array)[axis] ?? length, node);
  }
  const [first] = arrays;
  if (first === undefined) throw new Error("Nothing was joined");
  const shape = cx.shapeOf(first).map((extent, k) => (k === axis ? length : extent));
  const out = allocateArray(cx, shape, dtype, node);
  for (const [position, array] of arrays.entries()) {
    const start = starts[position];
    if (start === undefined) throw new Error("A joined array lost its place");
    storeElements(cx, out, array, (indices) => place(cx, indices, axis, start, node), "concatenate", node);
  }
  return out;
}

const place = (
  cx: Context,
  indices: readonly ValueId[],
  axis: number,
  start: ValueId,
  node: ts.Node,
): readonly ValueId[] =>
  indices.map((index, k) => (k === axis ? cx.integers.add(index, start, node) : index));

import type ts from "typescript";
import type { DType } from "../ir/dtype.js";
import type { ValueId } from "../ir/ids.js";
import type { Context } from "./context.js";
import { storeElement } from "./element-loops.js";
import { allocateArray, generate, loadElement } from "./elementwise.js";
import { promoteScalars } from "./inference.js";
import { storeElements } from "./layouts.js";
import { check, convert, idOf } from "./scalars.js";
import type { ArrayValue, Scalar, Value } from "./value.js";
import { describe } from "./value.js";

/** array([[1, 2], [3, 4]]): a nested tuple of scalars, or of arrays of one shape; an array is copied. */
export function arrayOf(cx: Context, value: Value, dtype: DType | null, node: ts.Node): ArrayValue {
  if (value.kind === "array") {
    const wanted = dtype ?? value.dtype;
    return generate(cx, node, "elementwise copy", cx.shapeOf(value), (indices) =>
      convert(cx, loadElement(cx, value, indices, node), wanted, node),
    );
  }
  const leaves: Leaf[] = [];
  const outer = collect(cx, value, [], leaves, node);
  const joined = leaves.map((leaf): { dtype: DType; weak: boolean } =>
    leaf.value.kind === "scalar" ? leaf.value : { dtype: leaf.value.dtype, weak: false },
  );
  const wanted = dtype ?? (joined.length === 0 ? "float64" : joined.reduce(promoteScalars).dtype);
  const inner = innerShape(cx, leaves, node);
  const shape = [...outer.map((extent) => cx.integers.constant(extent, node)), ...inner];
  const array = allocateArray(cx, shape, wanted, node);
  for (const leaf of leaves) {
    const prefix = leaf.index.map((at) => cx.integers.constant(at, node));
    if (leaf.value.kind === "scalar") {
      const id = idOf(cx, convert(cx, leaf.value, wanted, node), node);
      storeElement(cx, array.id, prefix, id, node);
    } else {
      storeElements(cx, array, leaf.value, (indices) => [...prefix, ...indices], "copy", node);
    }
  }
  return array;
}

interface Leaf {
  readonly index: readonly number[];
  readonly value: Scalar | ArrayValue;
}

/** The extents of the nested tuples; all of one level must be equal. */
function collect(
  cx: Context,
  value: Value,
  index: readonly number[],
  leaves: Leaf[],
  node: ts.Node,
): readonly number[] {
  if (value.kind === "scalar" || value.kind === "array") {
    leaves.push({ index, value });
    return [];
  }
  if (value.kind !== "tuple") {
    throw cx.typeError(`An array is made of numbers and arrays, not of ${describe(value, cx.ndimOf)}.`, node);
  }
  const shapes = value.items.map((item, position) => collect(cx, item, [...index, position], leaves, node));
  const [first] = shapes;
  if (shapes.some((shape) => shape.join() !== (first ?? []).join())) {
    throw cx.typeError("The rows of this array differ in length: an array is rectangular.", node);
  }
  return [value.items.length, ...(first ?? [])];
}

function innerShape(cx: Context, leaves: readonly Leaf[], node: ts.Node): readonly ValueId[] {
  const arrays = leaves.flatMap((leaf) => (leaf.value.kind === "array" ? [leaf.value] : []));
  const [first] = arrays;
  if (first === undefined) return [];
  if (arrays.length < leaves.length)
    throw cx.typeError("An array can't be made of scalars and arrays mixed.", node);
  for (const other of arrays.slice(1)) {
    for (const [axis, extent] of cx.shapeOf(first).entries()) {
      const own = cx.shapeOf(other)[axis];
      if (own === undefined || own === extent) continue;
      check(
        cx,
        cx.integers.compare("eq", extent, own, node),
        "The rows differ in length: {0} and {1}",
        [extent, own],
        node,
      );
    }
  }
  return cx.shapeOf(first);
}

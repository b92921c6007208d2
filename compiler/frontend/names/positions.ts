import type ts from "typescript";
import type { DType } from "../../ir/dtype.js";
import { integerRange, isComplex, isFloat, isInteger } from "../../ir/dtype.js";
import type { ValueId } from "../../ir/ids.js";
import { compare } from "../arithmetic.js";
import type { Context } from "../context.js";
import { loadElement } from "../elementwise.js";
import { reduceJointly, restoreAxes } from "../reduce.js";
import { emitBinary, emitSelect, emitUnary } from "../scalar-emission.js";
import { idOf } from "../scalars.js";
import type { ArrayValue, Scalar, Value } from "../value.js";
import { strong, weakInteger } from "../value.js";
import type { NameEntry } from "./entry.js";
import { POSITIONS } from "./groups.js";
import { notEmpty, reductionArguments, reductionEntry } from "./reductions.js";

/** The position of the first least or greatest element, int64; NaN counts as both, as in NumPy. */
const position =
  (op: "min" | "max", name: string): NameEntry["call"] =>
  (cx, site): Value => {
    const { array, axes, keepdims } = reductionArguments(cx, site);
    const { node } = site;
    if (isComplex(array.dtype)) throw cx.typeError(`Complex numbers have no order, so no ${name}.`, node);
    if (axes.length > 1 && axes.length < cx.ndimOf(array)) {
      throw cx.typeError(`${name} takes one axis, or none for the position in the flattened array.`, node);
    }
    notEmpty(cx, array, axes, name, node);
    const [, at] = reduceJointly(cx, {
      extents: cx.shapeOf(array),
      axes,
      name,
      node,
      dtypes: [array.dtype, "int64"],
      identities: [lastOf(op, array.dtype), -1],
      body: (indices) => [loadElement(cx, array, indices, node), positionOf(cx, array, axes, indices, node)],
      combine: (left, right) => better(cx, op, left, right, node),
    });
    if (at === undefined) throw new Error("A position was not reduced");
    return keepdims ? restoreAxes(cx, at, cx.ndimOf(array), axes, node) : at;
  };

/** What no element is better than; its position -1 says that there was none. */
function lastOf(op: "min" | "max", dtype: DType): number | bigint | boolean {
  if (isFloat(dtype)) return op === "min" ? Infinity : -Infinity;
  if (isInteger(dtype)) return integerRange(dtype)[op === "min" ? 1 : 0];
  return op === "min";
}

/** The index along the axis, or in the flattened array. */
function positionOf(
  cx: Context,
  array: ArrayValue,
  axes: readonly number[],
  indices: readonly ValueId[],
  node: ts.Node,
): Scalar {
  const shape = cx.shapeOf(array);
  const flat = axes.reduce<ValueId>(
    (sum, axis) => {
      const [index, extent] = [indices[axis], shape[axis]];
      if (index === undefined || extent === undefined) throw new Error("A position has no axis");
      return cx.integers.add(cx.integers.mul(sum, extent, node), index, node);
    },
    cx.integers.constant(0, node),
  );
  return strong(flat, "int64");
}

/** The right pair where it is better, and the left one, which came first, otherwise. */
function better(
  cx: Context,
  op: "min" | "max",
  [leftValue, leftAt]: readonly Scalar[],
  [rightValue, rightAt]: readonly Scalar[],
  node: ts.Node,
): readonly Scalar[] {
  if (leftValue === undefined || leftAt === undefined || rightValue === undefined || rightAt === undefined) {
    throw new Error("A position is a pair");
  }
  const bool = (op: "and" | "or", a: Scalar, b: Scalar): Scalar =>
    strong(emitBinary(cx, op, idOf(cx, a, node), idOf(cx, b, node), "bool", node), "bool");
  const wins = isFloat(leftValue.dtype)
    ? bool(
        "and",
        notBehind(cx, op, leftValue, rightValue, node),
        compare(cx, "eq", leftValue, leftValue, node),
      )
    : compare(cx, op === "min" ? "lt" : "gt", rightValue, leftValue, node);
  const noLeft = compare(cx, "lt", leftAt, weakInteger(0), node);
  const someRight = compare(cx, "ge", rightAt, weakInteger(0), node);
  const taken = idOf(cx, bool("and", someRight, bool("or", noLeft, wins)), node);
  const select = (right: Scalar, left: Scalar): Scalar =>
    strong(emitSelect(cx, taken, idOf(cx, right, node), idOf(cx, left, node), left.dtype, node), left.dtype);
  return [select(rightValue, leftValue), select(rightAt, leftAt)];
}

/** Whether the right value comes before the left one, or one of them is NaN. */
function notBehind(cx: Context, op: "min" | "max", left: Scalar, right: Scalar, node: ts.Node): Scalar {
  const behind = compare(cx, op === "min" ? "ge" : "le", right, left, node);
  return strong(emitUnary(cx, "not", idOf(cx, behind, node), "bool", node), "bool");
}

export const positions: readonly NameEntry[] = [
  reductionEntry(
    POSITIONS,
    ["argmin"],
    "The position of the first least element, int64. RangeError where there is none.",
    "argmin(array([3, 1, 2, 1]))",
    position("min", "argmin"),
  ),
  reductionEntry(
    POSITIONS,
    ["argmax"],
    "The position of the first greatest element, int64. RangeError where there is none.",
    "argmax(array([[3, 1], [2, 5]]), 1)",
    position("max", "argmax"),
  ),
];

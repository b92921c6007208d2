import type ts from "typescript";
import type { ValueId } from "../ir/ids.js";
import { cannotStretch } from "./broadcast.js";
import type { Context } from "./context.js";
import { checkShapes } from "./shape-checks.js";
import type { ArrayValue } from "./value.js";

/** The index of a value's element for an index of the space it is assigned to. */
export type StretchedIndex = (indices: readonly ValueId[]) => readonly ValueId[];

/**
 * How a value is assigned to a space of `shape`: it may stretch, the space may not.
 * @throws ParallelTypeError for a value of more dimensions; where the lengths differ, a RangeError at run time that names both shapes.
 */
export function stretchTo(
  cx: Context,
  value: ArrayValue,
  shape: readonly ValueId[],
  node: ts.Node,
  verb = "assigned",
): StretchedIndex {
  const { integers } = cx;
  const own = cx.shapeOf(value);
  const extra = Math.max(0, own.length - shape.length);
  if (own.slice(0, extra).some((extent) => integers.known(extent) !== 1)) {
    throw cx.typeError(
      `A ${own.length}-D value can't be ${verb} to a ${shape.length}-D array: index the value, or reshape it.`,
      node,
    );
  }
  const [zero, one] = [integers.constant(0, node), integers.constant(1, node)];
  const pick = own.map((extent, axis): ((indices: readonly ValueId[]) => ValueId) => {
    const position = axis + shape.length - own.length;
    const wanted = shape[position];
    if (wanted === undefined || integers.known(extent) === 1) return () => zero;
    const straight = (indices: readonly ValueId[]): ValueId => indices[position] ?? zero;
    if (extent === wanted) return straight;
    const equal = integers.compare("eq", extent, wanted, node);
    if (cannotStretch(cx, extent)) {
      checkAssignable(cx, equal, own, shape, node, verb);
      return straight;
    }
    const isOne = integers.compare("eq", extent, one, node);
    checkAssignable(cx, integers.or(equal, isOne, node), own, shape, node, verb);
    return (indices) => integers.select(isOne, zero, straight(indices), node);
  });
  return (indices) => pick.map((index) => index(indices));
}

function checkAssignable(
  cx: Context,
  fine: ValueId,
  own: readonly ValueId[],
  shape: readonly ValueId[],
  node: ts.Node,
  verb: string,
): void {
  checkShapes(
    cx,
    fine,
    [own, shape],
    ([value, target]) => `A value of shape ${value} can't be ${verb} to the shape ${target}`,
    node,
  );
}

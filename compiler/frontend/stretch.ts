import type ts from "typescript";
import type { ValueId } from "../ir/ids.js";
import { cannotStretch } from "./broadcast.js";
import type { Context } from "./context.js";
import { emitConstant } from "./scalars.js";
import { checkShapes } from "./shape-checks.js";
import type { ArrayValue } from "./value.js";

/** The index of a value's element for an index of the space it is assigned to. */
export type StretchedIndex = (indices: readonly ValueId[]) => readonly ValueId[];

/**
 * What a value is stretched for: an assignment drops leading axes of length 1, as NumPy does; an update in place and `broadcastTo` have no
 * place for them.
 */
export type StretchFor = "assignment" | "update" | "broadcast";

/**
 * How a value is assigned to a space of `shape`: it may stretch, the space may not.
 * @throws ParallelTypeError for a broadcast of more dimensions; where the lengths differ, a RangeError at run time that names both shapes.
 */
export function stretchTo(
  cx: Context,
  value: ArrayValue,
  shape: readonly ValueId[],
  node: ts.Node,
  use: StretchFor,
): StretchedIndex {
  const { integers } = cx;
  const own = cx.shapeOf(value);
  const extra = own.slice(0, Math.max(0, own.length - shape.length));
  const verb = use === "broadcast" ? "broadcast" : "assigned";
  if (extra.length > 0) dropAxes(cx, extra, own, shape, node, use);
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

/** Checks the axes that a value has before those of `shape`. */
function dropAxes(
  cx: Context,
  extra: readonly ValueId[],
  own: readonly ValueId[],
  shape: readonly ValueId[],
  node: ts.Node,
  use: StretchFor,
): void {
  if (use === "broadcast") {
    throw cx.typeError(
      `A ${own.length}-D value can't be broadcast to a ${shape.length}-D array: index the value, or reshape it.`,
      node,
    );
  }
  const { integers } = cx;
  const one = integers.constant(1, node);
  const fine =
    use === "update"
      ? emitConstant(cx, false, "bool", node)
      : extra
          .map((extent) => integers.compare("eq", extent, one, node))
          .reduce((all, each) => integers.and(all, each, node));
  checkAssignable(cx, fine, own, shape, node, "assigned");
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

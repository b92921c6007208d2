import ts from "#typescript";
import type { ValueId } from "../ir/ids.js";
import type { Bounds } from "../ir/ops.js";
import type { Context } from "./context.js";
import { check, toIndex } from "./scalars.js";
import type { SliceSpec } from "./slices.js";
import type { ArrayValue, Scalar } from "./value.js";

/** One position of an index list. */
export type IndexItem =
  | { readonly kind: "scalar"; readonly value: Scalar; readonly node: ts.Node }
  | { readonly kind: "slice"; readonly spec: SliceSpec; readonly node: ts.Node }
  | { readonly kind: "ellipsis"; readonly node: ts.Node }
  | { readonly kind: "newaxis"; readonly node: ts.Node }
  /** A mask or an integer array. */
  | { readonly kind: "array"; readonly value: ArrayValue; readonly node: ts.Node };

/** How many axes of the array an item takes. */
export function axesOf(cx: Context, item: IndexItem): number {
  if (item.kind === "newaxis" || item.kind === "ellipsis") return 0;
  return item.kind === "array" && item.value.dtype === "bool" ? cx.ndimOf(item.value) : 1;
}

/** One element of an array: its indices, counted from the end where negative, and how they are known to be inside. */
export function access(
  cx: Context,
  array: ArrayValue,
  index: readonly ValueId[],
  isInside: boolean,
  node: ts.Node,
): { readonly index: readonly ValueId[]; readonly bounds: Bounds } {
  if (isInside) return { index, bounds: { kind: "proven" } };
  if (!cx.options.bounds)
    return { index: index.map((at, axis) => wrapped(cx, array, at, axis, node)), bounds: { kind: "proven" } };
  const accessed = ts.isBinaryExpression(node) ? node.left : node;
  const text = ts.isElementAccessExpression(accessed) ? accessed.expression.getText() : "the array";
  const site = cx.tables.site({ kind: "bounds", span: cx.span(node), array: text });
  return { index, bounds: { kind: "checked", site, wrap: true } };
}

/** Without checks a negative index still counts from the end. */
function wrapped(cx: Context, array: ArrayValue, index: ValueId, axis: number, node: ts.Node): ValueId {
  const extent = cx.shapeOf(array)[axis];
  if (extent === undefined) throw new Error("An index has no axis");
  const known = cx.integers.known(index);
  if (known !== undefined && known >= 0) return index;
  const end = cx.integers.add(index, extent, node);
  if (known !== undefined) return end;
  const negative = cx.integers.compare("lt", index, cx.integers.constant(0, node), node);
  return cx.integers.select(negative, end, index, node);
}

/** The index of an axis, counted from the end where negative, checked against the extent. */
export function checkedIndex(
  cx: Context,
  array: ArrayValue,
  axis: number,
  value: Scalar,
  node: ts.Node,
): ValueId {
  const index = toIndex(cx, value, node, "An index");
  const extent = cx.shapeOf(array)[axis];
  if (extent === undefined) throw new Error("An index has no axis");
  const result = wrapped(cx, array, index, axis, node);
  if (cx.options.bounds) {
    const zero = cx.integers.constant(0, node);
    const inside = cx.integers.and(
      cx.integers.compare("ge", result, zero, node),
      cx.integers.compare("lt", result, extent, node),
      node,
    );
    check(cx, inside, `Index {0} is out of bounds for axis ${axis} with length {1}`, [index, extent], node);
  }
  return result;
}

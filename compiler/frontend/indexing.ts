// a[i, j], a[i][j], a["1:-1", ":"], a[slice(lo, hi)]: elements and views. Selections by arrays are in selection.ts.
import ts from "#typescript";
import { scalarType } from "../ir/types.js";
import { arrayOf } from "./array-literal.js";
import type { Context } from "./context.js";
import type { IndexItem } from "./index-items.js";
import { access, axesOf } from "./index-items.js";
import { toIndex } from "./scalars.js";
import type { Scope } from "./scope.js";
import { selectElements } from "./selection.js";
import { slicePart } from "./slices.js";
import type { ArrayValue, Scalar, Value } from "./value.js";
import { describe, strong } from "./value.js";
import { view } from "./views.js";

/** The expressions of an index list; the comma operator separates them. */
export function indexExpressions(node: ts.Expression): readonly ts.Expression[] {
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.CommaToken) {
    return [...indexExpressions(node.left), ...indexExpressions(node.right)];
  }
  return [node];
}

export function indexItems(cx: Context, node: ts.Expression, scope: Scope): readonly IndexItem[] {
  return indexExpressions(node).flatMap((item) => itemsOf(cx, cx.front.expression(cx, item, scope), item));
}

function itemsOf(cx: Context, value: Value, node: ts.Node): readonly IndexItem[] {
  switch (value.kind) {
    case "scalar":
      return [{ kind: "scalar", value, node }];
    case "array":
      return [{ kind: "array", value, node }];
    case "slice":
      return [{ kind: "slice", spec: value, node }];
    case "string":
      return value.text.split(",").map((part) => textItem(cx, part.trim(), node));
    case "tuple":
      return ts.isArrayLiteralExpression(node) && value.items.every(isElementOfArray)
        ? [
            {
              kind: "array",
              value: arrayOf(cx, value, value.items.length === 0 ? "int64" : null, node),
              node,
            },
          ]
        : value.items.flatMap((item) => itemsOf(cx, item, node));
    default:
      throw cx.typeError(
        `An index must be a number, a slice such as "1:-1", a mask or an integer array, not ${describe(value, cx.ndimOf)}.`,
        node,
      );
  }
}

/** As in NumPy, a list that is written as an index selects, `a[[0, 2]]`; a tuple variable is an index for each axis. */
const isElementOfArray = (item: Value): boolean =>
  item.kind === "scalar" ||
  item.kind === "array" ||
  (item.kind === "tuple" && item.items.every(isElementOfArray));

function textItem(cx: Context, text: string, node: ts.Node): IndexItem {
  if (text === "...") return { kind: "ellipsis", node };
  if (text === "newaxis") return { kind: "newaxis", node };
  const spec = slicePart(text);
  if (spec === null) {
    throw cx.typeError(
      `"${text}" is no index: write a slice such as "1:-1" or "::2", "..." or "newaxis".`,
      node,
    );
  }
  if (spec.kind === "index") return { kind: "scalar", value: spec.value, node };
  return { kind: "slice", spec: spec.spec, node };
}

/** The value of `array[items]`: a scalar, a view, or a selection. */
export function indexArray(
  cx: Context,
  array: ArrayValue,
  items: readonly IndexItem[],
  node: ts.Node,
): Scalar | ArrayValue {
  checkRank(cx, array, items, node);
  if (items.some((item) => item.kind === "array")) return selectElements(cx, array, items, node);
  if (isElement(cx, array, items)) {
    const out = cx.value(scalarType(array.dtype));
    cx.emit({
      kind: "load",
      out,
      array: array.id,
      ...elementAccess(cx, array, items, node),
      span: cx.span(node),
    });
    return strong(out, array.dtype);
  }
  return view(cx, array, items, node);
}

/** Whether the items name one element. */
export const isElement = (cx: Context, array: ArrayValue, items: readonly IndexItem[]): boolean =>
  items.length === cx.ndimOf(array) && items.every((item) => item.kind === "scalar");

/** The checked int64 indices of one element. */
export function elementAccess(
  cx: Context,
  array: ArrayValue,
  items: readonly IndexItem[],
  node: ts.Node,
): ReturnType<typeof access> {
  const index = items.map((item) => {
    if (item.kind !== "scalar") throw new Error("An element access has a slice");
    return toIndex(cx, item.value, item.node, "An index");
  });
  return access(cx, array, index, false, node);
}

/** @throws ParallelTypeError for more indices than axes. */
function checkRank(cx: Context, array: ArrayValue, items: readonly IndexItem[], node: ts.Node): void {
  const axes = items.reduce((sum, item) => sum + axesOf(cx, item), 0);
  const ndim = cx.ndimOf(array);
  if (axes > ndim) {
    const fromTuple = items.some(
      ({ node }, k) => items[k + 1]?.node === node && !ts.isStringLiteralLike(node),
    );
    const advice = fromTuple
      ? " A tuple has an index for each axis: to select several elements write a[array([0, 2])]."
      : "";
    throw cx.typeError(
      `Too many indices: the array has ${ndim} dimension${ndim === 1 ? "" : "s"}, and ${axes} are indexed.${advice}`,
      node,
    );
  }
  if (items.filter((item) => item.kind === "ellipsis").length > 1) {
    throw cx.typeError('An index can have one "..." only.', node);
  }
}

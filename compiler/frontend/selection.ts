// Reading and writing the elements that masks and index arrays select.
import type ts from "typescript";
import type { ValueId } from "../ir/ids.js";
import { scalarType } from "../ir/types.js";
import { compact } from "./compaction.js";
import type { Context } from "./context.js";
import { parallelFor, serialForEach } from "./element-loops.js";
import type { Operand } from "./elementwise.js";
import { generate, loadElement } from "./elementwise.js";
import { keepsKind } from "./in-place.js";
import type { IndexItem } from "./index-items.js";
import { access } from "./index-items.js";
import { copyOf } from "./layouts.js";
import type { OperatorText } from "./operators.js";
import { scalarBinary } from "./operators.js";
import { convert, materialize } from "./scalars.js";
import type { SelectionSpace } from "./selection-space.js";
import { checkMaskShape, selectionSpace } from "./selection-space.js";
import { stretchTo } from "./stretch.js";
import { markWritten, mayOverlap } from "./updates.js";
import type { ArrayValue, Scalar } from "./value.js";
import { strong } from "./value.js";

/** The mask of an index list that consists of a mask alone. */
export function onlyMask(items: readonly IndexItem[]): ArrayValue | null {
  const [item] = items;
  return items.length === 1 && item?.kind === "array" && item.value.dtype === "bool" ? item.value : null;
}

/** a[mask], a[idx] and their mixtures: a fresh array. */
export function selectElements(
  cx: Context,
  array: ArrayValue,
  items: readonly IndexItem[],
  node: ts.Node,
): ArrayValue {
  const mask = onlyMask(items);
  if (mask !== null && cx.ndimOf(mask) === cx.ndimOf(array)) {
    checkMaskShape(cx, array, 0, mask, node);
    return compact(cx, mask, node, (indices) => loadElement(cx, array, indices, node));
  }
  const space = selectionSpace(cx, array, items, node);
  return generate(cx, node, "selection", space.shape, (indices) => readAt(cx, space, indices, node));
}

function readAt(cx: Context, space: SelectionSpace, indices: readonly ValueId[], node: ts.Node): Scalar {
  const { base } = space;
  const out = cx.value(scalarType(base.dtype));
  const element = access(cx, base, space.locate(indices), space.isInside, node);
  cx.emit({ kind: "load", out, array: base.id, ...element, span: cx.span(node) });
  return strong(out, base.dtype);
}

/**
 * a[mask] = b, a[idx] += b: writes the selected elements. Of an element that is selected more than once the last value stays, and with
 * an operator each is computed from the value before.
 */
export function updateSelection(
  cx: Context,
  array: ArrayValue,
  items: readonly IndexItem[],
  operator: OperatorText | null,
  value: Operand,
  node: ts.Node,
): void {
  markWritten(cx, array);
  const safe = items.map((item) =>
    item.kind === "array" ? { ...item, value: copyIfShared(cx, item.value, array, node) } : item,
  );
  const space = selectionSpace(cx, array, safe, node);
  const elements = assignedTo(cx, value, space, array, operator, node);
  if (operator === null) {
    scatter(cx, space, elements, value.kind === "scalar", node);
    return;
  }
  const results = generate(cx, node, `selection ${operator}=`, space.shape, (indices) => {
    const current = readAt(cx, space, indices, node);
    const result = scalarBinary(cx, operator, current, elements(indices), "array", node);
    return convert(cx, keepsKind(cx, result, array.dtype, operator, node), array.dtype, node);
  });
  scatter(cx, space, (indices) => loadElement(cx, results, indices, node), false, node);
}

/** What is assigned to an element of the space. */
function assignedTo(
  cx: Context,
  value: Operand,
  space: SelectionSpace,
  target: ArrayValue,
  operator: OperatorText | null,
  node: ts.Node,
): (indices: readonly ValueId[]) => Scalar {
  if (value.kind === "scalar") return () => value;
  const index = stretchTo(cx, value, space.shape, node, operator === null ? "assignment" : "update");
  const source = copyIfShared(cx, value, target, node);
  return (indices) => loadElement(cx, source, index(indices), node);
}

/** A scattered write reads at other places than it writes, so that an operand in the same memory is copied first. */
function copyIfShared(cx: Context, array: ArrayValue, target: ArrayValue, node: ts.Node): ArrayValue {
  return mayOverlap(cx, array, target) ? copyOf(cx, array, array.dtype, node) : array;
}

/** In parallel where no element is written twice, or always with the same value; else in order along the index arrays. */
function scatter(
  cx: Context,
  space: SelectionSpace,
  elements: (indices: readonly ValueId[]) => Scalar,
  isConstant: boolean,
  node: ts.Node,
): void {
  const { base, shape, gathered } = space;
  const write = (indices: readonly ValueId[]): void => {
    const value = materialize(cx, elements(indices), base.dtype, node);
    const element = access(cx, base, space.locate(indices), space.isInside, node);
    cx.emit({ kind: "store", array: base.id, ...element, value, span: cx.span(node) });
  };
  if (space.isUnique || isConstant) {
    parallelFor(cx, node, "selection assignment", shape, write);
    return;
  }
  const end = gathered.first + gathered.count;
  const kept = [...shape.slice(0, gathered.first), ...shape.slice(end)];
  serialForEach(cx, node, shape.slice(gathered.first, end), (own) => {
    const at = (rest: readonly ValueId[]): readonly ValueId[] => [
      ...rest.slice(0, gathered.first),
      ...own,
      ...rest.slice(gathered.first),
    ];
    if (kept.length === 0) write(own);
    else parallelFor(cx, node, "selection assignment", kept, (rest) => write(at(rest)));
  });
}

// What a[mask], a[idx] and their mixtures with numbers and slices select, as NumPy's advanced indexing has it.
import type ts from "typescript";
import type { ValueId } from "../ir/ids.js";
import type { Broadcast } from "./broadcast.js";
import { broadcastShapes } from "./broadcast.js";
import { selectedPositions, unravel } from "./compaction.js";
import type { Context } from "./context.js";
import { loadElement } from "./elementwise.js";
import type { IndexItem } from "./index-items.js";
import { axesOf, checkedIndex } from "./index-items.js";
import { check, idOf, toIndex } from "./scalars.js";
import type { ArrayValue, Scalar } from "./value.js";
import { view } from "./views.js";

/** The elements that an index list selects, as a space of their own. */
export interface SelectionSpace {
  /** The array with the slices of the index applied; the axes that arrays index are whole. */
  readonly base: ArrayValue;
  readonly shape: readonly ValueId[];
  /** Where in `shape` the axes of the index arrays stand. */
  readonly gathered: { readonly first: number; readonly count: number };
  /** The element of `base` at an index of the space. */
  readonly locate: (indices: readonly ValueId[]) => readonly ValueId[];
  /** Whether the elements are known to be inside; else each access must be checked. */
  readonly isInside: boolean;
  /** Whether no element is selected twice. */
  readonly isUnique: boolean;
}

/** How one axis of the base is found. */
type AxisIndex =
  | { readonly kind: "kept"; readonly position: number }
  | { readonly kind: "fixed"; readonly index: ValueId }
  | { readonly kind: "array"; readonly array: ArrayValue; readonly node: ts.Node }
  | {
      readonly kind: "mask";
      readonly positions: ArrayValue;
      readonly shape: readonly ValueId[];
      readonly axis: number;
    };

export function selectionSpace(
  cx: Context,
  array: ArrayValue,
  given: readonly IndexItem[],
  node: ts.Node,
): SelectionSpace {
  const items = explicitItems(cx, array, given, node);
  const base = view(cx, array, basicItems(cx, items), node);
  const arrays: ArrayValue[] = [];
  const axes: (AxisIndex | { readonly kind: "slice" })[] = [];
  for (const item of items) {
    if (item.kind === "slice") axes.push({ kind: "slice" });
    else if (item.kind === "scalar")
      axes.push({ kind: "fixed", index: checkedIndex(cx, array, axes.length, item.value, item.node) });
    else if (item.kind === "array") {
      const indexed = arrayAxes(cx, array, axes.length, item);
      axes.push(...indexed.axes);
      arrays.push(indexed.array);
    }
  }
  const broadcast = broadcastShapes(cx, arrays, node);
  const first = gatheredPosition(items);
  const shape: ValueId[] = [];
  const baseShape = cx.shapeOf(base);
  let axis = 0;
  const located: AxisIndex[] = [];
  const insert = (): void => {
    if (shape.length === first) shape.push(...broadcast.shape);
  };
  insert();
  for (const item of items) {
    if (item.kind === "newaxis") shape.push(cx.integers.constant(1, node));
    const taken = axesOf(cx, item);
    for (const indexed of axes.slice(axis, axis + taken)) {
      if (indexed.kind !== "slice") located.push(indexed);
      else {
        located.push({ kind: "kept", position: shape.length });
        shape.push(baseShape[axis] ?? cx.integers.constant(1, node));
      }
    }
    axis += taken;
    if (item.kind === "newaxis" || item.kind === "slice") insert();
  }
  const gathered = { first, count: broadcast.shape.length };
  return {
    base,
    shape,
    gathered,
    locate: (indices) => locate(cx, located, broadcast, indices, gathered, node),
    isInside: !located.some(({ kind }) => kind === "array"),
    isUnique: !located.some(({ kind }) => kind === "array"),
  };
}

/** Slices for the axes that "..." and the end of the list leave out. */
function explicitItems(
  cx: Context,
  array: ArrayValue,
  items: readonly IndexItem[],
  node: ts.Node,
): readonly IndexItem[] {
  const used = items.reduce((sum, item) => sum + axesOf(cx, item), 0);
  const whole: IndexItem = { kind: "slice", spec: { start: null, stop: null, step: null }, node };
  const missing = Array.from({ length: cx.ndimOf(array) - used }, () => whole);
  const ellipsis = items.findIndex(({ kind }) => kind === "ellipsis");
  return ellipsis < 0
    ? [...items, ...missing]
    : [...items.slice(0, ellipsis), ...missing, ...items.slice(ellipsis + 1)];
}

/** The slices alone; every other axis whole, so that axes keep their numbers. */
function basicItems(cx: Context, items: readonly IndexItem[]): readonly IndexItem[] {
  return items.flatMap((item): readonly IndexItem[] => {
    if (item.kind === "slice") return [item];
    const whole: IndexItem = {
      kind: "slice",
      spec: { start: null, stop: null, step: null },
      node: item.node,
    };
    return Array.from({ length: axesOf(cx, item) }, () => whole);
  });
}

function arrayAxes(
  cx: Context,
  array: ArrayValue,
  axis: number,
  item: Extract<IndexItem, { kind: "array" }>,
): { readonly axes: readonly AxisIndex[]; readonly array: ArrayValue } {
  const { value, node } = item;
  if (value.dtype !== "bool") return { axes: [{ kind: "array", array: value, node }], array: value };
  checkMaskShape(cx, array, axis, value, node);
  const positions = selectedPositions(cx, value, node);
  const shape = cx.shapeOf(value);
  return {
    axes: shape.map((_, own): AxisIndex => ({ kind: "mask", positions, shape, axis: own })),
    array: positions,
  };
}

/** @throws RangeError at run time where the mask is not as long as the axes that it selects from. */
export function checkMaskShape(
  cx: Context,
  array: ArrayValue,
  axis: number,
  mask: ArrayValue,
  node: ts.Node,
): void {
  for (const [own, length] of cx.shapeOf(mask).entries()) {
    const extent = cx.shapeOf(array)[axis + own];
    if (extent === undefined || extent === length) continue;
    check(
      cx,
      cx.integers.compare("eq", length, extent, node),
      `The mask has length {0} on axis ${own}, where axis ${axis + own} of the array has {1}`,
      [length, extent],
      node,
    );
  }
}

/** Where the axes of the index arrays go: in place of them if they stand together, else in front. Numbers count among them. */
function gatheredPosition(items: readonly IndexItem[]): number {
  const isAdvanced = (item: IndexItem): boolean => item.kind === "array" || item.kind === "scalar";
  const start = items.findIndex(isAdvanced);
  const end = items.findLastIndex(isAdvanced);
  const together = items.slice(start, end + 1).every(isAdvanced);
  return together ? start : 0;
}

function locate(
  cx: Context,
  axes: readonly AxisIndex[],
  broadcast: Broadcast,
  indices: readonly ValueId[],
  gathered: SelectionSpace["gathered"],
  node: ts.Node,
): readonly ValueId[] {
  const own = indices.slice(gathered.first, gathered.first + gathered.count);
  const elementOf = (array: ArrayValue, at: ts.Node): Scalar =>
    loadElement(cx, array, broadcast.indexOf(array, own), at);
  const unraveled = new Map<ArrayValue, readonly ValueId[]>();
  const partsOf = (axis: Extract<AxisIndex, { kind: "mask" }>): readonly ValueId[] => {
    const known = unraveled.get(axis.positions);
    if (known !== undefined) return known;
    const parts = unravel(cx, idOf(cx, elementOf(axis.positions, node), node), axis.shape, node);
    unraveled.set(axis.positions, parts);
    return parts;
  };
  const indexAlong = (axis: AxisIndex): ValueId | undefined => {
    switch (axis.kind) {
      case "kept":
        return indices[axis.position];
      case "fixed":
        return axis.index;
      case "array":
        return toIndex(cx, elementOf(axis.array, axis.node), axis.node, "An index");
      case "mask":
        return partsOf(axis)[axis.axis];
    }
  };
  return axes.map((axis) => {
    const index = indexAlong(axis);
    if (index === undefined) throw new Error("A selection lost an axis");
    return index;
  });
}

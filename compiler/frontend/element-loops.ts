// Loops that the front end writes itself, over elements of arrays.
import type ts from "typescript";
import type { DType } from "../ir/dtype.js";
import type { SlotId, ValueId } from "../ir/ids.js";
import { scalarType } from "../ir/types.js";
import type { Context } from "./context.js";
import { spaceRegion } from "./draws.js";
import { declareLoop } from "./elementwise.js";

/**
 * `body` for each index of the space, in any order: the iterations must be independent. `cost` is about how many nanoseconds one
 * takes, to be given where the length of a loop in it can't be read off its bounds.
 */
export function parallelFor(
  cx: Context,
  node: ts.Node,
  description: string,
  extents: readonly ValueId[],
  body: (indices: readonly ValueId[]) => void,
  cost: number | null = null,
): void {
  const loop = declareLoop(cx, node, description);
  const indices = extents.map(() => cx.value(scalarType("int64")));
  const { ops } = spaceRegion(cx, indices, extents, node, () => body(indices));
  cx.emit({
    kind: "parfor",
    loop,
    label: cx.tables.label(),
    indices,
    extents,
    body: ops,
    reductions: [],
    ...(cost === null ? {} : { cost: cx.integers.constant(cost, node) }),
    span: cx.span(node),
  });
}

/** `body` for each index from `start` to `stop`, one after the other. */
export function serialFor(
  cx: Context,
  node: ts.Node,
  start: ValueId,
  stop: ValueId,
  body: (index: ValueId) => void,
): void {
  const index = cx.value(scalarType("int64"));
  const step = cx.integers.constant(1, node);
  const { ops } = cx.region(() => body(index));
  cx.emit({
    kind: "for",
    label: cx.tables.label(),
    loop: null,
    index,
    start,
    stop,
    step,
    body: ops,
    reassociate: [],
    span: cx.span(node),
  });
}

/** `body` for each index of the space in row-major order. */
export function serialForEach(
  cx: Context,
  node: ts.Node,
  extents: readonly ValueId[],
  body: (indices: readonly ValueId[]) => void,
): void {
  const [extent, ...rest] = extents;
  if (extent === undefined) {
    body([]);
    return;
  }
  serialFor(cx, node, cx.integers.constant(0, node), extent, (index) =>
    serialForEach(cx, node, rest, (inner) => body([index, ...inner])),
  );
}

export function storeElement(
  cx: Context,
  array: ValueId,
  index: readonly ValueId[],
  value: ValueId,
  node: ts.Node,
): void {
  cx.emit({ kind: "store", array, index, value, bounds: { kind: "proven" }, span: cx.span(node) });
}

/** A scalar variable of the region, 0 at first. */
export interface LocalVariable {
  readonly get: () => ValueId;
  readonly set: (value: ValueId) => void;
}
export function declareLocal(cx: Context, dtype: DType, name: string, node: ts.Node): LocalVariable {
  const slot: SlotId = cx.tables.slot({ kind: "scalar", dtype }, name);
  const span = cx.span(node);
  cx.emit({ kind: "declare", slot, span });
  return {
    get: () => {
      const out = cx.value(scalarType(dtype));
      cx.emit({ kind: "get", out, slot, span });
      return out;
    },
    set: (value) => cx.emit({ kind: "set", slot, value, span }),
  };
}
export const declareCounter = (cx: Context, name: string, node: ts.Node): LocalVariable =>
  declareLocal(cx, "int64", name, node);

// Boolean compaction in parallel: each block of the mask is counted, the counts are summed up, and each block is written
// from its own position on. The order is row-major, whatever the number of threads.
import type ts from "typescript";
import type { ValueId } from "../ir/ids.js";
import type { Context } from "./context.js";
import { declareCounter, parallelFor, serialFor, storeElement } from "./element-loops.js";
import { allocateArray, generate, loadElement } from "./elementwise.js";
import { emitBinary } from "./scalar-emission.js";
import { cast, idOf } from "./scalars.js";
import type { ArrayValue, Scalar } from "./value.js";
import { strong } from "./value.js";

/** Elements of a one-dimensional mask that one block covers; with more dimensions a block is a row. */
const BLOCK_LENGTH = 4096;

/** A one-dimensional array of `element` at each index where the mask is true. */
export function compact(
  cx: Context,
  mask: ArrayValue,
  node: ts.Node,
  element: (indices: readonly ValueId[]) => Scalar,
): ArrayValue {
  const { integers } = cx;
  const [zero, one] = [integers.constant(0, node), integers.constant(1, node)];
  const blocks = blockCount(cx, mask, node);
  const offsets = generate(cx, node, "selection count", [blocks], ([block]) => {
    const count = declareCounter(cx, "count", node);
    eachOfBlock(cx, mask, block ?? zero, node, (indices) => {
      const isSelected = idOf(cx, loadElement(cx, mask, indices, node), node);
      count.set(emitBinary(cx, "add", count.get(), cast(cx, isSelected, "int64", node), "int64", node));
    });
    return strong(count.get(), "int64");
  });
  const total = declareCounter(cx, "count", node);
  serialFor(cx, node, zero, blocks, (block) => {
    const count = idOf(cx, loadElement(cx, offsets, [block], node), node);
    const before = total.get();
    storeElement(cx, offsets.id, [block], before, node);
    total.set(emitBinary(cx, "add", before, count, "int64", node));
  });
  const length = total.get();
  cx.extents.add(length);
  const { dtype } = probe(cx, mask, element, node);
  const out = allocateArray(cx, [length], dtype, node);
  parallelFor(cx, node, "selection", [blocks], ([block]) => {
    const at = declareCounter(cx, "at", node);
    at.set(idOf(cx, loadElement(cx, offsets, [block ?? zero], node), node));
    eachOfBlock(cx, mask, block ?? zero, node, (indices) => {
      const condition = idOf(cx, loadElement(cx, mask, indices, node), node);
      const { ops } = cx.region(() => {
        const position = at.get();
        storeElement(cx, out.id, [position], idOf(cx, element(indices), node), node);
        at.set(emitBinary(cx, "add", position, one, "int64", node));
      });
      cx.emit({ kind: "if", condition, then: ops, otherwise: [], span: cx.span(node) });
    });
  });
  return out;
}

/** The row-major numbers of the elements where the mask is true: NumPy's `flatnonzero`. */
export function selectedPositions(cx: Context, mask: ArrayValue, node: ts.Node): ArrayValue {
  const extents = cx.shapeOf(mask);
  return compact(cx, mask, node, (indices) => {
    const position = indices.reduce(
      (flat, index, axis) => {
        const extent = extents[axis];
        return extent === undefined
          ? flat
          : cx.integers.add(cx.integers.mul(flat, extent, node), index, node);
      },
      cx.integers.constant(0, node),
    );
    return strong(position, "int64");
  });
}

/** The element of a row-major number, for the shape. */
export function unravel(
  cx: Context,
  position: ValueId,
  shape: readonly ValueId[],
  node: ts.Node,
): readonly ValueId[] {
  const indices: ValueId[] = [];
  let rest = position;
  for (const extent of shape.slice(1).toReversed()) {
    indices.unshift(emitBinary(cx, "rem", rest, extent, "int64", node));
    rest = cx.integers.div(rest, extent, node);
  }
  return shape.length === 0 ? [] : [rest, ...indices];
}

/** What `element` returns, without its operations. */
function probe(
  cx: Context,
  mask: ArrayValue,
  element: (indices: readonly ValueId[]) => Scalar,
  node: ts.Node,
): Scalar {
  const indices = cx.shapeOf(mask).map(() => cx.integers.constant(0, node));
  return cx.region(() => element(indices)).value;
}

function blockCount(cx: Context, mask: ArrayValue, node: ts.Node): ValueId {
  const { integers } = cx;
  const shape = cx.shapeOf(mask);
  const last = shape.at(-1);
  if (last === undefined) throw cx.typeError("A mask needs at least one dimension.", node);
  if (shape.length > 1) return shape.slice(0, -1).reduce((a, b) => integers.mul(a, b, node));
  const rounded = integers.add(last, integers.constant(BLOCK_LENGTH - 1, node), node);
  return integers.div(rounded, integers.constant(BLOCK_LENGTH, node), node);
}

function eachOfBlock(
  cx: Context,
  mask: ArrayValue,
  block: ValueId,
  node: ts.Node,
  body: (indices: readonly ValueId[]) => void,
): void {
  const { integers } = cx;
  const shape = cx.shapeOf(mask);
  const last = shape.at(-1);
  if (last === undefined) throw new Error("A mask has no dimensions");
  if (shape.length > 1) {
    const row = unravel(cx, block, shape.slice(0, -1), node);
    serialFor(cx, node, integers.constant(0, node), last, (index) => body([...row, index]));
    return;
  }
  const length = integers.constant(BLOCK_LENGTH, node);
  const start = integers.mul(block, length, node);
  const stop = integers.min(integers.add(start, length, node), last, node);
  serialFor(cx, node, start, stop, (index) => body([index]));
}

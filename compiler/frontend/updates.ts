// Writing to arrays: one element, or every element of a view.
import type ts from "typescript";
import type { ValueId } from "../ir/ids.js";
import type { Unalias } from "../ir/ops.js";
import type { Mode } from "./arithmetic.js";
import type { Context } from "./context.js";
import type { Operand } from "./elementwise.js";
import { declareLoop, elementRegion, loadElement } from "./elementwise.js";
import { noteStored } from "./outputs.js";
import { stretchTo } from "./stretch.js";
import type { ArrayValue, Scalar } from "./value.js";
import { freshLayout } from "./variables.js";
import { makeView } from "./views.js";

/** Notes that the memory of the array is written: an argument then needs to be checked for overlap with others. */
export function markWritten(cx: Context, array: ArrayValue): void {
  cx.written.add(cx.rootOf(array.id));
}

const isFresh = (cx: Context, root: ValueId): boolean => cx.fresh.has(root);
const isParameter = (cx: Context, root: ValueId): boolean =>
  cx.parameters.some(({ value }) => value === root);

/** Whether the memory of two arrays may overlap, as far as is known when compiling. */
export function mayOverlap(cx: Context, a: ArrayValue, b: ArrayValue): boolean {
  const [left, right] = [cx.rootOf(a.id), cx.rootOf(b.id)];
  if (left === right) return true;
  if (isParameter(cx, left) && isParameter(cx, right)) return cx.options.mayAlias;
  return !(isFresh(cx, left) || isFresh(cx, right));
}

/** An operand that may be read while `target` is written: itself, or a copy where their memory overlaps at run time. */
function unalias(
  cx: Context,
  array: ArrayValue,
  target: ArrayValue,
  reads: Unalias["reads"],
  node: ts.Node,
): ArrayValue {
  if (array.id === target.id || !mayOverlap(cx, array, target)) return array;
  const layout = freshLayout(cx, array.dtype, cx.ndimOf(array));
  const out = cx.value(layout);
  cx.emit({ kind: "unalias", out, array: array.id, target: target.id, reads, span: cx.span(node) });
  // The extents are those of the array, whichever way it goes; only the strides may differ.
  const copy = { kind: "array", dtype: array.dtype, id: out } as const;
  return makeView(cx, copy, cx.integers.constant(0, node), cx.shapeOf(array), layout.strides, node);
}

/** How a loop over all elements of an array is described, and whether it assigns another array to it. */
export interface UpdateLoop {
  readonly description: string;
  readonly kind: "assignment" | "update";
}

/**
 * target[…] = body(element of target, elements of the operands) for each element. The operands broadcast to the target's shape.
 */
export function updateElements(
  cx: Context,
  target: ArrayValue,
  operands: readonly Operand[],
  { description, kind }: UpdateLoop,
  node: ts.Node,
  body: (current: () => Scalar, elements: readonly Scalar[], mode: Mode) => Scalar,
): void {
  markWritten(cx, target);
  const safe = operands.map((operand) =>
    operand.kind === "array"
      ? unalias(cx, operand, target, kind === "assignment" ? "in order" : "before", node)
      : operand,
  );
  const indexOf = safe.map((operand) =>
    operand.kind === "array" ? stretchTo(cx, operand, cx.shapeOf(target), node, kind) : null,
  );
  const loop = declareLoop(cx, node, description);
  const region = elementRegion(
    cx,
    node,
    cx.shapeOf(target),
    (indices) => {
      const elements = safe.map((operand, position) =>
        operand.kind === "scalar"
          ? operand
          : loadElement(cx, operand, indexOf[position]?.(indices) ?? indices, node),
      );
      return noteStored(
        cx,
        target,
        body(() => loadElement(cx, target, indices, node), elements, "array"),
      );
    },
    target.dtype,
  );
  const { indices, ops, result } = region;
  cx.emit({ kind: "update", loop, target: target.id, indices, body: ops, result, span: cx.span(node) });
}

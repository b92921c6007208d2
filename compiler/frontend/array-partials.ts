// The arrays that a parallel loop accumulates into: each block of iterations has a part of its own, and the parts are combined element
// by element into the array from before the loop.
import type ts from "typescript";
import type { SlotId, ValueId } from "../ir/ids.js";
import type { ArrayOp, Reduction } from "../ir/ops.js";
import type { ArrayReductionPattern } from "./array-reductions.js";
import type { Context } from "./context.js";
import { loadElement } from "./elementwise.js";
import { copyOf } from "./layouts.js";
import { combineByFunction, identityOf, SYMBOLS } from "./reductions.js";
import { unlessEmpty } from "./unless-empty.js";
import { markWritten } from "./updates.js";
import type { ArrayValue } from "./value.js";
import { allocateStorage, freshLayout, store } from "./variables.js";
import { makeView } from "./views.js";

/** An array that is accumulated: the slot that holds it, or the part of a block. */
export interface ArrayPartial {
  readonly pattern: ArrayReductionPattern;
  readonly slot: SlotId;
  readonly shape: readonly ValueId[];
}

/** Puts the array into a slot before the loop. What is a part of a block already stays where it is. */
export function openPartial(cx: Context, pattern: ArrayReductionPattern): ArrayPartial {
  const { identifier, array, isAssigned, node, key, binding } = pattern;
  const shape = cx.shapeOf(array);
  const isPart = cx.partial(key) !== undefined;
  const storage = !isPart && binding?.place.kind === "slots" ? binding.place.storage : null;
  if (isAssigned && !isPart) {
    if (storage?.kind !== "array")
      throw cx.raceError(
        `${identifier.text} can't be accumulated by a parallel loop: declare it with \`let\`.`,
        node,
      );
    const copy = copyOf(cx, array, array.dtype, node);
    store(cx, storage, copy, node);
    return { pattern, slot: storage.slot, shape };
  }
  markWritten(cx, array);
  if (storage?.kind === "array") return { pattern, slot: storage.slot, shape };
  const type = { kind: "array", dtype: array.dtype, ndim: shape.length } as const;
  const own = allocateStorage(cx, type, identifier.text, array, node);
  if (own.kind !== "array") throw new Error("The storage of an array is not one");
  store(cx, own, array, node);
  return { pattern, slot: own.slot, shape };
}

/** The block's part, which the variable means in the body of the loop. */
export function partialValue(cx: Context, partial: ArrayPartial): ArrayValue {
  const { array, node } = partial.pattern;
  const layout = freshLayout(cx, array.dtype, partial.shape.length);
  const out = cx.value(layout);
  cx.emit({ kind: "get", out, slot: partial.slot, span: cx.span(node) });
  const base = { kind: "array", dtype: array.dtype, id: out } as const;
  return makeView(cx, base, cx.integers.constant(0, node), partial.shape, layout.strides, node);
}

/** The reduction as the loop has it. */
export function reductionOf(cx: Context, partial: ArrayPartial): Reduction<ArrayOp> {
  const { pattern, slot } = partial;
  const { identifier, array, combine, node, names } = pattern;
  const name = identifier.text;
  if (combine.kind === "builtin") {
    const identities = [identityOf(cx, combine.op, array.dtype, node)];
    return {
      slots: [slot],
      identities,
      combiner: { kind: "builtin", op: combine.op },
      description: `${SYMBOLS[combine.op]} on ${name}`,
    };
  }
  return {
    slots: [slot],
    identities: [firstElement(cx, partial, node)],
    combiner: combineByFunction(cx, array.dtype, combine, names, node),
    description: `${combine.call.expression.getText()} on ${name}`,
  };
}

/** The identity of a user's function is what the array holds before the loop, in every element. */
function firstElement(cx: Context, { pattern: { array }, shape }: ArrayPartial, node: ts.Node): ValueId {
  const zero = cx.integers.constant(0, node);
  return unlessEmpty(cx, shape, array.dtype, node, () =>
    loadElement(
      cx,
      array,
      shape.map(() => zero),
      node,
    ),
  );
}

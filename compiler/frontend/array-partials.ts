// The arrays that a parallel loop accumulates into: each block of iterations has a part of its own, and the parts are combined element
// by element into the array from before the loop.
import type ts from "typescript";
import type { SlotId, ValueId } from "../ir/ids.js";
import type { ArrayOp, Reduction } from "../ir/ops.js";
import { scalarType } from "../ir/types.js";
import type { ArrayReductionPattern } from "./array-reductions.js";
import type { Context } from "./context.js";
import { loadElement } from "./elementwise.js";
import { copyOf } from "./layouts.js";
import { combineByFunction, identityOf, SYMBOLS } from "./reductions.js";
import { emitConstant, idOf } from "./scalars.js";
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
function firstElement(cx: Context, partial: ArrayPartial, node: ts.Node): ValueId {
  const { array } = partial.pattern;
  const { integers } = cx;
  const zero = integers.constant(0, node);
  const span = cx.span(node);
  const slot = cx.tables.slot({ kind: "scalar", dtype: array.dtype }, "identity");
  cx.emit({ kind: "declare", slot, span });
  cx.emit({ kind: "set", slot, value: emitConstant(cx, 0, array.dtype, node), span });
  const one = integers.constant(1, node);
  const size = partial.shape.reduce((product, extent) => integers.mul(product, extent, node), one);
  const { ops } = cx.region(() => {
    const first = loadElement(
      cx,
      array,
      partial.shape.map(() => zero),
      node,
    );
    cx.emit({ kind: "set", slot, value: idOf(cx, first, node), span });
  });
  const condition = integers.compare("gt", size, zero, node);
  cx.emit({ kind: "if", condition, then: ops, otherwise: [], span });
  const out = cx.value(scalarType(array.dtype));
  cx.emit({ kind: "get", out, slot, span });
  return out;
}

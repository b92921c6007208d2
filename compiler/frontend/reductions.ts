import type ts from "typescript";
import type { DType } from "../ir/dtype.js";
import { integerRange, isFloat, isInteger } from "../ir/dtype.js";
import type { SlotId, ValueId } from "../ir/ids.js";
import type { ArrayOp, Combiner, Reduction } from "../ir/ops.js";
import { scalarType } from "../ir/types.js";
import type { Accumulation, BuiltinReduction } from "./accumulation.js";
import { calleeValue } from "./body-parts.js";
import type { Context } from "./context.js";
import type { LoopNames } from "./loop-names.js";
import type { ReductionPattern } from "./reduction-patterns.js";
import { convert, emitConstant, idOf } from "./scalars.js";
import type { Binding, Storage } from "./scope.js";
import { describe, strong } from "./value.js";

/** How a reduction is named in the report. */
export const SYMBOLS: Readonly<Record<BuiltinReduction, string>> = {
  add: "+",
  mul: "*",
  min: "min",
  max: "max",
  and: "&",
  or: "|",
  xor: "^",
};

/** The accumulators of one pattern as the loop has them. */
export function makeReduction(cx: Context, pattern: ReductionPattern): Reduction<ArrayOp> {
  const slots = pattern.bindings.map((binding) => scalarSlot(cx, binding, pattern.node));
  const [first] = slots;
  if (first === undefined) throw new Error("A reduction has no accumulator");
  const names = pattern.bindings.map((binding) => binding.name).join(", ");
  const { combine, node } = pattern;
  switch (combine.kind) {
    case "builtin": {
      const { dtype } = cx.tables.slotType(first);
      const identities = [identityOf(cx, combine.op, dtype, node)];
      return {
        slots,
        identities,
        combiner: { kind: "builtin", op: combine.op },
        description: `${SYMBOLS[combine.op]} on ${names}`,
      };
    }
    case "guarded":
      return guarded(cx, slots, combine, names, node);
    case "function":
      return byFunction(cx, first, combine, names, pattern);
    case "constant":
      return lastWrite(cx, first, names, node);
  }
}

function scalarSlot(cx: Context, binding: Binding, node: ts.Node): SlotId {
  const storage: Storage | null = binding.place.kind === "slots" ? binding.place.storage : null;
  if (storage?.kind === "scalar" || storage?.kind === "array") return storage.slot;
  const what = binding.place.kind === "direct" ? describe(binding.place.value, cx.ndimOf) : "a tuple";
  throw cx.raceError(`${binding.name} is ${what}, and can't be accumulated by a parallel loop.`, node);
}

/** The value that changes nothing. */
export function identityOf(cx: Context, op: BuiltinReduction, dtype: DType, node: ts.Node): ValueId {
  return emitConstant(cx, identityConstant(op, dtype), dtype, node);
}
export function identityConstant(op: BuiltinReduction, dtype: DType): number | bigint | boolean {
  switch (op) {
    case "add":
    case "or":
    case "xor":
      return dtype === "bool" ? false : 0;
    case "mul":
      return dtype === "bool" ? true : 1;
    case "and":
      return dtype === "bool"
        ? true
        : isInteger(dtype) && dtype.startsWith("u")
          ? integerRange(dtype)[1]
          : -1;
    case "min":
      return extreme(dtype, 1);
    case "max":
      return extreme(dtype, 0);
  }
}
function extreme(dtype: DType, end: 0 | 1): number | bigint | boolean {
  if (dtype === "bool") return end === 1;
  if (isFloat(dtype)) return end === 1 ? Infinity : -Infinity;
  return isInteger(dtype) ? integerRange(dtype)[end] : 0;
}

/** The later value wins where it compares as the user's condition says. */
function guarded(
  cx: Context,
  slots: readonly SlotId[],
  combine: Extract<Accumulation, { kind: "guarded" }>,
  names: string,
  node: ts.Node,
): Reduction<ArrayOp> {
  const values = (): ValueId[] => slots.map((slot) => cx.value(scalarType(cx.tables.slotType(slot).dtype)));
  const [left, right] = [values(), values()];
  const span = cx.span(node);
  const { ops, value: results } = cx.region(() => {
    const [a, b] = [left[0], right[0]];
    if (a === undefined || b === undefined) throw new Error("A reduction has no accumulator");
    const wins = cx.value(scalarType("bool"));
    const op = combine.keepsLess ? (combine.strict ? "lt" : "le") : combine.strict ? "gt" : "ge";
    cx.emit({ kind: "compare", out: wins, op, a: b, b: a, span });
    return left.map((before, index) => {
      const after = right[index];
      if (after === undefined) throw new Error("A reduction lost an accumulator");
      const out = cx.value(cx.tables.typeOf(before));
      cx.emit({ kind: "select", out, condition: wins, a: after, b: before, span });
      return out;
    });
  });
  const identities = slots.map((slot, index) => {
    const { dtype } = cx.tables.slotType(slot);
    const neutral =
      index === 0 ? identityConstant(combine.keepsLess ? "min" : "max", dtype) : dtype === "bool" ? false : 0;
    return emitConstant(cx, neutral, dtype, node);
  });
  const combiner: Combiner<ArrayOp> = { kind: "custom", left, right, body: ops, results };
  return { slots, identities, combiner, description: `${combine.keepsLess ? "min" : "max"} on ${names}` };
}

/** s = f(s, e): the value before the loop is the identity, and f itself combines. */
function byFunction(
  cx: Context,
  slot: SlotId,
  combine: Extract<Accumulation, { kind: "function" }>,
  variables: string,
  { names, node }: ReductionPattern,
): Reduction<ArrayOp> {
  const { dtype } = cx.tables.slotType(slot);
  const identity = cx.value(scalarType(dtype));
  cx.emit({ kind: "get", out: identity, slot, span: cx.span(node) });
  return {
    slots: [slot],
    identities: [identity],
    combiner: combineByFunction(cx, dtype, combine, names, node),
    description: `${combine.call.expression.getText()} on ${variables}`,
  };
}

/** Merges two partial results by the function of the user. */
export function combineByFunction(
  cx: Context,
  dtype: DType,
  combine: Extract<Accumulation, { kind: "function" }>,
  names: LoopNames,
  node: ts.Node,
): Combiner<ArrayOp> {
  const [left, right] = [cx.value(scalarType(dtype)), cx.value(scalarType(dtype))];
  const { ops: body, value: result } = cx.region(() => {
    const callee = calleeValue(cx, { node: combine.call.expression, names });
    const args = [strong(left, dtype), strong(right, dtype)];
    const ordered = combine.position === 0 ? args : args.toReversed();
    const combined = cx.front.call(cx, callee, ordered, combine.call);
    if (combined.kind !== "scalar")
      throw cx.typeError("The function of a reduction must return a scalar.", node);
    return idOf(cx, convert(cx, combined, dtype, node), node);
  });
  return { kind: "custom", left: [left], right: [right], body, results: [result] };
}

/** Iterations that write write the same constant: a block that wrote differs from the value before the loop. */
function lastWrite(cx: Context, slot: SlotId, names: string, node: ts.Node): Reduction<ArrayOp> {
  const { dtype } = cx.tables.slotType(slot);
  const span = cx.span(node);
  const [left, right] = [cx.value(scalarType(dtype)), cx.value(scalarType(dtype))];
  const identity = cx.value(scalarType(dtype));
  cx.emit({ kind: "get", out: identity, slot, span });
  const { ops, value: result } = cx.region(() => {
    const wrote = cx.value(scalarType("bool"));
    cx.emit({ kind: "compare", out: wrote, op: "ne", a: right, b: identity, span });
    const out = cx.value(scalarType(dtype));
    cx.emit({ kind: "select", out, condition: wrote, a: right, b: left, span });
    return out;
  });
  const combiner: Combiner<ArrayOp> = {
    kind: "custom",
    left: [left],
    right: [right],
    body: ops,
    results: [result],
  };
  return { slots: [slot], identities: [identity], combiner, description: `one value on ${names}` };
}

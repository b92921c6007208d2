import { definitionsOf } from "./definitions.js";
import { isInteger } from "./dtype.js";
import type { SlotId, ValueId } from "./ids.js";
import type { Binary, Compare, LoopOp, Set as SetOp } from "./ops.js";
import type { LoopProgram } from "./program.js";
import { walk } from "./visit.js";

/** What a scalar is in one run; null where that can't be told without running the program. */
export type ScalarValues = (value: ValueId) => number | null;

/**
 * The scalars of a program that follow from `known` ones, such as lengths from the shapes of the arguments. An index of a loop stands for the
 * middle of its range, so that the trips of a triangular loop are those of half a square.
 */
export function scalarValues(program: LoopProgram, known: ReadonlyMap<ValueId, number>): ScalarValues {
  const { tables } = program;
  const definitions = definitionsOf(program);
  const sets = onlySets(program.body);
  const indices = indexRanges(program.body);
  const found = new Map<ValueId, number | null>(known);

  const numberOf: ScalarValues = (value) => {
    const before = found.get(value);
    if (before !== undefined) return before;
    // A value that depends on itself can't be told.
    found.set(value, null);
    const result = middleOf(value) ?? evaluate(value);
    found.set(value, result);
    return result;
  };

  const middleOf = (value: ValueId): number | null => {
    const range = indices.get(value);
    const [start, stop] = range === undefined ? [null, null] : [range.start, range.stop];
    const first = start === null ? 0 : numberOf(start);
    const end = stop === null ? null : numberOf(stop);
    return first === null || end === null ? null : (first + end - 1) / 2;
  };

  const evaluate = (value: ValueId): number | null => {
    const op = definitions.get(value);
    switch (op?.kind) {
      case "const":
        return Number(op.value);
      case "cast": {
        const from = numberOf(op.a);
        return from === null || !isInteger(tables.dtypeOf(value)) ? from : Math.trunc(from);
      }
      case "unary": {
        const a = op.op === "neg" ? numberOf(op.a) : null;
        return a === null ? null : -a;
      }
      case "binary": {
        const [a, b] = [numberOf(op.a), numberOf(op.b)];
        if (a === null || b === null) return null;
        const result = ARITHMETIC[op.op]?.(a, b) ?? null;
        return result !== null && isInteger(tables.dtypeOf(value)) ? Math.trunc(result) : result;
      }
      case "compare": {
        const [a, b] = [numberOf(op.a), numberOf(op.b)];
        return a === null || b === null ? null : Number(COMPARISONS[op.op](a, b));
      }
      case "select": {
        const condition = numberOf(op.condition);
        return condition === null ? null : numberOf(condition === 0 ? op.b : op.a);
      }
      case "get": {
        const set = sets.get(op.slot);
        return set === undefined ? null : extentOrSelf(value, op.out, set.value);
      }
      case "unalias":
        return extentOrSelf(value, op.out, op.array);
      default:
        return null;
    }
  };

  /** `value` is `copy`, or one of its extents: the same of `original`. */
  const extentOrSelf = (value: ValueId, copy: ValueId, original: ValueId): number | null => {
    if (value === copy) return numberOf(original);
    const [to, from] = [tables.typeOf(copy), tables.typeOf(original)];
    if (to.kind !== "array" || from.kind !== "array") return null;
    const extent = from.shape[to.shape.indexOf(value)];
    return extent === undefined ? null : numberOf(extent);
  };

  return numberOf;
}

const ARITHMETIC: Partial<Record<Binary["op"], (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  rem: (a, b) => a % b,
  min: Math.min,
  max: Math.max,
  shl: (a, b) => a * 2 ** b,
  shr: (a, b) => Math.floor(a / 2 ** b),
};

const COMPARISONS: Readonly<Record<Compare["op"], (a: number, b: number) => boolean>> = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
};

/** Where the indices of loops begin and end; null stands for 0. */
function indexRanges(
  body: readonly LoopOp[],
): ReadonlyMap<ValueId, { readonly start: ValueId | null; readonly stop: ValueId }> {
  const ranges = new Map<ValueId, { readonly start: ValueId | null; readonly stop: ValueId }>();
  walk(body, (op) => {
    if (op.kind === "for") ranges.set(op.index, { start: op.start, stop: op.stop });
    if (op.kind !== "parfor") return;
    for (const [axis, index] of op.indices.entries()) {
      const stop = op.extents[axis];
      if (stop !== undefined) ranges.set(index, { start: null, stop });
    }
  });
  return ranges;
}

/** The assignments of variables that are assigned once. */
function onlySets(body: readonly LoopOp[]): ReadonlyMap<SlotId, SetOp> {
  const sets = new Map<SlotId, SetOp>();
  const again = new Set<SlotId>();
  walk(body, (op) => {
    if (op.kind !== "set") return;
    if (sets.has(op.slot)) again.add(op.slot);
    sets.set(op.slot, op);
  });
  for (const slot of again) sets.delete(slot);
  return sets;
}

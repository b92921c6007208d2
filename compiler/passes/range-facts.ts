// What is known of int64 values in a region, as linear forms that are 0 or more.

import type { Definitions } from "../ir/definitions.js";
import { constantOf, definitionsOf } from "../ir/definitions.js";
import { integerRange, isInteger } from "../ir/dtype.js";
import type { ValueId } from "../ir/ids.js";
import { isNatural, naturalsOf } from "../ir/naturals.js";
import type { Compare, For, Parfor } from "../ir/ops.js";
import type { Program, Tables } from "../ir/program.js";
import type { AnyOp } from "../ir/visit.js";
import type { LinearForm } from "./linear-form.js";
import { addForms, linearForm, shiftForm } from "./linear-form.js";

export interface FactContext {
  readonly tables: Tables;
  readonly definitions: Definitions;
  /** Values that are never negative. */
  readonly isNatural: (value: ValueId) => boolean;
}
/** Each form is 0 or more. */
export type Facts = readonly LinearForm[];

/** What the search for proofs asks about `program`. */
export function factContext(program: Program): FactContext {
  const definitions = definitionsOf(program);
  const naturals = naturalsOf(program);
  const definition = (value: ValueId): AnyOp | undefined => definitions.get(value);
  return {
    tables: program.tables,
    definitions,
    isNatural: (value) => isNatural(value, naturals, definition),
  };
}

/** a - b - gap >= 0 */
function atLeast(a: ValueId, b: ValueId, gap: number, { definitions }: FactContext): LinearForm {
  return shiftForm(addForms(linearForm(a, definitions), linearForm(b, definitions), -1), -gap);
}

/** What holds in the body of a loop because of its bounds. */
export function loopFacts(loop: For<AnyOp> | Parfor<AnyOp>, context: FactContext): Facts {
  const { definitions } = context;
  if (loop.kind === "parfor")
    return loop.indices.flatMap((index, k) => {
      const extent = loop.extents[k];
      return [linearForm(index, definitions), ...(extent === undefined ? [] : below(index, extent, context))];
    });
  const step = constantOf(loop.step, definitions);
  if (step === null) return [];
  return step > 0
    ? [atLeast(loop.index, loop.start, 0, context), ...below(loop.index, loop.stop, context)]
    : [atLeast(loop.start, loop.index, 0, context), atLeast(loop.index, loop.stop, 1, context)];
}

/** index < stop. Where the loop runs at all and stop is max(a, b) with b <= 0, it is a. */
function below(index: ValueId, stop: ValueId, context: FactContext): Facts {
  const facts = [atLeast(stop, index, 1, context)];
  const op = context.definitions.get(stop);
  if (op?.kind !== "binary" || op.op !== "max") return facts;
  const isFloor = (value: ValueId): boolean => {
    const known = context.definitions.get(value);
    return known?.kind === "const" && Number(known.value) <= 0;
  };
  if (isFloor(op.b)) facts.push(...below(index, op.a, context));
  if (isFloor(op.a)) facts.push(...below(index, op.b, context));
  return facts;
}

/** What follows from a condition that is `holds`. */
export function conditionFacts(condition: ValueId, holds: boolean, context: FactContext): Facts {
  const op = context.definitions.get(condition);
  if (op?.kind === "unary" && op.op === "not") return conditionFacts(op.a, !holds, context);
  if (op?.kind === "binary" && op.op === (holds ? "and" : "or"))
    return [...conditionFacts(op.a, holds, context), ...conditionFacts(op.b, holds, context)];
  if (op?.kind === "inRange" && holds)
    return [atLeast(op.index, op.lower, 0, context), atLeast(op.upper, op.index, 1, context)];
  if (op?.kind === "compare" && context.tables.dtypeOf(op.a) === "int64")
    return compareFacts(op, holds, context);
  return [];
}

export const NEGATED: Readonly<Record<Compare["op"], Compare["op"]>> = {
  eq: "ne",
  ne: "eq",
  lt: "ge",
  le: "gt",
  gt: "le",
  ge: "lt",
};

function compareFacts({ op, a, b }: Compare, holds: boolean, context: FactContext): Facts {
  switch (holds ? op : NEGATED[op]) {
    case "eq":
      return [atLeast(a, b, 0, context), atLeast(b, a, 0, context)];
    case "ne":
      return [];
    case "lt":
      return [atLeast(b, a, 1, context)];
    case "le":
      return [atLeast(b, a, 0, context)];
    case "gt":
      return [atLeast(a, b, 1, context)];
    case "ge":
      return [atLeast(a, b, 0, context)];
  }
}

/** What holds of a value because of the operation that made it. */
export function definitionFacts(value: ValueId, context: FactContext): Facts {
  const op = context.definitions.get(value);
  const own = linearForm(value, new Map());
  const form = (part: ValueId): LinearForm => linearForm(part, context.definitions);
  const minus = (a: LinearForm, b: LinearForm): LinearForm => addForms(a, b, -1);
  if (op?.kind === "binary") {
    if (op.op === "min") return [minus(form(op.a), own), minus(form(op.b), own)];
    if (op.op === "max") return [minus(own, form(op.a)), minus(own, form(op.b))];
    if (op.op === "rem" && context.isNatural(op.a)) return [own, shiftForm(minus(form(op.b), own), -1)];
  }
  if (op?.kind === "cast") {
    const from = context.tables.dtypeOf(op.a);
    if (from === "bool") return [own, shiftForm(minus({ constant: 1, terms: new Map() }, own), 0)];
    if (!isInteger(from) || from === "int64" || from === "uint64") return [];
    const [low, high] = integerRange(from).map(Number);
    if (low === undefined || high === undefined) return [];
    return [shiftForm(own, -low), minus({ constant: high, terms: new Map() }, own)];
  }
  return [];
}

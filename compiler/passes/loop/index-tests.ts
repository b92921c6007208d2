// Conditions that compare the index of a loop with what is the same in all of its iterations: each holds for a range of iterations,
// or for all but a range.
import type { Definitions } from "../../ir/definitions.js";
import type { ValueId } from "../../ir/ids.js";
import type { Compare, CompareOperator, InRange, LoopOp } from "../../ir/ops.js";
import type { Tables } from "../../ir/program.js";
import { regionsOf, valuesDefinedIn, walk } from "../../ir/visit.js";
import type { LinearForm } from "../linear-form.js";
import { addForms, shiftForm } from "../linear-form.js";

/** Where the index is in [lower, upper) the condition is `inside`, elsewhere it is not; null is no bound. */
export interface IndexTest {
  readonly op: Compare | InRange;
  /** Of values from outside of the loop, each once; one that is no count may be anywhere in int64. */
  readonly lower: LinearForm | null;
  readonly upper: LinearForm | null;
  readonly inside: boolean;
  /** What it decides: a branch, alone or with other conditions, or only selections among values that are all computed. */
  readonly decides: "branch" | "part of a branch" | "selection";
}

export interface TestContext {
  readonly tables: Tables;
  readonly definitions: Definitions;
  /** Whether a value is far from the ends of int64, so that sums of such values do not wrap. */
  readonly isCount: (value: ValueId) => boolean;
}

/** The tests of `index` on which `body` itself branches, or selects, but not a loop within. */
export function indexTests(
  index: ValueId,
  body: readonly LoopOp[],
  context: TestContext,
): readonly IndexTest[] {
  const local = new Map<ValueId, LoopOp>();
  walk(body, (op) => {
    if ("out" in op && op.out !== null) local.set(op.out, op);
  });
  const loop: TestedLoop = { ...context, index, local, inside: valuesDefinedIn(body, context.tables) };
  const conditions = conditionsOf(body, "if");
  const branching = leavesOf(conditions, local);
  const leaves = new Set([...branching, ...leavesOf(conditionsOf(body, "select"), local)]);
  return [...leaves].flatMap((value): readonly IndexTest[] => {
    const test = indexTest(local.get(value), loop);
    if (test === null) return [];
    if (!branching.has(value)) return [{ ...test, decides: "selection" }];
    return [{ ...test, decides: conditions.includes(value) ? "branch" : "part of a branch" }];
  });
}

interface TestedLoop extends TestContext {
  readonly index: ValueId;
  /** The operations of the body. */
  readonly local: ReadonlyMap<ValueId, LoopOp>;
  readonly inside: ReadonlySet<ValueId>;
}

function conditionsOf(region: readonly LoopOp[], kind: "if" | "select"): readonly ValueId[] {
  return region.flatMap((op): readonly ValueId[] => {
    const inner = op.kind === "if" ? regionsOf<LoopOp>(op).flatMap((ops) => conditionsOf(ops, kind)) : [];
    return op.kind === kind ? [op.condition, ...inner] : inner;
  });
}

/** What the conditions are made of by `and`, `or` and `not`. */
function leavesOf(conditions: readonly ValueId[], local: ReadonlyMap<ValueId, LoopOp>): ReadonlySet<ValueId> {
  const leaves = new Set<ValueId>();
  const visit = (value: ValueId): void => {
    const op = local.get(value);
    if (op?.kind === "binary") for (const part of [op.a, op.b]) visit(part);
    else if (op?.kind === "unary") visit(op.a);
    else leaves.add(value);
  };
  for (const condition of conditions) visit(condition);
  return leaves;
}

type Range = Omit<IndexTest, "decides">;

function indexTest(op: LoopOp | undefined, loop: TestedLoop): Range | null {
  if (op?.kind === "inRange") {
    const isOwn = op.index === loop.index && !loop.inside.has(op.lower) && !loop.inside.has(op.upper);
    return isOwn ? { op, lower: leaf(op.lower), upper: leaf(op.upper), inside: true } : null;
  }
  if (op?.kind !== "compare" || loop.tables.dtypeOf(op.a) !== "int64") return null;
  const range =
    distanceRange(op, op.op, op.a, op.b, loop) ?? distanceRange(op, MIRRORED[op.op], op.b, op.a, loop);
  return range ?? comparedRange(op, loop);
}

const MIRRORED: Readonly<Record<CompareOperator, CompareOperator>> = {
  eq: "eq",
  ne: "ne",
  lt: "gt",
  le: "ge",
  gt: "lt",
  ge: "le",
};

/** abs(index - center) op bound */
function distanceRange(
  test: Compare,
  op: CompareOperator,
  distance: ValueId,
  bound: ValueId,
  loop: TestedLoop,
): Range | null {
  const call = loop.local.get(distance);
  if (call?.kind !== "call" || call.fn !== "abs" || op === "eq" || op === "ne") return null;
  const [argument] = call.args;
  const around = argument === undefined ? null : sideOf(argument, loop);
  const limit = sideOf(bound, loop);
  const position = around === null ? null : positionOf(around);
  if (position === null || limit === null || limit.factor !== 0) return null;
  const greatest = shiftForm(limit.rest, op === "lt" || op === "ge" ? -1 : 0);
  return {
    op: test,
    lower: addForms(position.center, greatest, -1),
    upper: shiftForm(addForms(position.center, greatest), 1),
    inside: op === "lt" || op === "le",
  };
}

function comparedRange(op: Compare, loop: TestedLoop): Range | null {
  const [a, b] = [sideOf(op.a, loop), sideOf(op.b, loop)];
  if (a === null || b === null) return null;
  const position = positionOf({ factor: a.factor - b.factor, rest: addForms(a.rest, b.rest, -1) });
  if (position === null) return null;
  const { center } = position;
  const next = shiftForm(center, 1);
  switch (position.rising ? op.op : MIRRORED[op.op]) {
    case "lt":
      return { op, lower: null, upper: center, inside: true };
    case "le":
      return { op, lower: null, upper: next, inside: true };
    case "gt":
      return { op, lower: next, upper: null, inside: true };
    case "ge":
      return { op, lower: center, upper: null, inside: true };
    case "eq":
      return { op, lower: center, upper: next, inside: true };
    case "ne":
      return { op, lower: center, upper: next, inside: false };
  }
}

/** factor · index + rest; what is not `small` is one value from outside, to which nothing can be added without wrapping. */
interface Side {
  readonly factor: number;
  readonly rest: LinearForm;
  readonly small: boolean;
}

function sideOf(value: ValueId, loop: TestedLoop): Side | null {
  if (value === loop.index) return { factor: 1, rest: constantForm(0), small: true };
  const constant = loop.local.get(value) ?? loop.definitions.get(value);
  if (constant?.kind === "const") {
    const known = Number(constant.value);
    return Math.abs(known) < 2 ** 31 ? { factor: 0, rest: constantForm(known), small: true } : null;
  }
  if (!loop.inside.has(value)) return { factor: 0, rest: leaf(value), small: loop.isCount(value) };
  const op = loop.local.get(value);
  if (op?.kind !== "binary" || (op.op !== "add" && op.op !== "sub")) return null;
  const [a, b] = [sideOf(op.a, loop), sideOf(op.b, loop)];
  if (a === null || b === null || !a.small || !b.small) return null;
  const sign = op.op === "add" ? 1 : -1;
  return { factor: a.factor + sign * b.factor, rest: addForms(a.rest, b.rest, sign), small: true };
}

/** Where factor · index + rest is 0, and whether it rises from there; null where no index is that place. */
function positionOf({
  factor,
  rest,
}: Omit<Side, "small">): { readonly center: LinearForm; readonly rising: boolean } | null {
  if (Math.abs(factor) !== 1 || [...rest.terms.values()].some((share) => Math.abs(share) !== 1)) return null;
  return { center: factor === 1 ? addForms(constantForm(0), rest, -1) : rest, rising: factor === 1 };
}

const constantForm = (constant: number): LinearForm => ({ constant, terms: new Map() });
const leaf = (value: ValueId): LinearForm => ({ constant: 0, terms: new Map([[value, 1]]) });

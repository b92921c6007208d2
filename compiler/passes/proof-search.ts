// The search for proofs that int64 forms are 0 or more, and what follows for conditions.
import type { ValueId } from "../ir/ids.js";
import type { Compare } from "../ir/ops.js";
import type { LinearForm } from "./linear-form.js";
import { addForms, linearForm, shiftForm } from "./linear-form.js";
import type { FactContext, Facts } from "./range-facts.js";
import { conditionFacts, definitionFacts, NEGATED } from "./range-facts.js";

/** Enough for an index that goes through two loops, a tile and a guard. */
const DEPTH = 6;
/** Forms that one search looks at before it gives up. */
const BUDGET = 2000;

/** Whether `form` is 0 or more, as far as a short search finds a sum of facts that shows it. */
export function isProven(form: LinearForm, facts: Facts, context: FactContext): boolean {
  return search(form, DEPTH, { facts, context, left: BUDGET });
}

/** What follows from a condition that is `holds` and from `facts`: numbers that differ and are in order are one apart. */
export function factsWhere(condition: ValueId, holds: boolean, facts: Facts, context: FactContext): Facts {
  const op = context.definitions.get(condition);
  if (op?.kind === "unary" && op.op === "not") return factsWhere(op.a, !holds, facts, context);
  if (op?.kind === "binary" && op.op === (holds ? "and" : "or")) {
    const first = factsWhere(op.a, holds, facts, context);
    return [...first, ...factsWhere(op.b, holds, [...facts, ...first], context)];
  }
  if (op?.kind !== "compare" || (holds ? op.op : NEGATED[op.op]) !== "ne")
    return conditionFacts(condition, holds, context);
  if (context.tables.dtypeOf(op.a) !== "int64") return [];
  const [a, b] = [linearForm(op.a, context.definitions), linearForm(op.b, context.definitions)];
  return [addForms(a, b, -1), addForms(b, a, -1)].flatMap((form) =>
    isProven(form, facts, context) ? [shiftForm(form, -1)] : [],
  );
}

interface Search {
  readonly facts: Facts;
  readonly context: FactContext;
  left: number;
}

function search(form: LinearForm, depth: number, state: Search): boolean {
  const { context } = state;
  const open = [...form.terms].find(([value, coefficient]) => coefficient < 0 || !context.isNatural(value));
  if (open === undefined && form.constant >= 0) return true;
  if (depth === 0 || state.left-- <= 0) return false;
  for (const [value, coefficient] of form.terms) {
    if (open !== undefined && coefficient > 0 && context.isNatural(value)) continue;
    for (const fact of [...state.facts, ...definitionFacts(value, context)]) {
      const share = fact.terms.get(value) ?? 0;
      const factor = coefficient / share;
      if (share === 0 || factor < 0 || !Number.isInteger(factor)) continue;
      // form = factor · fact + rest, so it is enough that the rest is 0 or more.
      if (search(addForms(form, fact, -factor), depth - 1, state)) return true;
    }
    const op = context.definitions.get(value);
    // Such a value is one of two: what holds of both holds of it.
    const isChoice = op?.kind === "select" || (op?.kind === "binary" && (op.op === "min" || op.op === "max"));
    if (!isChoice) continue;
    const without = addForms(form, linearForm(value, new Map()), -coefficient);
    const both = [op.a, op.b].every((by) =>
      search(addForms(without, linearForm(by, context.definitions), coefficient), depth - 1, state),
    );
    if (both) return true;
  }
  return false;
}

/** The truth of a condition where it can be proven; null where it can't. */
export function decide(condition: ValueId, facts: Facts, context: FactContext): boolean | null {
  if (holds(condition, true, facts, context)) return true;
  return holds(condition, false, facts, context) ? false : null;
}

function holds(condition: ValueId, wanted: boolean, facts: Facts, context: FactContext): boolean {
  const op = context.definitions.get(condition);
  switch (op?.kind) {
    case "const":
      return op.value === wanted;
    case "unary":
      return op.op === "not" && holds(op.a, !wanted, facts, context);
    case "binary": {
      const parts = [op.a, op.b].map((part) => () => holds(part, wanted, facts, context));
      if (op.op === (wanted ? "and" : "or")) return parts.every((part) => part());
      return op.op === (wanted ? "or" : "and") && parts.some((part) => part());
    }
    case "inRange":
      return wanted && allProven(condition, facts, context);
    case "compare":
      return comparesAs(op, wanted, facts, context);
    default:
      return false;
  }
}

function comparesAs(op: Compare, wanted: boolean, facts: Facts, context: FactContext): boolean {
  if (context.tables.dtypeOf(op.a) !== "int64") return false;
  // That two values differ follows from no single form.
  if ((wanted ? op.op : NEGATED[op.op]) === "ne") return false;
  const forms = conditionFacts(op.out, wanted, context);
  return forms.length > 0 && forms.every((form) => isProven(form, facts, context));
}

function allProven(condition: ValueId, facts: Facts, context: FactContext): boolean {
  return conditionFacts(condition, true, context).every((form) => isProven(form, facts, context));
}

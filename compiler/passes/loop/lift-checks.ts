import type { ValueId } from "../../ir/ids.js";
import type { For, LoopOp, Parfor } from "../../ir/ops.js";
import { regionsOf } from "../../ir/visit.js";
import type { LinearForm } from "../linear-form.js";
import { addForms, linearForm, shiftForm } from "../linear-form.js";
import type { FactContext, Facts } from "../range-facts.js";
import { conditionFacts, definitionFacts, loopFacts } from "../range-facts.js";

/** Enough for an index that goes through three loops. */
const DEPTH = 6;

export interface LiftedChecks {
  /** The accesses that are inside, and the checks that hold, where all tests do. */
  readonly decided: ReadonlySet<LoopOp>;
  /** Forms of values from before the loop that must be 0 or more. */
  readonly tests: readonly LinearForm[];
}

/** The checks in a loop that follow from tests on what is known before it. */
export function liftChecks(
  loop: For<LoopOp> | Parfor<LoopOp>,
  inside: (value: ValueId) => boolean,
  context: FactContext,
): LiftedChecks {
  const decided = new Set<LoopOp>();
  const tests = new Map<string, LinearForm>();
  const visit = (region: readonly LoopOp[], facts: Facts): void => {
    for (const op of region) {
      const wanted = wantedForms(op, context);
      const forms = wanted === null ? null : testsFor(wanted, facts, inside, context);
      if (forms !== null) {
        decided.add(op);
        for (const form of forms) tests.set(keyOf(form), form);
      }
      const inner = op.kind === "for" || op.kind === "parfor" ? [...facts, ...loopFacts(op, context)] : facts;
      for (const ops of regionsOf<LoopOp>(op)) visit(ops, inner);
    }
  };
  visit([loop], []);
  return { decided, tests: [...tests.values()] };
}

const keyOf = (form: LinearForm): string =>
  `${form.constant} ${[...form.terms]
    .sort(([a], [b]) => a - b)
    .map((term) => term.join("*"))
    .join(" ")}`;

/** The forms that are 0 or more where the operation does not fail; null for an operation that checks nothing, or something else. */
function wantedForms(op: LoopOp, context: FactContext): readonly LinearForm[] | null {
  if (op.kind === "check")
    return isLinear(op.condition, context) ? conditionFacts(op.condition, true, context) : null;
  if ((op.kind !== "load" && op.kind !== "store") || op.bounds.kind === "proven") return null;
  const { shape } = context.tables.arrayType(op.array);
  return op.index.flatMap((index, axis) => {
    const extent = shape[axis];
    const form = linearForm(index, context.definitions);
    if (extent === undefined) return [form];
    return [form, shiftForm(addForms(linearForm(extent, context.definitions), form, -1), -1)];
  });
}

/** Whether forms say all that the condition does. */
function isLinear(condition: ValueId, context: FactContext): boolean {
  const op = context.definitions.get(condition);
  switch (op?.kind) {
    case "inRange":
      return true;
    case "compare":
      return op.op !== "ne" && context.tables.dtypeOf(op.a) === "int64";
    case "binary":
      return op.op === "and" && isLinear(op.a, context) && isLinear(op.b, context);
    default:
      return false;
  }
}

function testsFor(
  wanted: readonly LinearForm[],
  facts: Facts,
  inside: (value: ValueId) => boolean,
  context: FactContext,
): readonly LinearForm[] | null {
  const forms: LinearForm[] = [];
  for (const form of wanted) {
    const outer = withoutInner(form, facts, inside, context, DEPTH);
    if (outer === null || (outer.terms.size === 0 && outer.constant < 0)) return null;
    if (outer.terms.size > 0) forms.push(outer);
  }
  return forms;
}

/** A form of outer values that is never more than `form`: where it is 0 or more, so is `form`. */
function withoutInner(
  form: LinearForm,
  facts: Facts,
  inside: (value: ValueId) => boolean,
  context: FactContext,
  depth: number,
): LinearForm | null {
  const inner = [...form.terms].find(([value]) => inside(value));
  if (inner === undefined) return form;
  if (depth === 0) return null;
  const [value, coefficient] = inner;
  for (const fact of [...facts, ...definitionFacts(value, context)]) {
    const share = fact.terms.get(value) ?? 0;
    const factor = coefficient / share;
    if (share === 0 || factor < 0 || !Number.isInteger(factor)) continue;
    const rest = withoutInner(addForms(form, fact, -factor), facts, inside, context, depth - 1);
    if (rest !== null) return rest;
  }
  return null;
}

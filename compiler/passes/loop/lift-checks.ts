import type { ValueId } from "../../ir/ids.js";
import type { For, Load, LoopOp, Parfor, Store } from "../../ir/ops.js";
import { regionsOf } from "../../ir/visit.js";
import type { LinearForm } from "../linear-form.js";
import { addForms, linearForm, shiftForm } from "../linear-form.js";
import type { FactContext, Facts } from "../range-facts.js";
import { definitionFacts, loopFacts } from "../range-facts.js";

/** Enough for an index that goes through three loops. */
const DEPTH = 6;

export interface LiftedChecks {
  /** The accesses that are inside where all tests hold. */
  readonly accesses: ReadonlySet<Load | Store>;
  /** Forms of values from before the loop that must be 0 or more. */
  readonly tests: readonly LinearForm[];
}

/** The checks in a loop that follow from tests on what is known before it. */
export function liftChecks(
  loop: For<LoopOp> | Parfor<LoopOp>,
  inside: (value: ValueId) => boolean,
  context: FactContext,
): LiftedChecks {
  const accesses = new Set<Load | Store>();
  const tests = new Map<string, LinearForm>();
  const visit = (region: readonly LoopOp[], facts: Facts): void => {
    for (const op of region) {
      if ((op.kind === "load" || op.kind === "store") && op.bounds.kind === "checked") {
        const forms = testsOf(op, facts, inside, context);
        if (forms === null) continue;
        accesses.add(op);
        for (const form of forms) tests.set(keyOf(form), form);
      }
      const inner = op.kind === "for" || op.kind === "parfor" ? [...facts, ...loopFacts(op, context)] : facts;
      for (const ops of regionsOf<LoopOp>(op)) visit(ops, inner);
    }
  };
  visit([loop], []);
  return { accesses, tests: [...tests.values()] };
}

const keyOf = (form: LinearForm): string =>
  `${form.constant} ${[...form.terms]
    .sort(([a], [b]) => a - b)
    .map((term) => term.join("*"))
    .join(" ")}`;

function testsOf(
  op: Load | Store,
  facts: Facts,
  inside: (value: ValueId) => boolean,
  context: FactContext,
): readonly LinearForm[] | null {
  const { shape } = context.tables.arrayType(op.array);
  const forms: LinearForm[] = [];
  for (const [axis, index] of op.index.entries()) {
    const extent = shape[axis];
    if (extent === undefined) return null;
    const form = linearForm(index, context.definitions);
    const room = shiftForm(addForms(linearForm(extent, context.definitions), form, -1), -1);
    for (const wanted of [form, room]) {
      const outer = withoutInner(wanted, facts, inside, context, DEPTH);
      if (outer === null || (outer.terms.size === 0 && outer.constant < 0)) return null;
      if (outer.terms.size > 0) forms.push(outer);
    }
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

// Checks what every pass may rely on: values are defined once and before they are used, operands have the types that
// ops.ts asks for, labels and variables are in scope, and each level has only its own operations.
import type { LabelId, SlotId, ValueId } from "./ids.js";
import { operandProblems } from "./operand-types.js";
import type { Combiner } from "./ops.js";
import type { Program, Tables } from "./program.js";
import type { AnyOp } from "./visit.js";
import { combinersOf, operandsOf, regionsOf, regionValuesOf, resultsOf, valuesDefinedIn } from "./visit.js";

interface Scope {
  readonly values: ReadonlySet<ValueId>;
  readonly slots: ReadonlySet<SlotId>;
  readonly labels: ReadonlySet<LabelId>;
}

interface Verifier {
  readonly tables: Tables;
  readonly level: Program["level"];
  readonly problems: string[];
  /** All values defined so far anywhere: no value is defined twice. */
  readonly defined: Set<ValueId>;
}

/** What is wrong with the program, one sentence each; empty when it is valid. */
export function verifyProgram(program: Program): readonly string[] {
  const { tables, level } = program;
  const verifier: Verifier = { tables, level, problems: [], defined: new Set() };
  const values = new Set<ValueId>();
  // A known stride of a parameter is defined by the body instead of on entry.
  const known = valuesDefinedIn(program.body, tables);
  for (const { value } of program.parameters) {
    const type = tables.typeOf(value);
    const parts = type.kind === "array" ? [value, ...type.shape, ...type.strides] : [value];
    for (const part of parts)
      if (part === value || !(known.has(part) || values.has(part)))
        define(part, values, `parameter %${value}`, verifier);
  }
  verifyRegion(program.body, { values, slots: new Set(), labels: new Set() }, verifier);
  if (program.body.at(-1)?.kind !== "return") verifier.problems.push("the program does not end with return");
  return verifier.problems;
}

/** What is wrong with a program whose parallelism is planned: parallel loops have one index and are not nested. */
export function verifyPlanned(program: Program): readonly string[] {
  const problems: string[] = [];
  const visit = (region: readonly AnyOp[], within: boolean): void => {
    for (const op of region) {
      if (op.kind === "parfor") {
        if (op.indices.length !== 1)
          problems.push(`parfor of loop #${op.loop} has ${op.indices.length} indices`);
        if (within) problems.push(`parfor of loop #${op.loop} stands in another parfor`);
      }
      for (const inner of regionsOf(op)) visit(inner, within || op.kind === "parfor");
    }
  };
  visit(program.body, false);
  return problems;
}

function define(value: ValueId, scope: Set<ValueId>, where: string, verifier: Verifier): void {
  if (verifier.defined.has(value)) verifier.problems.push(`${where}: %${value} is defined twice`);
  verifier.defined.add(value);
  scope.add(value);
}

/** Returns the scope after the region's last operation. */
function verifyRegion(region: readonly AnyOp[], outer: Scope, verifier: Verifier): Scope {
  const values = new Set(outer.values);
  const slots = new Set(outer.slots);
  const scope: Scope = { values, slots, labels: outer.labels };
  region.forEach((op, position) => {
    const where = `${op.kind} at ${op.span.start}..${op.span.end}`;
    verifyUses(op, scope, where, verifier);
    verifyPlace(op, position === region.length - 1, where, verifier);
    verifyRegions(op, scope, where, verifier);
    for (const combiner of combinersOf(op)) verifyCombiner(combiner, scope, where, verifier);
    for (const value of resultsOf(op, verifier.tables)) define(value, values, where, verifier);
    if (op.kind === "declare") slots.add(op.slot);
    verifier.problems.push(...operandProblems(op, verifier.tables).map((problem) => `${where}: ${problem}`));
  });
  return scope;
}

function verifyUses(op: AnyOp, scope: Scope, where: string, verifier: Verifier): void {
  const { problems, tables } = verifier;
  for (const value of operandsOf(op, tables))
    if (!scope.values.has(value)) problems.push(`${where}: %${value} is not defined here`);
  const slots =
    op.kind === "get" || op.kind === "set"
      ? [op.slot]
      : op.kind === "parfor"
        ? op.reductions.flatMap((reduction) => reduction.slots)
        : op.kind === "for"
          ? op.reassociate
          : [];
  for (const slot of slots)
    if (!scope.slots.has(slot))
      problems.push(`${where}: variable ${tables.slotName(slot)} is not declared here`);
  if ((op.kind === "break" || op.kind === "continue") && !scope.labels.has(op.label))
    problems.push(`${where}: label ${op.label} is not in scope`);
}

function verifyPlace(op: AnyOp, last: boolean, where: string, verifier: Verifier): void {
  const array = op.kind === "generate" || op.kind === "update" || op.kind === "reduce";
  if (array && verifier.level === "loop")
    verifier.problems.push(`${where}: not an operation of the loop level`);
  const leaves = op.kind === "return" || op.kind === "break" || op.kind === "continue" || op.kind === "fail";
  if (leaves && !last) verifier.problems.push(`${where}: operations follow in its region`);
}

function verifyRegions(op: AnyOp, scope: Scope, where: string, verifier: Verifier): void {
  const labels = new Set(scope.labels);
  if (op.kind === "for" || op.kind === "loop" || op.kind === "block" || op.kind === "parfor")
    labels.add(op.label);
  const values = new Set(scope.values);
  for (const value of regionValuesOf(op)) define(value, values, where, verifier);
  let inner: Scope = { values, slots: scope.slots, labels };
  for (const region of regionsOf(op)) {
    const after = verifyRegion(region, inner, verifier);
    // The prologue of a parallel loop is in scope in its body, the body of a `loop` is not in its update.
    if (op.kind === "parfor") inner = after;
    if (op.kind === "generate" || op.kind === "update" || op.kind === "reduce")
      for (const value of op.kind === "reduce" ? op.elements : [op.result])
        if (!after.values.has(value)) verifier.problems.push(`${where}: its result %${value} is not defined`);
  }
}

function verifyCombiner(combiner: Combiner<AnyOp>, scope: Scope, where: string, verifier: Verifier): void {
  if (combiner.kind === "builtin") return;
  const values = new Set(scope.values);
  for (const value of [...combiner.left, ...combiner.right]) define(value, values, where, verifier);
  const after = verifyRegion(combiner.body, { values, slots: scope.slots, labels: new Set() }, verifier);
  for (const value of combiner.results)
    if (!after.values.has(value)) verifier.problems.push(`${where}: combined value %${value} is not defined`);
}

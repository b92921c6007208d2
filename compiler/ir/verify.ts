// Checks what every pass may rely on: values are defined once and before they are used, operands have the types that
// ops.ts asks for, labels and variables are in scope, and each level has only its own operations.
import type { LabelId, SlotId, ValueId } from "./ids.js";
import { operandProblems } from "./operand-types.js";
import type { Combiner } from "./ops.js";
import type { Program, Tables } from "./program.js";
import type { AnyOp } from "./visit.js";
import {
  combinersOf,
  hasRegions,
  operandsOf,
  regionsOf,
  regionValuesOf,
  resultsOf,
  valuesDefinedIn,
} from "./visit.js";

/** What can be used at a place. One of each serves the whole walk: what a region adds is taken out where it ends. */
interface Scope {
  readonly values: Set<ValueId>;
  readonly slots: Set<SlotId>;
  readonly labels: Set<LabelId>;
}

interface Verifier {
  readonly tables: Tables;
  readonly level: Program["level"];
  readonly problems: string[];
  /** All values defined so far anywhere: no value is defined twice. */
  readonly defined: Set<ValueId>;
  readonly scope: Scope;
}

/** What is wrong with the program, one sentence each; empty when it is valid. */
export function verifyProgram(program: Program): readonly string[] {
  const { tables, level } = program;
  const scope: Scope = { values: new Set(), slots: new Set(), labels: new Set() };
  const verifier: Verifier = { tables, level, problems: [], defined: new Set(), scope };
  // A known stride of a parameter is defined by the body instead of on entry.
  const known = valuesDefinedIn(program.body, tables);
  for (const { value } of program.parameters) {
    const type = tables.typeOf(value);
    const parts = type.kind === "array" ? [value, ...type.shape, ...type.strides] : [value];
    for (const part of parts)
      if (part === value || !(known.has(part) || scope.values.has(part)))
        define(part, `parameter %${value}`, verifier);
  }
  verifyRegion(program.body, verifier);
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

function define(value: ValueId, where: string, { defined, scope, problems }: Verifier): void {
  if (defined.has(value)) problems.push(`${where}: %${value} is defined twice`);
  defined.add(value);
  scope.values.add(value);
}

/** Takes back what a region added to the scope. */
type Leave = () => void;

/** Leaves what the region defines in scope, until the caller leaves it. */
function verifyRegion(region: readonly AnyOp[], verifier: Verifier): Leave {
  const { scope, tables, problems } = verifier;
  const values: ValueId[] = [];
  const slots: SlotId[] = [];
  region.forEach((op, position) => {
    const where = `${op.kind} at ${op.span.start}..${op.span.end}`;
    verifyUses(op, where, verifier);
    verifyPlace(op, position === region.length - 1, where, verifier);
    if (hasRegions(op)) verifyRegions(op, where, verifier);
    for (const combiner of combinersOf(op)) verifyCombiner(combiner, where, verifier);
    for (const value of resultsOf(op, tables)) {
      define(value, where, verifier);
      values.push(value);
    }
    if (op.kind === "declare") {
      scope.slots.add(op.slot);
      slots.push(op.slot);
    }
    problems.push(...operandProblems(op, tables).map((problem) => `${where}: ${problem}`));
  });
  return () => {
    for (const value of values) scope.values.delete(value);
    for (const slot of slots) scope.slots.delete(slot);
  };
}

function verifyUses(op: AnyOp, where: string, { problems, tables, scope }: Verifier): void {
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

function verifyRegions(op: AnyOp, where: string, verifier: Verifier): void {
  const { scope, problems } = verifier;
  const label =
    op.kind === "for" || op.kind === "loop" || op.kind === "block" || op.kind === "parfor" ? op.label : null;
  if (label !== null) scope.labels.add(label);
  for (const value of regionValuesOf(op)) define(value, where, verifier);
  const left: Leave[] = [];
  for (const region of regionsOf(op)) {
    const leave = verifyRegion(region, verifier);
    const results =
      op.kind === "reduce" ? op.elements : op.kind === "generate" || op.kind === "update" ? [op.result] : [];
    for (const value of results)
      if (!scope.values.has(value)) problems.push(`${where}: its result %${value} is not defined`);
    // The prologue of a parallel loop is in scope in its body, the body of a `loop` is not in its update.
    if (op.kind === "parfor") left.push(leave);
    else leave();
  }
  for (const leave of left) leave();
  for (const value of regionValuesOf(op)) scope.values.delete(value);
  if (label !== null) scope.labels.delete(label);
}

function verifyCombiner(combiner: Combiner<AnyOp>, where: string, verifier: Verifier): void {
  if (combiner.kind === "builtin") return;
  const { tables, level, defined, problems, scope } = verifier;
  for (const value of [...combiner.left, ...combiner.right]) define(value, where, verifier);
  // No label is in scope in a combiner.
  const inner: Verifier = { tables, level, defined, problems, scope: { ...scope, labels: new Set() } };
  const leave = verifyRegion(combiner.body, inner);
  for (const value of combiner.results)
    if (!scope.values.has(value)) problems.push(`${where}: combined value %${value} is not defined`);
  leave();
  for (const value of [...combiner.left, ...combiner.right]) scope.values.delete(value);
}

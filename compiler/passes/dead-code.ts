import type { SlotId, ValueId } from "../ir/ids.js";
import type { Tables } from "../ir/program.js";
import { mapRegions } from "../ir/rewrite.js";
import type { AnyOp } from "../ir/visit.js";
import { combinersOf, operandsOf, regionsOf, resultsOf, walk } from "../ir/visit.js";

/** Without what nobody can notice: unused values, variables that are never read, loops and branches that do nothing. */
export function removeDeadCode<Op extends AnyOp>(body: readonly Op[], tables: Tables): readonly Op[] {
  let current = body;
  for (;;) {
    const next = sweep(current, tables);
    if (next === current) return current;
    current = next;
  }
}

interface Uses {
  readonly tables: Tables;
  readonly values: Map<ValueId, number>;
  readonly read: ReadonlySet<SlotId>;
  changed: boolean;
}

function sweep<Op extends AnyOp>(body: readonly Op[], tables: Tables): readonly Op[] {
  const values = new Map<ValueId, number>();
  const read = new Set<SlotId>();
  walk<AnyOp>(body, (op) => {
    for (const value of usesOf(op, tables)) values.set(value, (values.get(value) ?? 0) + 1);
    if (op.kind === "get") read.add(op.slot);
    if (op.kind === "parfor")
      for (const reduction of op.reductions) for (const slot of reduction.slots) read.add(slot);
  });
  const uses: Uses = { tables, values, read, changed: false };
  const result = sweepRegion(body, uses);
  return uses.changed ? result : body;
}

/** The operands, and what the operation takes out of its regions. */
function usesOf(op: AnyOp, tables: Tables): readonly ValueId[] {
  const yielded =
    op.kind === "generate" || op.kind === "update" ? [op.result] : op.kind === "reduce" ? op.elements : [];
  const combined = combinersOf(op).flatMap((combiner) =>
    combiner.kind === "custom" ? combiner.results : [],
  );
  return [...operandsOf(op, tables), ...yielded, ...combined];
}

/** From the last operation to the first, so that what only dead operations use is dead as well. */
function sweepRegion<Op extends AnyOp>(region: readonly Op[], uses: Uses): readonly Op[] {
  const kept: Op[] = [];
  for (const op of region.toReversed()) {
    if (isDead(op, uses)) {
      uses.changed = true;
      forget(op, uses);
      continue;
    }
    kept.push(mapRegions(op, (inner) => sweepRegion(inner, uses)));
  }
  return kept.length === region.length && kept.every((op, k) => op === region[region.length - 1 - k])
    ? region
    : kept.reverse();
}

function forget(op: AnyOp, uses: Uses): void {
  walk([op] as readonly AnyOp[], (inner) => {
    for (const value of usesOf(inner, uses.tables)) uses.values.set(value, (uses.values.get(value) ?? 0) - 1);
  });
}

function isDead(op: AnyOp, uses: Uses): boolean {
  const unused = (): boolean =>
    resultsOf(op, uses.tables).every((value) => (uses.values.get(value) ?? 0) <= 0);
  switch (op.kind) {
    case "const":
    case "unary":
    case "binary":
    case "compare":
    case "inRange":
    case "select":
    case "cast":
    case "call":
    case "get":
    case "alloc":
    case "view":
    case "unalias":
      return unused();
    case "load":
      return op.bounds.kind === "proven" && unused();
    case "set":
    case "declare":
      return !uses.read.has(op.slot);
    case "generate":
    case "reduce":
      return unused() && op.body.every(isPure);
    case "if":
    case "for":
    case "block":
      return regionsOf(op).every((region) => region.length === 0);
    case "parfor":
      return op.body.length === 0 && op.reductions.length === 0;
    default:
      return false;
  }
}

/** Whether an operation only makes values, in its regions too, and can't fail. */
export function isPure(op: AnyOp): boolean {
  switch (op.kind) {
    case "store":
    case "set":
    case "update":
    case "release":
    case "runtimeCall":
    case "break":
    case "continue":
    case "check":
    case "fail":
    case "print":
    case "return":
    case "loop":
      return false;
    case "load":
      return op.bounds.kind === "proven";
    default:
      return regionsOf<AnyOp>(op).every((region) => region.every(isPure));
  }
}

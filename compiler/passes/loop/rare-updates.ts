import type { SlotId, ValueId } from "../../ir/ids.js";
import type { LoopOp } from "../../ir/ops.js";
import type { Tables } from "../../ir/program.js";
import { isScalarOp, operandsOf, resultsOf } from "../../ir/visit.js";

/** The body of a loop that only now and then changes its variables: a search for the best element so far. */
export interface RareUpdates {
  /** What the iteration computes before it decides. */
  readonly trial: readonly LoopOp[];
  /** Whether it changes the variables; read from their values before the iteration. */
  readonly condition: ValueId;
  /** What the variables become where it does. */
  readonly values: ReadonlyMap<SlotId, ValueId>;
  /** Operations that only these values need. */
  readonly preparation: readonly LoopOp[];
  /** The value that is compared with the best one. */
  readonly candidate: ValueId;
}

/**
 * Recognizes `if (x < best) { best = x; … }` in any spelling, as a branch or as selections by one condition:
 *
 *   … pure operations …                  … pure operations …
 *   if %c { set $best %x; set $at %i }   set $best select %c, %x, (get $best); set $at select %c, %i, (get $at)
 *
 * Null where the body does anything else, or where nothing says that updates are rare: `best` must get what it was compared with.
 */
export function rareUpdates(body: readonly LoopOp[], tables: Tables): RareUpdates | null {
  const count = body.findIndex((op) => !isTrial(op));
  if (count < 0) return null;
  const [trial, rest] = [body.slice(0, count), body.slice(count)];
  const updates = branchUpdates(rest, trial) ?? selectedUpdates(rest, trial);
  if (updates === null) return null;
  const candidate = comparedCandidate(updates, trial, tables);
  return candidate === null ? null : { trial, ...updates, candidate };
}

const isTrial = (op: LoopOp): boolean =>
  isScalarOp(op) ||
  op.kind === "get" ||
  op.kind === "view" ||
  (op.kind === "load" && op.bounds.kind === "proven");

interface Updates {
  readonly condition: ValueId;
  readonly values: ReadonlyMap<SlotId, ValueId>;
  readonly preparation: readonly LoopOp[];
}

function branchUpdates(rest: readonly LoopOp[], trial: readonly LoopOp[]): Updates | null {
  const [branch, ...more] = rest;
  if (branch?.kind !== "if" || branch.otherwise.length > 0 || more.length > 0) return null;
  const values = new Map<SlotId, ValueId>();
  const preparation = branch.then.filter((op) => op.kind !== "set");
  if (!preparation.every((op) => isTrial(op) && op.kind !== "get")) return null;
  for (const op of branch.then) if (op.kind === "set") values.set(op.slot, op.value);
  const isDecided = trial.some((op) => "out" in op && op.out === branch.condition);
  return values.size > 0 && isDecided ? { condition: branch.condition, values, preparation } : null;
}

function selectedUpdates(rest: readonly LoopOp[], trial: readonly LoopOp[]): Updates | null {
  const selections = new Map(trial.flatMap((op) => (op.kind === "select" ? [[op.out, op] as const] : [])));
  const variables = new Map(trial.flatMap((op) => (op.kind === "get" ? [[op.out, op.slot] as const] : [])));
  const values = new Map<SlotId, ValueId>();
  let condition: ValueId | null = null;
  for (const op of rest) {
    const selection = op.kind === "set" ? selections.get(op.value) : undefined;
    if (op.kind !== "set" || selection === undefined || variables.get(selection.b) !== op.slot) return null;
    condition ??= selection.condition;
    if (selection.condition !== condition) return null;
    values.set(op.slot, selection.a);
  }
  return condition === null ? null : { condition, values, preparation: [] };
}

const ORDERINGS: ReadonlySet<string> = new Set(["lt", "le", "gt", "ge"]);

/** The value that the condition compares with a variable which it becomes. */
function comparedCandidate(
  { condition, values }: Updates,
  trial: readonly LoopOp[],
  tables: Tables,
): ValueId | null {
  const definitions = new Map(
    trial.flatMap((op) => resultsOf(op, tables).map((value) => [value, op] as const)),
  );
  const slotOf = (value: ValueId): SlotId | null => {
    const op = definitions.get(value);
    return op?.kind === "get" ? op.slot : null;
  };
  const becomes = (variable: ValueId, value: ValueId): boolean => {
    const slot = slotOf(variable);
    return slot !== null && values.get(slot) === value;
  };
  const pending: ValueId[] = [condition];
  const seen = new Set<ValueId>();
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    const op = definitions.get(value);
    if (op === undefined || seen.has(value)) continue;
    seen.add(value);
    if (op.kind === "compare" && ORDERINGS.has(op.op)) {
      if (becomes(op.a, op.b)) return op.b;
      if (becomes(op.b, op.a)) return op.a;
    }
    pending.push(...operandsOf(op, tables));
  }
  return null;
}

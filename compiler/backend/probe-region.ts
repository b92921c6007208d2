// The part of a loop's body that decides whether its checks hold: the checked accesses and `check`s, the conditions they
// stand under, and what their operands are computed from. It has no effects, so it can run before the iterations themselves.
import { isComplex, isFloat } from "../ir/dtype.js";
import type { SlotId, ValueId } from "../ir/ids.js";
import type { LoopOp } from "../ir/ops.js";
import type { Tables } from "../ir/program.js";
import { isAccess, isScalarOp, operandsOf, slotsOf, walk } from "../ir/visit.js";
import type { AliasScopes } from "./alias-scopes.js";
import { isElementary } from "./elementary.js";

export interface Iterations {
  readonly body: readonly LoopOp[];
  /** Accumulators whose order is open. */
  readonly openSlots: readonly SlotId[];
  readonly index: ValueId;
  /** The index goes up by one. */
  readonly consecutive: boolean;
}

/** Two regions without effects. */
export interface Probe {
  /** Checks that hold in all iterations if they hold in the first and the last. */
  readonly ends: readonly LoopOp[];
  /** Checks of each iteration. */
  readonly each: readonly LoopOp[];
}

/** The probe of a body; null where there is nothing to check, or where finding out takes running the body. */
export function probeRegion(iterations: Iterations, tables: Tables, scopes: AliasScopes): Probe | null {
  const { body, openSlots } = iterations;
  const inside = new Set([...slotsOf(body, "declare"), ...openSlots]);
  if (!isStraight(body, inside, tables)) return null;
  const needed = neededValues(body, tables, changesOf(body, scopes), scopes);
  if (needed === null || !hasChecks(body)) return null;
  const atEnds = new Set(iterations.consecutive ? body.filter(contiguousChecks(iterations, tables)) : []);
  const part = (wanted: (check: LoopOp) => boolean): readonly LoopOp[] => {
    const region = keep(body, needed, wanted);
    return hasChecks(region) ? region : [];
  };
  return { ends: part((check) => atEnds.has(check)), each: part((check) => !atEnds.has(check)) };
}

/**
 * Whether the values that an operation checks are the loop index plus or minus what does not change in the loop: those of all
 * iterations lie between those of the first and the last.
 */
function contiguousChecks(iterations: Iterations, tables: Tables): (op: LoopOp) => boolean {
  const definitions = definitionsOf(iterations.body);
  const known = new Map<ValueId, Course>();
  const courseOf = (value: ValueId): Course => {
    const course = known.get(value) ?? trace(value);
    known.set(value, course);
    return course;
  };
  const trace = (value: ValueId): Course => {
    if (value === iterations.index) return "linear";
    const op = definitions.get(value);
    if (op === undefined) return "fixed";
    const courses = operandsOf(op, tables).map(courseOf);
    if (courses.every((course) => course === "fixed")) return "fixed";
    const steady = op.kind === "binary" && (op.op === "add" || op.op === "sub");
    return steady && courses.filter((course) => course === "fixed").length === 1 && !courses.includes("other")
      ? "linear"
      : "other";
  };
  return (op) => {
    if (op.kind === "check") return courseOf(op.condition) === "fixed";
    if (op.kind !== "load" && op.kind !== "store") return false;
    const { shape } = tables.arrayType(op.array);
    return (
      shape.every((extent) => courseOf(extent) === "fixed") &&
      isAccess(op) &&
      op.index.every((index) => courseOf(index) !== "other")
    );
  };
}
/** How a value changes from one iteration to the next: not at all, by one, or otherwise. */
type Course = "fixed" | "linear" | "other";

function definitionsOf(body: readonly LoopOp[]): ReadonlyMap<ValueId, LoopOp> {
  const definitions = new Map<ValueId, LoopOp>();
  walk(body, (op) => {
    if ("out" in op && op.out !== null) definitions.set(op.out, op);
  });
  return definitions;
}

/**
 * No inner loops, no way out of the iteration, no effect but stores and scalar variables. A float that is carried from one
 * iteration to the next in order keeps the loop from being vectorized, so that probing it would gain nothing.
 */
function isStraight(body: readonly LoopOp[], inside: ReadonlySet<SlotId>, tables: Tables): boolean {
  let straight = true;
  walk(body, (op) => {
    straight &&= isScalarOp(op) || STRAIGHT.has(op.kind);
    if (op.kind !== "set" && op.kind !== "declare") return;
    const { kind, dtype } = tables.slotType(op.slot);
    straight &&= kind === "scalar" && (inside.has(op.slot) || !(isFloat(dtype) || isComplex(dtype)));
  });
  return straight;
}
const STRAIGHT: ReadonlySet<LoopOp["kind"]> = new Set([
  "declare",
  "get",
  "set",
  "view",
  "load",
  "store",
  "if",
  "check",
]);

function hasChecks(region: readonly LoopOp[]): boolean {
  let found = false;
  walk(region, (op) => {
    found ||= isProbe(op);
  });
  return found;
}

const isProbe = (op: LoopOp): boolean =>
  op.kind === "check" || (isAccess(op) && op.bounds.kind === "checked");

interface Changes {
  readonly slots: ReadonlySet<SlotId>;
  readonly families: ReadonlySet<string>;
}

/** What an iteration may change: values computed from it are not known before the iterations run. */
function changesOf(body: readonly LoopOp[], scopes: AliasScopes): Changes {
  const families = new Set<string>();
  walk(body, (op) => {
    if (op.kind === "store") families.add(scopes.family(op.array));
  });
  return { slots: slotsOf(body, "set"), families };
}

/** The values that decide about the checks; null where one of them depends on what the body changes. */
function neededValues(
  body: readonly LoopOp[],
  tables: Tables,
  changes: Changes,
  scopes: AliasScopes,
): ReadonlySet<ValueId> | null {
  const definitions = definitionsOf(body);
  const needed = new Set<ValueId>();
  const need = (value: ValueId): boolean => {
    if (needed.has(value)) return true;
    needed.add(value);
    const op = definitions.get(value);
    if (op === undefined) return true;
    if (
      op.kind === "load" &&
      (op.bounds.kind === "checked" || changes.families.has(scopes.family(op.array)))
    ) {
      return false;
    }
    if (op.kind === "get" && changes.slots.has(op.slot)) return false;
    if (op.kind === "call" && isElementary(op.fn)) return false;
    return operandsOf(op, tables).every(need);
  };
  const visit = (region: readonly LoopOp[]): boolean =>
    region.every((op) => {
      if (op.kind === "check") return need(op.condition);
      if (op.kind === "if") {
        const guards = hasChecks([...op.then, ...op.otherwise]);
        return (!guards || need(op.condition)) && visit(op.then) && visit(op.otherwise);
      }
      if (!isProbe(op) || (op.kind !== "load" && op.kind !== "store")) return true;
      return op.index.every(need) && tables.arrayType(op.array).shape.every(need);
    });
  return visit(body) ? needed : null;
}

/** The operations that define needed values, and the checks that are `wanted`. */
function keep(
  region: readonly LoopOp[],
  needed: ReadonlySet<ValueId>,
  wanted: (check: LoopOp) => boolean,
): readonly LoopOp[] {
  return region.flatMap((op): readonly LoopOp[] => {
    if (op.kind === "if") {
      const [then, otherwise] = [keep(op.then, needed, wanted), keep(op.otherwise, needed, wanted)];
      return hasChecks([...then, ...otherwise]) ? [{ ...op, then, otherwise }] : [];
    }
    if (isProbe(op)) return wanted(op) ? [op] : [];
    return "out" in op && op.out !== null && needed.has(op.out) ? [op] : [];
  });
}

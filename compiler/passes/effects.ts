import type { Aliasing } from "../ir/aliasing.js";
import type { LabelId, SlotId, ValueId } from "../ir/ids.js";
import type { Tables } from "../ir/program.js";
import type { AnyOp } from "../ir/visit.js";
import { operandsOf, regionsOf, regionValuesOf, resultsOf, walk } from "../ir/visit.js";
import type { Span } from "../source.js";

/** What an operation, with its regions, does to the world outside it. */
export interface Effects {
  /** Of values that are defined outside. */
  readonly uses: ReadonlySet<ValueId>;
  readonly defines: ReadonlySet<ValueId>;
  /** The arrays whose memory is read or written, with the place of one access. */
  readonly reads: ReadonlyMap<ValueId, Span>;
  readonly writes: ReadonlyMap<ValueId, Span>;
  readonly slotReads: ReadonlySet<SlotId>;
  readonly slotWrites: ReadonlySet<SlotId>;
  /** Leaves the region it stands in: nothing may move across it. */
  readonly jumps: boolean;
  /** Prints, or calls a function of the runtime that has a state: keeps its order with the like. */
  readonly ordered: boolean;
  /** Guards what follows: a check or an error. */
  readonly guards: boolean;
}

export function effectsOf(op: AnyOp, tables: Tables): Effects {
  const uses = new Set<ValueId>();
  const defines = new Set<ValueId>();
  const reads = new Map<ValueId, Span>();
  const writes = new Map<ValueId, Span>();
  const slotReads = new Set<SlotId>();
  const slotWrites = new Set<SlotId>();
  const declared = new Set<SlotId>();
  const labels = new Set<LabelId>();
  let jumps = false;
  let ordered = false;
  const isArray = (value: ValueId): boolean => tables.typeOf(value).kind === "array";
  walk([op], (inner) => {
    for (const value of operandsOf(inner, tables)) uses.add(value);
    for (const value of [...resultsOf(inner, tables), ...regionValuesOf(inner)]) defines.add(value);
    switch (inner.kind) {
      case "load":
        reads.set(inner.array, inner.span);
        break;
      case "unalias":
        reads.set(inner.array, inner.span);
        break;
      case "store":
        writes.set(inner.array, inner.span);
        break;
      case "release":
        writes.set(inner.array, inner.span);
        break;
      case "update":
        writes.set(inner.target, inner.span);
        break;
      case "runtimeCall":
        ordered = true;
        for (const value of inner.args) if (isArray(value)) reads.set(value, inner.span);
        for (const value of inner.writes) writes.set(value, inner.span);
        break;
      case "print":
        ordered = true;
        for (const value of inner.values) if (isArray(value)) reads.set(value, inner.span);
        break;
      case "get":
        slotReads.add(inner.slot);
        break;
      case "set":
        slotWrites.add(inner.slot);
        break;
      case "declare":
        declared.add(inner.slot);
        break;
      case "parfor":
        labels.add(inner.label);
        for (const { slots } of inner.reductions)
          for (const slot of slots) {
            slotReads.add(slot);
            slotWrites.add(slot);
          }
        break;
      case "for":
      case "loop":
      case "block":
        labels.add(inner.label);
        break;
      case "break":
      case "continue":
        jumps ||= !labels.has(inner.label);
        break;
      case "return":
        jumps = true;
        break;
      default:
        break;
    }
  });
  // What its regions define is seen by nobody else.
  for (const value of defines) uses.delete(value);
  const own = new Set(resultsOf(op, tables));
  // A variable that the operation declares inside is nobody else's; a `declare` itself defines it for what follows.
  if (op.kind === "declare") slotWrites.add(op.slot);
  else
    for (const slot of declared) {
      slotReads.delete(slot);
      slotWrites.delete(slot);
    }
  return { uses, defines: own, reads, writes, slotReads, slotWrites, jumps, ordered, guards: isGuard(op) };
}

/** A check in a loop guards its iterations only. */
function isGuard(op: AnyOp): boolean {
  if (op.kind === "check" || op.kind === "fail") return true;
  return (
    (op.kind === "if" || op.kind === "block") && regionsOf<AnyOp>(op).some((region) => region.some(isGuard))
  );
}

/** Whether `second` must stay after `first`, apart from conflicts in memory. */
function scalarsDepend(first: Effects, second: Effects): boolean {
  if (first.jumps || second.jumps) return true;
  if (first.ordered && second.ordered) return true;
  if (meets(first.defines, second.uses)) return true;
  return (
    meets(first.slotWrites, second.slotReads) ||
    meets(first.slotWrites, second.slotWrites) ||
    meets(first.slotReads, second.slotWrites)
  );
}

/** What several operations do together; it grows. */
export class EffectsUnion implements Effects {
  readonly uses = new Set<ValueId>();
  readonly defines = new Set<ValueId>();
  readonly reads = new Map<ValueId, Span>();
  readonly writes = new Map<ValueId, Span>();
  readonly slotReads = new Set<SlotId>();
  readonly slotWrites = new Set<SlotId>();
  jumps = false;
  ordered = false;
  guards = false;

  constructor(first: Effects) {
    this.add(first);
  }
  add(other: Effects): void {
    for (const value of other.uses) this.uses.add(value);
    for (const value of other.defines) this.defines.add(value);
    for (const [array, span] of other.reads) this.reads.set(array, span);
    for (const [array, span] of other.writes) this.writes.set(array, span);
    for (const slot of other.slotReads) this.slotReads.add(slot);
    for (const slot of other.slotWrites) this.slotWrites.add(slot);
    this.jumps ||= other.jumps;
    this.ordered ||= other.ordered;
    this.guards ||= other.guards;
  }
}

/** Whether `second` must stay after `first`: it needs its values, its memory or variables, or is guarded by it. */
export function dependsOn(second: Effects, first: Effects, aliasing: Aliasing): boolean {
  if (scalarsDepend(first, second)) return true;
  // What a check guards may be loads and stores of any array.
  if (first.guards && (second.reads.size > 0 || second.writes.size > 0 || second.ordered)) return true;
  return (
    overlap(first.writes, second.reads, aliasing) ||
    overlap(first.writes, second.writes, aliasing) ||
    overlap(first.reads, second.writes, aliasing)
  );
}

function overlap(a: ReadonlyMap<ValueId, Span>, b: ReadonlyMap<ValueId, Span>, aliasing: Aliasing): boolean {
  for (const left of a.keys())
    for (const right of b.keys()) if (aliasing.mayOverlap(left, right)) return true;
  return false;
}

export function meets<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  for (const item of small) if (large.has(item)) return true;
  return false;
}

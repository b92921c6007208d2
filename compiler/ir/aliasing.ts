import { appendToList } from "./append-to-list.js";
import { heldArrays } from "./held-arrays.js";
import type { SlotId, ValueId } from "./ids.js";
import type { Program } from "./program.js";
import type { AnyOp } from "./visit.js";
import { walk } from "./visit.js";

/** Which arrays can share memory. */
export interface Aliasing {
  /** False where two arrays, of one execution of the regions that they are defined in, never share memory. */
  readonly mayOverlap: (a: ValueId, b: ValueId) => boolean;
}

/** Where an array's memory comes from. */
type Origin =
  | { readonly kind: "fresh" }
  | { readonly kind: "of"; readonly arrays: readonly ValueId[] }
  | { readonly kind: "copyOrSame"; readonly array: ValueId; readonly target: ValueId }
  | { readonly kind: "slot"; readonly slot: SlotId };

/**
 * Parameters are disjoint unless the program says otherwise; each allocation is memory of its own; a view shares its base's; a
 * variable holds any array that is ever set to it, but variables that exchange arrays never hold the same one. An array that was there
 * before an allocation is not in it.
 */
export function aliasingOf(program: Program): Aliasing {
  const { tables } = program;
  const origins = new Map<ValueId, Origin>();
  const order = new Map<ValueId, number>();
  const sets = new Map<SlotId, ValueId[]>();
  const record = (value: ValueId, origin: Origin): void => {
    if (tables.typeOf(value).kind !== "array") return;
    origins.set(value, origin);
    order.set(value, order.size);
  };
  const arrays = program.parameters
    .map(({ value }) => value)
    .filter((value) => tables.typeOf(value).kind === "array");
  for (const value of arrays) {
    const first = arrays[0];
    const shared = program.mayAlias && first !== undefined && first !== value;
    record(value, shared ? { kind: "of", arrays: [first] } : { kind: "fresh" });
  }
  walk<AnyOp>(program.body, (op) => {
    switch (op.kind) {
      case "alloc":
      case "generate":
        record(op.out, { kind: "fresh" });
        break;
      case "reduce":
        for (const out of op.outs) record(out, { kind: "fresh" });
        break;
      case "view":
        record(op.out, { kind: "of", arrays: [op.base] });
        break;
      case "unalias":
        record(op.out, { kind: "copyOrSame", array: op.array, target: op.target });
        break;
      case "get":
        record(op.out, { kind: "slot", slot: op.slot });
        break;
      case "set":
        if (tables.typeOf(op.value).kind === "array") appendToList(sets, op.slot, op.value);
        break;
      default:
        break;
    }
  });

  const rootsCache = new Map<ValueId, ReadonlySet<ValueId>>();
  const roots = (value: ValueId): ReadonlySet<ValueId> => {
    const known = rootsCache.get(value);
    if (known !== undefined) return known;
    const found = new Set<ValueId>();
    collect(value, found, new Set());
    rootsCache.set(value, found);
    return found;
  };
  const collect = (value: ValueId, found: Set<ValueId>, seen: Set<ValueId>): void => {
    if (seen.has(value)) return;
    seen.add(value);
    const origin = origins.get(value);
    if (origin === undefined || origin.kind === "fresh") {
      found.add(value);
      return;
    }
    if (origin.kind === "copyOrSame") found.add(value);
    const parents =
      origin.kind === "of"
        ? origin.arrays
        : origin.kind === "slot"
          ? (sets.get(origin.slot) ?? [])
          : [origin.array];
    for (const parent of parents) collect(parent, found, seen);
  };
  /** The allocation that the array is a view of, without a variable in between. */
  const direct = (value: ValueId): ValueId => {
    const origin = origins.get(value);
    const base = origin?.kind === "of" ? origin.arrays[0] : undefined;
    return base === undefined ? value : direct(base);
  };
  const isOlder = (value: ValueId, root: ValueId): boolean =>
    (order.get(value) ?? 0) < (order.get(root) ?? 0);

  const held = heldArrays(program);
  const areHeldApart = (a: ValueId, b: ValueId): boolean => {
    const [one, other] = [held.get(a), held.get(b)];
    return one !== undefined && one.moment === other?.moment && one.array !== other.array;
  };

  /** A value that the program did not have when it was read can be anything. */
  const known = new Map<ValueId, boolean>();
  const isKnown = (value: ValueId): boolean => {
    const found = known.get(value) ?? [...roots(value)].every((root) => origins.has(root));
    known.set(value, found);
    return found;
  };

  return {
    mayOverlap: (a, b) => {
      if (!isKnown(a) || !isKnown(b)) return true;
      if (areHeldApart(a, b)) return false;
      const others = roots(b);
      for (const root of roots(a)) {
        if (!others.has(root)) continue;
        const apart = (direct(a) === root && isOlder(b, root)) || (direct(b) === root && isOlder(a, root));
        if (!apart) return true;
      }
      return false;
    },
  };
}

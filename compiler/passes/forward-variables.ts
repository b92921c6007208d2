// forward-variables: a variable that was just set is not read from its slot.
//
// Requires: a program of either level.
// Guarantees: in straight-line code a `get` uses the value of the `set` or `get` before it.
//
//   set $b %4                 set $b %4
//   %5 = get $b               %6 = load %4[i]
//   %6 = load %5[i]
//
// Declines: what a loop or a branch may have set in between; accumulators of parallel loops inside them.
import type { SlotId, ValueId } from "../ir/ids.js";
import type { Mapping } from "../ir/map-op.js";
import { mapOp } from "../ir/map-op.js";
import type { Program, Tables } from "../ir/program.js";
import type { ValueMap } from "../ir/rewrite.js";
import { substitution, withBody } from "../ir/rewrite.js";
import type { AnyOp } from "../ir/visit.js";
import { hasRegions, slotsOf } from "../ir/visit.js";

/** The pass; it serves both levels. */
export const forwardVariables: {
  readonly name: string;
  readonly run: <P extends Program>(program: P) => P;
} = {
  name: "forward-variables",
  run: (program) => withBody(program, (body) => forward(body, program.tables)),
};

function forward<Op extends AnyOp>(body: readonly Op[], tables: Tables): readonly Op[] {
  const map: ValueMap = new Map();
  const known = new Map<SlotId, ValueId>();
  /** What `known` was before each change, so that a region can take its own back. */
  const trail: (readonly [SlotId, ValueId | undefined])[] = [];
  const restore = (slot: SlotId, value: ValueId | undefined): void => {
    if (value === undefined) known.delete(slot);
    else known.set(slot, value);
  };
  const assume = (slot: SlotId, value: ValueId | undefined): void => {
    trail.push([slot, known.get(slot)]);
    restore(slot, value);
  };
  const forget = (slots: Iterable<SlotId>): void => {
    for (const slot of slots) if (known.has(slot)) assume(slot, undefined);
  };
  const region = (ops: readonly Op[]): readonly Op[] => {
    const begin = trail.length;
    const result: Op[] = [];
    for (const op of ops) {
      const written = hasRegions(op) ? slotsOf([op], "set") : [];
      const owned = op.kind === "parfor" ? op.reductions.flatMap(({ slots }) => slots) : [];
      const repeats = op.kind !== "if" && op.kind !== "block";
      if (repeats) forget([...written, ...owned]);
      const mapped = mapOp(op, mapping);
      forget([...written, ...owned]);
      if (mapped.kind === "get") {
        const value = known.get(mapped.slot);
        if (value !== undefined) {
          replace(mapped.out, value, map, tables);
          continue;
        }
        assume(mapped.slot, mapped.out);
      }
      if (mapped.kind === "set") assume(mapped.slot, mapped.value);
      if (mapped.kind === "declare") forget([mapped.slot]);
      result.push(mapped);
    }
    for (const [slot, value] of trail.splice(begin).reverse()) restore(slot, value);
    return result;
  };
  const mapping: Mapping<Op> = substitution(map, tables, region);
  return region(body);
}

/** A `get` of an array defined its shape and strides, too. */
function replace(value: ValueId, by: ValueId, map: ValueMap, tables: Tables): void {
  map.set(value, by);
  const [old, other] = [tables.typeOf(value), tables.typeOf(by)];
  if (old.kind !== "array" || other.kind !== "array") return;
  const parts = [...other.shape, ...other.strides];
  [...old.shape, ...old.strides].forEach((part, k) => {
    const known = parts[k];
    if (known !== undefined && known !== part) map.set(part, known);
  });
}

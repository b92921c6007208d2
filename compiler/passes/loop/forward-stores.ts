// forward-stores: an element that was just stored is not loaded again.
//
// Requires: a loop program; runs after fusion, which brings stores and loads of one element into one body.
// Guarantees: in straight-line code a load of the element that a store before it wrote uses the stored value.
//
//   store b[i] %4             store b[i] %4
//   %5 = load b[i]            %6 = mul %4, %4
//   %6 = mul %5, %5
//
// Declines: loads after a store to another array that may share memory, and loads in or after loops that write the array.
import type { Aliasing } from "../../ir/aliasing.js";
import { aliasingOf } from "../../ir/aliasing.js";
import type { ValueId } from "../../ir/ids.js";
import type { Mapping } from "../../ir/map-op.js";
import { mapOp } from "../../ir/map-op.js";
import type { LoopOp } from "../../ir/ops.js";
import type { LoopProgram } from "../../ir/program.js";
import type { ValueMap } from "../../ir/rewrite.js";
import { substitution } from "../../ir/rewrite.js";
import { regionsOf } from "../../ir/visit.js";
import type { Pass } from "../../pass.js";
import { effectsOf } from "../effects.js";

export const forwardStores: Pass<LoopProgram> = {
  name: "forward-stores",
  run: (program) => {
    const map: ValueMap = new Map();
    const forwarder: Forwarder = {
      program,
      aliasing: aliasingOf(program),
      map,
      known: new Map(),
      mapping: substitution(map, program.tables, (region) => forwardRegion(region, forwarder)),
    };
    return { ...program, body: forwardRegion(program.body, forwarder) };
  },
};

interface Element {
  readonly array: ValueId;
  readonly value: ValueId;
}
interface Forwarder {
  readonly program: LoopProgram;
  readonly aliasing: Aliasing;
  readonly map: ValueMap;
  readonly mapping: Mapping<LoopOp>;
  /** What elements hold, by array and index. */
  known: ReadonlyMap<string, Element>;
}

const key = (array: ValueId, index: readonly ValueId[]): string => `${array}[${index.join(",")}]`;

function forwardRegion(region: readonly LoopOp[], forwarder: Forwarder): readonly LoopOp[] {
  const outer = forwarder.known;
  const result: LoopOp[] = [];
  for (const op of region) {
    const repeats = op.kind === "for" || op.kind === "loop" || op.kind === "parfor";
    // An iteration may see what an earlier one wrote, or what this one writes below.
    if (repeats) forgetWritten(op, forwarder);
    const mapped = mapOp(op, forwarder.mapping);
    if (mapped.kind === "load") {
      const stored = forwarder.known.get(key(mapped.array, mapped.index));
      if (stored !== undefined) {
        forwarder.map.set(mapped.out, stored.value);
        continue;
      }
    }
    result.push(mapped);
    if (regionsOf<LoopOp>(mapped).length > 0 || mapped.kind === "runtimeCall")
      forgetWritten(mapped, forwarder);
    if (mapped.kind === "store") {
      const { array, index, value } = mapped;
      forget([array], forwarder);
      forwarder.known = new Map(forwarder.known).set(key(array, index), { array, value });
    }
  }
  forwarder.known = outer;
  return result;
}

function forgetWritten(op: LoopOp, forwarder: Forwarder): void {
  forget([...effectsOf(op, forwarder.program.tables).writes.keys()], forwarder);
}

function forget(written: readonly ValueId[], forwarder: Forwarder): void {
  if (written.length === 0 || forwarder.known.size === 0) return;
  forwarder.known = new Map(
    [...forwarder.known].filter(
      ([, { array }]) => !written.some((other) => forwarder.aliasing.mayOverlap(array, other)),
    ),
  );
}

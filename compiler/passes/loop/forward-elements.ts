// forward-elements: an element that was just stored or loaded is not loaded again.
//
// Requires: a loop program; runs after fusion, which brings stores and loads of one element into one body.
// Guarantees: in straight-line code, branches included, a load of the element that a store or load before it reached uses its value.
//
//   store b[i] %4             store b[i] %4
//   %5 = load b[i]            %6 = mul %4, %4
//   %6 = mul %5, %5
//
// Declines: loads after a store to another array that may share memory, and loads in or after loops that write the array. A loop, or
// what stands after it, loads again what was loaded before: keeping the value all the while costs more.
import type { Aliasing } from "../../ir/aliasing.js";
import { aliasingOf } from "../../ir/aliasing.js";
import type { ValueId } from "../../ir/ids.js";
import type { Mapping } from "../../ir/map-op.js";
import { mapOp } from "../../ir/map-op.js";
import type { Load, LoopOp, Store } from "../../ir/ops.js";
import type { LoopProgram } from "../../ir/program.js";
import type { ValueMap } from "../../ir/rewrite.js";
import { substitution } from "../../ir/rewrite.js";
import { regionsOf, walk } from "../../ir/visit.js";
import type { Pass } from "../../pass.js";
import { effectsOf } from "../effects.js";

export const forwardElements: Pass<LoopProgram> = {
  name: "forward-elements",
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

/** What elements of one array hold, by index. */
type Elements = Map<string, Element>;
interface Element {
  readonly value: ValueId;
  /** It was stored here; otherwise loaded. */
  readonly stored: boolean;
}
interface Forwarder {
  readonly program: LoopProgram;
  readonly aliasing: Aliasing;
  readonly map: ValueMap;
  readonly mapping: Mapping<LoopOp>;
  /** What is known at this place of the region. */
  known: Map<ValueId, Elements>;
}

function forwardRegion(region: readonly LoopOp[], forwarder: Forwarder): readonly LoopOp[] {
  const outer = forwarder.known;
  forwarder.known = new Map([...outer].map(([array, elements]) => [array, new Map(elements)]));
  const result: LoopOp[] = [];
  for (const op of region) {
    const repeats = op.kind === "for" || op.kind === "loop" || op.kind === "parfor";
    // An iteration may see what an earlier one wrote, or what this one writes below.
    if (repeats) forgetWritten(op, forwarder);
    if (repeats || hasLoop(op)) forgetLoaded(forwarder);
    const mapped = mapOp(op, forwarder.mapping);
    if (mapped.kind === "load") {
      const element = forwarder.known.get(mapped.array)?.get(mapped.index.join());
      if (element !== undefined) {
        forwarder.map.set(mapped.out, element.value);
        continue;
      }
      remember(mapped, mapped.out, forwarder);
    }
    result.push(mapped);
    if (regionsOf<LoopOp>(mapped).length > 0 || mapped.kind === "runtimeCall")
      forgetWritten(mapped, forwarder);
    if (mapped.kind === "store") {
      forget([mapped.array], forwarder);
      remember(mapped, mapped.value, forwarder);
    }
  }
  forwarder.known = outer;
  return result;
}

function remember({ kind, array, index }: Load | Store, value: ValueId, { known }: Forwarder): void {
  const elements = known.get(array) ?? new Map<string, Element>();
  known.set(array, elements.set(index.join(), { value, stored: kind === "store" }));
}

function hasLoop(op: LoopOp): boolean {
  if (regionsOf<LoopOp>(op).length === 0) return false;
  let found = false;
  walk([op], ({ kind }) => {
    found ||= kind === "for" || kind === "loop" || kind === "parfor";
  });
  return found;
}

function forgetLoaded({ known }: Forwarder): void {
  for (const elements of known.values())
    for (const [index, { stored }] of elements) if (!stored) elements.delete(index);
}

function forgetWritten(op: LoopOp, forwarder: Forwarder): void {
  forget([...effectsOf(op, forwarder.program.tables).writes.keys()], forwarder);
}

function forget(written: readonly ValueId[], { known, aliasing }: Forwarder): void {
  for (const array of written)
    for (const other of known.keys()) if (aliasing.mayOverlap(other, array)) known.delete(other);
}

// merge-expressions: one loop for one elementwise expression.
//
// Requires: a simplified array program.
// Guarantees: the loop of an unnamed elementwise subexpression that is read once is part of the loop that reads it; a `merged` remark keeps
// it out of the report.
//
//   t = generate anonymous [i < n] yield a[i] * a[i]
//   b = generate [i < n] yield cos(t[i])               b = generate [i < n] yield cos(a[i] * a[i])
//   s = reduce add [i < n] yield u[i]                  (u unnamed) likewise
//   w = update [i < n] yield w[i] - g[i]               (g unnamed) likewise
//
// Declines: subexpressions that would be computed more than once for an element (a vector broadcast over the rows of a matrix), unless they
// are cheap; stencils, reductions and creation functions, which keep their own loop; and what is read at another element of memory that
// the reader writes.
import type { Aliasing } from "../../ir/aliasing.js";
import { aliasingOf } from "../../ir/aliasing.js";
import type { ValueId } from "../../ir/ids.js";
import type { ArrayOp, Generate, Load, Reduce, Update } from "../../ir/ops.js";
import type { ArrayProgram, Tables } from "../../ir/program.js";
import { cloneRegion, mapRegions, substitute } from "../../ir/rewrite.js";
import { operandsOf, walk } from "../../ir/visit.js";
import type { Pass, PassContext } from "../../pass.js";
import { isPure } from "../dead-code.js";
import { dependsOn, effectsOf } from "../effects.js";

export const mergeExpressions: Pass<ArrayProgram> = {
  name: "merge-expressions",
  run: (program, context) => {
    const merger: Merger = { context, aliasing: aliasingOf(program), uses: countUses(program) };
    return { ...program, body: mergeRegion(program.body, merger) };
  },
};

interface Merger {
  readonly context: PassContext;
  readonly aliasing: Aliasing;
  readonly uses: ReadonlyMap<ValueId, number>;
}
type Reader = Generate | Update | Reduce;

function countUses(program: ArrayProgram): ReadonlyMap<ValueId, number> {
  const uses = new Map<ValueId, number>();
  walk(program.body, (op) => {
    for (const value of operandsOf(op, program.tables)) uses.set(value, (uses.get(value) ?? 0) + 1);
  });
  return uses;
}

function mergeRegion(region: readonly ArrayOp[], merger: Merger): readonly ArrayOp[] {
  const ops = region.map((op) => mapRegions(op, (inner) => mergeRegion(inner, merger)));
  for (let position = 0; position < ops.length; position++) {
    const producer = ops[position];
    if (producer?.kind !== "generate" || !isMergeable(producer, merger)) continue;
    const at = ops.findIndex((op, k) => k > position && isReader(op) && loadOf(op, producer.out) !== null);
    const reader = ops[at];
    if (reader === undefined || !isReader(reader)) continue;
    const load = loadOf(reader, producer.out);
    if (load === null || !canMerge(producer, reader, load, ops.slice(position + 1, at), merger)) continue;
    ops[at] = inline(producer, reader, load, merger.context.tables);
    ops.splice(position, 1);
    position--;
    merger.context.remark({ kind: "merged", loop: producer.loop, into: reader.loop });
  }
  return ops;
}

function isMergeable(producer: Generate, { uses, context }: Merger): boolean {
  const { description } = context.tables.loopInfo(producer.loop);
  return producer.anonymous && uses.get(producer.out) === 1 && description.startsWith("elementwise");
}

function isReader(op: ArrayOp): op is Reader {
  return op.kind === "generate" || op.kind === "update" || op.kind === "reduce";
}

/** The load of an element of `array` in the reader's body, outside of inner loops. */
function loadOf(reader: Reader, array: ValueId): Load | null {
  let found: Load | null = null;
  const search = (region: readonly ArrayOp[]): void => {
    for (const op of region) {
      if (op.kind === "load" && op.array === array) found = op;
      if (op.kind === "if") {
        search(op.then);
        search(op.otherwise);
      }
    }
  };
  search(reader.body);
  return found;
}

function canMerge(
  producer: Generate,
  reader: Reader,
  load: Load,
  between: readonly ArrayOp[],
  { context, aliasing }: Merger,
): boolean {
  const { tables } = context;
  // In a branch it would be computed, and could fail, for some elements only.
  if (!reader.body.includes(load) && !producer.body.every(isPure)) return false;
  const once = reader.indices.every((index) => load.index.includes(index));
  if (!once && !isCheap(producer)) return false;
  const own = effectsOf(producer, tables);
  if (between.some((op) => dependsOn(effectsOf(op, tables), own, aliasing))) return false;
  const theirs = effectsOf(reader, tables);
  for (const slot of own.slotReads) if (theirs.slotWrites.has(slot)) return false;
  return [...theirs.writes.keys()].every((written) =>
    readsSameElement(producer, reader, load, written, aliasing),
  );
}

/** What the producer reads of `written`, it reads at the element that the reader is about to write. */
function readsSameElement(
  producer: Generate,
  reader: Reader,
  load: Load,
  written: ValueId,
  aliasing: Aliasing,
): boolean {
  const aligned = same(load.index, reader.indices);
  let safe = true;
  walk(producer.body, (op) => {
    if (op.kind !== "load" || !aliasing.mayOverlap(op.array, written)) return;
    safe &&= aligned && op.array === written && same(op.index, producer.indices);
  });
  return safe;
}

const same = (a: readonly ValueId[], b: readonly ValueId[]): boolean =>
  a.length === b.length && a.every((value, k) => value === b[k]);

/** So cheap that computing it again costs no more than reading it back. */
function isCheap(producer: Generate): boolean {
  const arithmetic = producer.body.filter((op) => op.kind !== "const" && op.kind !== "load");
  return (
    arithmetic.length <= 2 &&
    arithmetic.every((op) => op.kind === "binary" || op.kind === "unary" || op.kind === "cast")
  );
}

function inline(producer: Generate, reader: Reader, load: Load, tables: Tables): Reader {
  const map = new Map<ValueId, ValueId>();
  producer.indices.forEach((index, k) => {
    const at = load.index[k];
    if (at !== undefined) map.set(index, at);
  });
  const body = cloneRegion(producer.body, map, tables);
  const result = map.get(producer.result) ?? producer.result;
  const replaced = new Map([[load.out, result]]);
  const insert = (region: readonly ArrayOp[]): readonly ArrayOp[] =>
    region.flatMap((op) => (op === load ? body : [mapRegions(op, insert)]));
  const use = (value: ValueId): ValueId => replaced.get(value) ?? value;
  const merged = substitute(insert(reader.body), replaced, tables);
  return reader.kind === "reduce"
    ? { ...reader, body: merged, elements: reader.elements.map(use) }
    : { ...reader, body: merged, result: use(reader.result) };
}

// split-index-sets: a loop that tests whether its index is in a range becomes three loops that need not test.
//
// Requires: the planned loop program; the interior and the border of a stencil are told apart by `inRange`.
// Guarantees: no `inRange` of a loop's own index, or of values from outside, is left in a serial loop that counts up by one and has no `break`.
//
//   for j = a to b                        for j = a to l   { border }
//     if inRange l <= j < u { interior }  for j = l to u   { interior }
//     else { border }                     for j = u to b   { border }
//
// (with l and u clamped to [a, b]). A test that is the same for all iterations is made once, before two copies of the loop. Declines: loops that
// contain such loops, and tests within inner loops.
import type { Definitions } from "../../ir/definitions.js";
import { constantOf, definitionsOf } from "../../ir/definitions.js";
import type { ValueId } from "../../ir/ids.js";
import type { For, InRange, LoopOp } from "../../ir/ops.js";
import type { LoopProgram, Tables } from "../../ir/program.js";
import { regionBuilder } from "../../ir/region-builder.js";
import { cloneRegion, mapRegions } from "../../ir/rewrite.js";
import { valuesDefinedIn, walk } from "../../ir/visit.js";
import type { Pass } from "../../pass.js";

export const splitIndexSets: Pass<LoopProgram> = {
  name: "split-index-sets",
  run: (program) => {
    const splitter: Splitter = { tables: program.tables, definitions: definitionsOf(program) };
    return { ...program, body: splitRegion(program.body, splitter) };
  },
};

interface Splitter {
  readonly tables: Tables;
  readonly definitions: Definitions;
}
type Loop = For<LoopOp>;

function splitRegion(region: readonly LoopOp[], splitter: Splitter): readonly LoopOp[] {
  return region.flatMap((op) => {
    const inner = mapRegions<LoopOp>(op, (ops) => splitRegion(ops, splitter));
    return inner.kind === "for" ? splitLoop(inner, splitter) : [inner];
  });
}

function splitLoop(loop: Loop, splitter: Splitter): readonly LoopOp[] {
  const { tables, definitions } = splitter;
  if (constantOf(loop.step, definitions) !== 1 || breaks(loop)) return [loop];
  const inside = valuesDefinedIn([loop], tables);
  const tests = rangeTests(loop.body).filter((test) => !inside.has(test.lower) && !inside.has(test.upper));
  const invariant = tests.find((test) => !inside.has(test.index));
  if (invariant !== undefined) return unswitch(loop, invariant, splitter);
  const own = tests.find((test) => test.index === loop.index);
  return own === undefined ? [loop] : threeLoops(loop, own, splitter);
}

function breaks(loop: Loop): boolean {
  let found = false;
  walk(loop.body, (op) => {
    found ||= op.kind === "break" && op.label === loop.label;
  });
  return found;
}

/** The tests on which the loop itself branches, not a loop within. */
export function rangeTests(region: readonly LoopOp[]): readonly InRange[] {
  const tests: InRange[] = [];
  const branches = new Set<ValueId>();
  const search = (ops: readonly LoopOp[]): void => {
    for (const op of ops) {
      if (op.kind === "inRange") tests.push(op);
      if (op.kind !== "if") continue;
      branches.add(op.condition);
      search(op.then);
      search(op.otherwise);
    }
  };
  search(region);
  return tests.filter((test) => branches.has(test.out));
}

/** The loop with `test` decided; a copy with ids of its own unless it is the `first` one. */
function decided(
  loop: Loop,
  test: InRange,
  holds: boolean,
  first: boolean,
  splitter: Splitter,
): readonly LoopOp[] {
  const { tables } = splitter;
  const decide = (region: readonly LoopOp[]): readonly LoopOp[] =>
    region.map((op): LoopOp => {
      if (op === test) return { kind: "const", out: test.out, value: holds, span: test.span };
      if (op.kind !== "if") return op;
      const [then, otherwise] = [decide(op.then), decide(op.otherwise)];
      if (op.condition !== test.out) return { ...op, then, otherwise };
      return holds ? { ...op, then, otherwise: [] } : { ...op, then: [], otherwise };
    });
  const result: Loop = { ...loop, body: decide(loop.body) };
  return first ? [result] : cloneRegion<LoopOp>([result], new Map(), tables);
}

function unswitch(loop: Loop, test: InRange, splitter: Splitter): readonly LoopOp[] {
  const { tables } = splitter;
  const condition = tables.value({ kind: "scalar", dtype: "bool" });
  const branch = (holds: boolean): readonly LoopOp[] =>
    decided(loop, test, holds, holds, splitter).flatMap((copy) =>
      copy.kind === "for" ? splitLoop(copy, splitter) : [copy],
    );
  return [
    { ...test, out: condition },
    { kind: "if", condition, then: branch(true), otherwise: branch(false), span: loop.span },
  ];
}

function threeLoops(loop: Loop, test: InRange, splitter: Splitter): readonly LoopOp[] {
  const { tables } = splitter;
  const build = regionBuilder(tables, loop.span);
  const { start, stop } = loop;
  const from = build.binary("min", build.binary("max", test.lower, start), stop);
  const to = build.binary("max", build.binary("min", test.upper, stop), from);
  const part = (holds: boolean, first: ValueId, last: ValueId): readonly LoopOp[] =>
    decided({ ...loop, start: first, stop: last }, test, holds, holds, splitter).flatMap((copy) =>
      copy.kind === "for" ? splitLoop(copy, splitter) : [copy],
    );
  return [...build.ops, ...part(false, start, from), ...part(true, from, to), ...part(false, to, stop)];
}

// split-index-sets: a loop that tests where its index is becomes loops over parts of its range, which need not test.
//
// Requires: the planned loop program; the interior and the border of a stencil are told apart by `inRange`.
// Guarantees: no `inRange` of a loop's own index, or of values from outside, is left in a serial loop that counts up by one and has no `break`;
// nor is a comparison of the index, where the loop has no loops within and is small. Remarks name the conditions of the user.
//
//   for j = a to b                        for j = a to l   { border }
//     if inRange l <= j < u { interior }  for j = l to u   { interior }
//     else { border }                     for j = u to b   { border }
//
//   for j = a to b                        for j = a to b         { store out[i, j] 0 }
//     %5 = le (abs (i - j)) 2             for j = i - 2 to i + 3 { store out[i, j] %4 }
//     store out[i, j] select %5, %4, 0
//
// (with l and u clamped to [a, b]). A test that is the same for all iterations is made once, before two copies of the loop. Declines: tests
// within inner loops; comparisons where a float is handed from iteration to iteration (such loops rather run side by side), and selections
// between values that cost little.
import { carriesFloat } from "../../ir/carries-float.js";
import { constantOf } from "../../ir/definitions.js";
import type { LoopId, ValueId } from "../../ir/ids.js";
import type { For, InRange, LoopOp } from "../../ir/ops.js";
import type { LoopProgram } from "../../ir/program.js";
import type { RegionBuilder } from "../../ir/region-builder.js";
import { regionBuilder } from "../../ir/region-builder.js";
import { cloneRegion, mapRegions } from "../../ir/rewrite.js";
import { resultsOf, valuesDefinedIn, walk } from "../../ir/visit.js";
import type { Pass, PassContext } from "../../pass.js";
import type { LinearForm } from "../linear-form.js";
import { addForms, expandForm, linearForm } from "../linear-form.js";
import { isProven } from "../proof-search.js";
import { type FactContext, factContext } from "../range-facts.js";
import { decideTest } from "./decide-test.js";
import type { IndexTest, TestContext } from "./index-tests.js";
import { isOverwrittenFill } from "./overwritten-fill.js";
import { isBorder, isShort, splittingTests, testContext } from "./splitting-tests.js";

/** How many comparisons one loop is split for: the parts multiply. */
const MOST_COMPARISONS = 2;
/** Loops of so few iterations are unrolled rather than split. */
const FEW_ITERATIONS = 16;
/** No count comes near, and as much can be added without wrapping. */
const FAR = 2n ** 62n;

export const splitIndexSets: Pass<LoopProgram> = {
  name: "split-index-sets",
  run: (program, context) => {
    const facts = factContext(program);
    const definitions = new Map(facts.definitions);
    const splitter: Splitter = {
      context,
      tests: testContext(program, definitions),
      facts: { ...facts, definitions },
      define: (ops) => {
        for (const op of ops) for (const value of resultsOf(op, program.tables)) definitions.set(value, op);
      },
    };
    return { ...program, body: splitRegion(program.body, null, splitter) };
  },
};

interface Splitter {
  readonly context: PassContext;
  readonly tests: TestContext;
  readonly facts: FactContext;
  /** Makes operations of this pass known to what asks for definitions. */
  readonly define: (ops: readonly LoopOp[]) => void;
}
type Loop = For<LoopOp>;

/** `within` is the loop of the report around the region. */
function splitRegion(
  region: readonly LoopOp[],
  within: LoopId | null,
  splitter: Splitter,
): readonly LoopOp[] {
  return region.flatMap((op) => {
    const inner = mapRegions<LoopOp>(op, (ops) => {
      const own = op.kind === "for" || op.kind === "parfor" ? op.loop : null;
      return splitRegion(ops, own ?? within, splitter);
    });
    if (inner.kind !== "for" || constantOf(inner.step, splitter.facts.definitions) !== 1 || breaks(inner))
      return [inner];
    return splitLoop(inner, MOST_COMPARISONS, inner.loop ?? within, splitter);
  });
}

function splitLoop(
  loop: Loop,
  comparisons: number,
  within: LoopId | null,
  splitter: Splitter,
): readonly LoopOp[] {
  const { context, tests } = splitter;
  const inside = valuesDefinedIn([loop], context.tables);
  const invariant = rangeTests(loop.body).find((test) =>
    [test.index, test.lower, test.upper].every((value) => !inside.has(value)),
  );
  const split = (part: Loop, left: number): readonly LoopOp[] => splitLoop(part, left, within, splitter);
  if (invariant !== undefined) return unswitch(loop, invariant, splitter, (copy) => split(copy, comparisons));
  const isOrdered = carriesFloat(loop, context.tables) || isUnrolled(loop, splitter);
  const [test] = splittingTests(loop.index, loop.body, isOrdered || comparisons === 0, tests);
  if (test === undefined) return [loop];
  if (isBorder(test)) return parts(loop, test, splitter, (part) => split(part, comparisons));
  if (within !== null) context.remark({ kind: "split", loop: within, span: test.op.span });
  return parts(loop, test, splitter, (part) => split(part, comparisons - 1));
}

function breaks(loop: Loop): boolean {
  let found = false;
  walk(loop.body, (op) => {
    found ||= op.kind === "break" && op.label === loop.label;
  });
  return found;
}

function isUnrolled({ start, stop }: Loop, { facts }: Splitter): boolean {
  const [first, end] = [start, stop].map((value) => constantOf(value, facts.definitions));
  return typeof first === "number" && typeof end === "number" && end - first <= FEW_ITERATIONS;
}

/** The tests by `inRange` on which the loop itself branches, not a loop within. */
function rangeTests(region: readonly LoopOp[]): readonly InRange[] {
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

type SplitFurther = (part: Loop) => readonly LoopOp[];

/** The loop with `test` decided, split further; a copy with ids of its own unless it is the `first` one. */
function decided(
  loop: Loop,
  test: LoopOp,
  holds: boolean,
  first: boolean,
  { context }: Splitter,
  further: SplitFurther,
): readonly LoopOp[] {
  const result: Loop = { ...loop, body: decideTest(loop.body, test, holds) };
  const copies = first ? [result] : cloneRegion<LoopOp>([result], new Map(), context.tables);
  return copies.flatMap((copy) => (copy.kind === "for" ? further(copy) : [copy]));
}

function unswitch(loop: Loop, test: InRange, splitter: Splitter, further: SplitFurther): readonly LoopOp[] {
  const condition = splitter.context.tables.value({ kind: "scalar", dtype: "bool" });
  const branch = (holds: boolean): readonly LoopOp[] => decided(loop, test, holds, holds, splitter, further);
  return [
    { ...test, out: condition },
    { kind: "if", condition, then: branch(true), otherwise: branch(false), span: loop.span },
  ];
}

/** The iterations before the range of the test, those in it, and those after it. */
function parts(loop: Loop, test: IndexTest, splitter: Splitter, further: SplitFurther): readonly LoopOp[] {
  const build = regionBuilder(splitter.context.tables, loop.span);
  const { start, stop } = loop;
  const { inside } = test;
  const lower = test.lower === null || reaches(start, test.lower, splitter) ? null : test.lower;
  const upper = test.upper === null || reaches(test.upper, stop, splitter) ? null : test.upper;
  const emit = (form: LinearForm): ValueId => emitForm(form, build, splitter);
  const from = lower === null ? start : build.binary("min", build.binary("max", emit(lower), start), stop);
  const to = upper === null ? stop : build.binary("max", build.binary("min", emit(upper), stop), from);
  splitter.define(build.ops);
  const part = (holds: boolean, first: ValueId, last: ValueId, short = loop.short): readonly LoopOp[] => {
    const range = { ...loop, start: first, stop: last, ...(short === undefined ? {} : { short }) };
    return decided(range, test.op, holds, holds === inside, splitter, further);
  };
  if (
    isShort(test) &&
    isOverwrittenFill(loop.body, test, splitter.facts.definitions, splitter.context.tables)
  )
    return [...build.ops, ...part(!inside, start, stop), ...part(inside, from, to, true)];
  const before = lower === null ? [] : part(!inside, start, from);
  const range = part(inside, from, to, isShort(test) ? true : loop.short);
  const after = upper === null ? [] : part(!inside, to, stop);
  return [...build.ops, ...before, ...range, ...after];
}

/** Whether it is known that a >= b: then no iterations lie before b, or after a. */
function reaches(a: ValueId | LinearForm, b: ValueId | LinearForm, { facts }: Splitter): boolean {
  const form = (side: ValueId | LinearForm): LinearForm =>
    typeof side === "object" ? expandForm(side, facts.definitions) : linearForm(side, facts.definitions);
  return isProven(addForms(form(a), form(b), -1), [], facts);
}

function emitForm(form: LinearForm, build: RegionBuilder, { tests }: Splitter): ValueId {
  const terms = [...form.terms].sort(([, a], [, b]) => b - a);
  const isAlone = form.constant === 0 && terms.length === 1;
  const sum = terms.reduce<ValueId | null>((left, [value, share]) => {
    const term = isAlone || tests.isCount(value) ? value : nearby(value, build);
    if (share > 0) return left === null ? term : build.binary("add", left, term);
    return build.binary("sub", left ?? build.constant(0), term);
  }, null);
  if (sum === null) return build.constant(form.constant);
  return form.constant === 0 ? sum : build.binary("add", sum, build.constant(form.constant));
}

/** The value, or, where it is farther than any index, as far as that. */
function nearby(value: ValueId, build: RegionBuilder): ValueId {
  return build.binary("max", build.binary("min", value, build.constant(FAR)), build.constant(-FAR));
}

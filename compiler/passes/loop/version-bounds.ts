// version-bounds: bounds checks that depend on the iteration only by a distance are made once, before the loop.
//
// Requires: a loop program after prove-bounds and hoist-invariants.
// Guarantees: an outermost loop whose affine accesses and checks could not be proven stands twice, behind one test of its extreme indices: without these
// checks where all indices are inside, as it was otherwise.
//
//   parfor #0 [i < n]                     if 0 <= k and n - 1 + k < a.shape[0]
//     load a[i + k] checked                 parfor #0 [i < n] { load a[i + k] }
//                                         else parfor #0 [i < n] { load a[i + k] checked }
//
// Declines: indices from memory; more than MAX_TESTS tests; bodies of more than MAX_OPS operations, which would take long to compile twice.
// A `checked` remark on each access that is left says why.
import type { ValueId } from "../../ir/ids.js";
import type { For, LoopOp, Parfor } from "../../ir/ops.js";
import type { LoopProgram } from "../../ir/program.js";
import { regionBuilder } from "../../ir/region-builder.js";
import { cloneRegion, mapRegions } from "../../ir/rewrite.js";
import { scalarType } from "../../ir/types.js";
import { isAccess, valuesDefinedIn, walk } from "../../ir/visit.js";
import type { Pass, PassContext } from "../../pass.js";
import type { LinearForm } from "../linear-form.js";
import type { FactContext } from "../range-facts.js";
import { factContext } from "../range-facts.js";
import { remarkChecks } from "./check-remarks.js";
import type { LiftedChecks } from "./lift-checks.js";
import { liftChecks } from "./lift-checks.js";

const MAX_TESTS = 24;
const MAX_OPS = 600;

export const versionBounds: Pass<LoopProgram> = {
  name: "version-bounds",
  run: (program, { remark }) => {
    const context: Versioner = { ...factContext(program), remark };
    return { ...program, body: versionRegion(program.body, context) };
  },
};

interface Versioner extends FactContext {
  readonly remark: PassContext["remark"];
}

type Loop = For<LoopOp> | Parfor<LoopOp>;

const NOTHING: LiftedChecks = { decided: new Set(), tests: [] };

function versionRegion(region: readonly LoopOp[], context: Versioner): readonly LoopOp[] {
  return region.flatMap((op) => {
    const isLoop = op.kind === "parfor" || (op.kind === "for" && !containsParfor(op));
    return isLoop
      ? versionLoop(op, context)
      : [mapRegions<LoopOp>(op, (inner) => versionRegion(inner, context))];
  });
}

function containsParfor(loop: LoopOp): boolean {
  let found = false;
  walk([loop], (op) => {
    found ||= op.kind === "parfor";
  });
  return found;
}

function versionLoop(loop: Loop, context: Versioner): readonly LoopOp[] {
  const { tables, remark } = context;
  let size = 0;
  walk<LoopOp>([loop], () => {
    size++;
  });
  const inside = valuesDefinedIn([loop], tables);
  const fits = size <= MAX_OPS;
  const lifted = fits ? liftChecks(loop, (value) => inside.has(value), context) : NOTHING;
  const decided = lifted.tests.length > MAX_TESTS ? NOTHING.decided : lifted.decided;
  remarkChecks(loop, decided, inside, context, remark);
  if (decided.size === 0) return [loop];
  if (lifted.tests.length === 0) return [proven(loop, lifted)];
  const slow = cloneRegion<LoopOp>([loop], new Map(), tables);
  const build = regionBuilder(tables, loop.span);
  const condition = conjunction(lifted, build, context);
  return [
    ...build.ops,
    { kind: "if", condition, then: [proven(loop, lifted)], otherwise: slow, span: loop.span },
  ];
}

function proven(loop: Loop, { decided }: LiftedChecks): LoopOp {
  const region = (ops: readonly LoopOp[]): readonly LoopOp[] =>
    ops.flatMap((op): readonly LoopOp[] => {
      if (!decided.has(op)) return [mapRegions<LoopOp>(op, region)];
      return isAccess(op) ? [{ ...op, bounds: { kind: "proven" } }] : [];
    });
  return mapRegions<LoopOp>(loop, region);
}

/** All forms are 0 or more, computed without overflow: what is no extent must be of a sane size first. */
function conjunction(
  { tests }: LiftedChecks,
  build: ReturnType<typeof regionBuilder>,
  context: FactContext,
): ValueId {
  const { tables } = context;
  const zero = build.constant(0);
  const conditions: ValueId[] = [];
  const limits = [build.constant(-(2 ** 52)), build.constant(2 ** 52)] as const;
  for (const value of new Set(tests.flatMap((form) => [...form.terms.keys()]))) {
    const out = tables.value(scalarType("bool"));
    const span = build.ops[0]?.span;
    if (span === undefined) continue;
    build.ops.push({ kind: "inRange", index: value, lower: limits[0], upper: limits[1], out, span });
    conditions.push(out);
  }
  for (const form of tests) conditions.push(build.compare("ge", emitForm(form, build), zero));
  return conditions.reduce((all, condition) => build.binary("and", all, condition));
}

function emitForm(form: LinearForm, build: ReturnType<typeof regionBuilder>): ValueId {
  return [...form.terms].reduce((sum, [value, coefficient]) => {
    if (coefficient === -1) return build.binary("sub", sum, value);
    return build.binary("add", sum, build.binary("mul", value, build.constant(coefficient)));
  }, build.constant(form.constant));
}

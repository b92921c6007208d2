// vectorize-across: neighbouring iterations of a parallel loop run side by side, in the lanes of vectors.
//
// Requires: the planned loop program, with its serialised axes marked by their loop ids.
// Guarantees: a loop of independent iterations in which an inner loop must keep its order or leaps through memory, or around which functions
// are called that LLVM vectorizes in loops of their own only, runs in strips of lanes. What an iteration keeps is one element for each lane; each
// iteration makes the same operations in the same order, so its results are the same bits.
//
//   for i < n                              for s < n / 64
//     sum = 0                                for l < 64: sum[l] = 0
//     for k < m: sum += a[k, i]              for k < m
//     out[i] = exp(sum)                        for l < 64: sum[l] += a[k, 64 * s + l]
//                                            for l < 64: out[64 * s + l] = exp(sum[l])
//                                          the same in strips of 16 for what is left
//                                          for i = n - n % 16 to n { … }    as before
//
// A loop that each iteration leaves at its own time goes on until all lanes have left it; those that have, change nothing any more.
//
// Declines: iterations that can fail, print, allocate or end early; that share memory or accumulators in another way than in one part of the
// body; inner loops whose lanes would read far apart. A remark says why.
import { aliasingOf } from "../../ir/aliasing.js";
import { definitionsOf } from "../../ir/definitions.js";
import type { For, LoopOp, Parfor } from "../../ir/ops.js";
import type { LoopProgram } from "../../ir/program.js";
import { regionBuilder } from "../../ir/region-builder.js";
import { mapRegions } from "../../ir/rewrite.js";
import { scalarType } from "../../ir/types.js";
import type { Pass, PassContext } from "../../pass.js";
import { iterationCostValue } from "../iteration-cost-value.js";
import { emitStrips } from "./lanes/emit-strips.js";
import type { ProgramFacts } from "./lanes/lane-facts.js";
import type { LaneLoop, LanePlan } from "./lanes/lane-plan.js";
import { planLanes } from "./lanes/plan-lanes.js";

export const vectorizeAcross: Pass<LoopProgram> = {
  name: "vectorize-across",
  run: (program, context) => {
    const vectorizer: Vectorizer = {
      tables: program.tables,
      definitions: definitionsOf(program),
      aliasing: aliasingOf(program),
      context,
    };
    return { ...program, body: visitRegion(program.body, vectorizer) };
  },
};

/** As many strips occupy the threads of usual machines evenly. */
const FEWEST_STRIPS = 16;
/** What does not fill a strip runs in strips of a few vectors; their iterations are so much faster that fewer of them do. */
const NARROW_LANES = 16;
const FEWEST_NARROW_STRIPS = 4;

interface Vectorizer extends ProgramFacts {
  readonly context: PassContext;
}

function visitRegion(region: readonly LoopOp[], vectorizer: Vectorizer): readonly LoopOp[] {
  return region.flatMap((op) => {
    const done = vectorize(op, vectorizer);
    return done ?? [mapRegions<LoopOp>(op, (inner) => visitRegion(inner, vectorizer))];
  });
}

/** The loop on lanes; null where it stays as it is. */
function vectorize(op: LoopOp, vectorizer: Vectorizer): readonly LoopOp[] | null {
  if (op.kind === "parfor") return vectorizeParfor(op, vectorizer);
  if (op.kind !== "for" || !isUnitStep(op, vectorizer)) return null;
  const loop: LaneLoop = {
    // With the id of a parallel loop it is an axis of one.
    parallel: op.loop !== null,
    index: op.index,
    body: op.body,
    accumulators: [],
    reassociate: op.reassociate,
    running: new Map(),
  };
  const plan = accept(planLanes(loop, vectorizer), op, vectorizer);
  return plan === null ? null : inStrips(op, plan, vectorizer);
}

function isUnitStep(op: For<LoopOp>, { definitions }: Vectorizer): boolean {
  const step = definitions.get(op.step);
  return step?.kind === "const" && Number(step.value) === 1;
}

function accept(
  plan: LanePlan | string | null,
  op: For<LoopOp> | Parfor<LoopOp>,
  { context }: Vectorizer,
): LanePlan | null {
  if (plan === null) return null;
  const [lanes, reason] = typeof plan === "string" ? [null, plan] : [plan.lanes, null];
  if (op.loop !== null) context.remark({ kind: "lanes", loop: op.loop, lanes, reason });
  return typeof plan === "string" ? null : plan;
}

/** Full strips, narrow ones, then the iterations that are left. */
function inStrips(op: For<LoopOp>, plan: LanePlan, vectorizer: Vectorizer): readonly LoopOp[] {
  const wide = emitStrips({ plan, ...op }, vectorizer);
  if (plan.lanes <= NARROW_LANES) return [...wide.ops, { ...op, start: wide.rest }];
  const narrowPlan = { ...plan, lanes: NARROW_LANES };
  const narrow = emitStrips({ plan: narrowPlan, ...op, start: wide.rest }, vectorizer);
  return [...wide.ops, ...narrow.ops, { ...op, start: narrow.rest }];
}

/**
 * A parallel loop over strips. One of few iterations is left to threads one by one, as it was: its strips would be too few for all of them.
 */
function vectorizeParfor(op: Parfor<LoopOp>, vectorizer: Vectorizer): readonly LoopOp[] | null {
  const [index] = op.indices;
  const [extent] = op.extents;
  if (index === undefined || extent === undefined) return null;
  const accumulators = op.reductions.flatMap(({ slots }) => slots);
  const loop: LaneLoop = {
    parallel: true,
    index,
    body: op.body,
    accumulators,
    reassociate: [],
    running: new Map(),
  };
  const plan = accept(planLanes(loop, vectorizer), op, vectorizer);
  if (plan === null) return null;
  const { tables, definitions } = vectorizer;
  const { span } = op;
  const build = regionBuilder(tables, span);
  const [one, lanes] = [build.constant(1), build.constant(plan.lanes)];
  const isLong = build.compare("ge", extent, build.constant(FEWEST_STRIPS * plan.lanes));
  const narrow = build.constant(Math.min(NARROW_LANES, plan.lanes));
  const isMiddling = build.compare("ge", extent, build.constant(FEWEST_NARROW_STRIPS * NARROW_LANES));
  const width = build.select(isLong, lanes, build.select(isMiddling, narrow, one));
  const rounded = build.binary("add", extent, build.binary("sub", width, one));
  const strips = build.binary("div", rounded, width);
  const iteration = op.cost ?? iterationCostValue(op, build, definitions, tables);
  const cost = build.binary("mul", iteration, width);

  const strip = tables.value(scalarType("int64"));
  const inner = regionBuilder(tables, span);
  const start = inner.binary("mul", strip, width);
  const stop = inner.binary("min", inner.binary("add", start, width), extent);
  // A `continue` of the parallel loop ends an iteration of the one within.
  const { label, loop: id } = op;
  const whole: LoopOp & { readonly kind: "for" } = {
    ...{ kind: "for", label, loop: id, index, start, stop, step: one, span },
    body: op.body,
    reassociate: [],
  };
  const body = [...inner.ops, ...inStrips(whole, plan, vectorizer)];
  const outer = { ...op, label: tables.label(), indices: [strip], extents: [strips], body, cost };
  return [...build.ops, outer];
}

// Parallel loops: the body becomes a function over a range of iterations, which the runtime calls from its threads.
import { containsLoop } from "../ir/contains-loop.js";
import type { ValueId } from "../ir/ids.js";
import type { LoopOp, Parfor } from "../ir/ops.js";
import { InternalError } from "../ir/program.js";
import { walk } from "../ir/visit.js";
import { captureFreeNames, Environment } from "./captures.js";
import { combinePartials } from "./combine-partials.js";
import { emitCost } from "./cost.js";
import { callsElementary } from "./elementary.js";
import type { Emission, Unit } from "./emission.js";
import { scalar } from "./emission.js";
import { emitRegion, withLabel } from "./emit-control.js";
import { closePartial, openPartial, runReduction } from "./emit-reduction.js";
import { FunctionBuilder } from "./function-builder.js";
import { guardedLoop } from "./guarded-loop.js";
import { finishFunction, returnUnlessOk } from "./leave-function.js";
import { closeScope, openScope, release } from "./ownership.js";
import type { PartialLayout } from "./partial-layout.js";
import { layOutPartials } from "./partial-layout.js";
import { markPastCaches } from "./past-caches.js";
import { draws } from "./random.js";
import { reusedFamilies } from "./reused-families.js";

export function emitParfor(e: Emission, op: Parfor<LoopOp>): void {
  const [index] = op.indices;
  const [extent] = op.extents;
  if (index === undefined || extent === undefined || op.indices.length !== 1) {
    throw new InternalError(`loop #${op.loop} has ${op.indices.length} dimensions after planning`);
  }
  if (e.accessGroup !== null) throw new InternalError(`loop #${op.loop} is inside another parallel loop`);
  const { code } = e;
  const n = scalar(e, extent);
  // A loop of no iterations leaves its accumulators alone.
  const [run, done] = [code.label("fork"), code.label("joined")];
  code.branchIf(code.assign(`icmp sgt i64 ${n}, 0`), run, done);
  code.start(run);
  const cost = emitCost(e, op);
  const layout = layOutPartials(e, op.reductions);
  const { name, environment } = outline(e, op, index, layout);
  const memory = environment.store(e);
  if (layout === null) {
    const call = e.unit.module.runtime("weft_parallel_for");
    const status = code.assign(
      `${call}(ptr %context, ptr @${name}, ptr ${memory}, i64 ${n}, i64 ${cost}, i32 ${op.loop})`,
    );
    returnUnlessOk(e, status);
  } else {
    const ran = runReduction(e, layout, { body: name, environment: memory, n, cost, loop: op.loop });
    returnUnlessOk(e, ran.status);
    combinePartials(e, op.reductions, layout, ran);
    release(e, ran.memory);
  }
  code.start(done);
}

/** The function of the body, and what it takes from here. */
function outline(
  e: Emission,
  op: Parfor<LoopOp>,
  index: ValueId,
  layout: PartialLayout | null,
): { readonly name: string; readonly environment: Environment } {
  const { unit } = e;
  const own = unit.module.symbol(`loop_${op.loop}`);
  const subprogram = unit.loops.subprogram(own, op.span);
  const code = new FunctionBuilder(
    `define internal i32 @${own}(ptr %context, ptr noalias readonly %environment, i64 %begin, i64 %end, ` +
      `i64 %block, ptr noalias %partial) #${op.body.some(containsLoop) ? 1 : 0} !dbg ${subprogram}`,
  );
  const accessGroup = unit.loops.accessGroup();
  const prologue = op.prologue ?? [];
  const inner: Emission = {
    unit,
    code,
    values: new Map(),
    slots: new Map(),
    labels: new Map(),
    scopes: [],
    order: "0",
    checks: { kind: "fail" },
    exits: new Map(),
    aliases: unit.scopes.within([...prologue, ...op.body]),
    accessGroup,
    dependentFamilies: new Set([
      ...privateFamilies(unit, op, prologue),
      ...reusedFamilies(op.body, unit.scopes),
    ]),
    subprogram,
  };
  const environment = new Environment(inner);
  captureFreeNames(e, inner, op, environment);
  markPastCaches(e, inner, op, environment);
  const accumulators = layout === null ? [] : openPartial(inner, layout, environment);
  openScope(inner);
  unit.region(inner, prologue);
  const exit = code.label("done");
  const metadata = unit.loops.backEdge(op.span, subprogram, {
    accessGroup,
    calls: callsElementary(op.body),
    draws: draws(op.body),
    ordered: false,
    largeNest: false,
  });
  // The runtime looks at the stop flag between chunks, which are short, but for partials so large that there are few blocks.
  const poll = layout?.fields.some(({ type }) => type.kind === "array") ? "strip" : "never";
  const loop = { begin: "%begin", end: "%end", signed: true, poll, metadata, exit } as const;
  const openSlots = op.reductions.flatMap((reduction) => reduction.slots);
  guardedLoop(
    inner,
    loop,
    { body: op.body, openSlots, index, consecutive: true },
    (checking, ops) => (counter, next) => {
      inner.values.set(index, { kind: "scalar", type: "i64", text: counter });
      const iteration: Emission = { ...checking, order: counter };
      withLabel(iteration, op.label, { breakTo: exit, continueTo: next }, () => emitRegion(iteration, ops));
    },
  );
  closeScope(inner);
  closePartial(inner, accumulators);
  const text = finishFunction(inner);
  // What LLVM says of a loop within names its line.
  const isShared = !op.body.some(containsLoop);
  if (!isShared) unit.module.define(text);
  const name = isShared ? unit.module.share(own, text) : own;
  unit.loopFunctions.set(op.loop, name);
  return { name, environment };
}

/** Arrays that the iterations of a chunk share: partial results, and scratch memory that each iteration uses anew. */
function privateFamilies(unit: Unit, op: Parfor<LoopOp>, prologue: readonly LoopOp[]): ReadonlySet<string> {
  const partials = op.reductions.flatMap(({ slots }) => slots).map(unit.scopes.slotFamily);
  const scratch: string[] = [];
  for (const each of prologue) if (each.kind === "alloc") scratch.push(unit.scopes.family(each.out));
  walk(op.body, (each) => {
    if (each.kind === "alloc" && each.place === "stack") scratch.push(unit.scopes.family(each.out));
  });
  return new Set([...partials, ...scratch]);
}

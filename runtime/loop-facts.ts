import { containsLoop } from "../compiler/ir/contains-loop.js";
import type { LoopId } from "../compiler/ir/ids.js";
import type { LoopOp } from "../compiler/ir/ops.js";
import { walk } from "../compiler/ir/visit.js";
import type { LoopFacts } from "../compiler/report/build-report.js";
import type { LoopRun } from "../compiler/report/diagnostics-report.js";
import { loopStructure } from "../compiler/report/loop-structure.js";
import { positionAt } from "../compiler/source.js";
import type { LoopStatistics, VectorizationRemark } from "./addon-interface.js";
import type { CompiledKernel } from "./compiled-kernel.js";
import { vectorizationReason } from "./vectorization-reason.js";

/** What the machine code of a kernel's loops is like, and what running them showed; loops of which neither is known are left out. */
export function loopFacts({ material, module }: CompiledKernel): ReadonlyMap<LoopId, LoopFacts> {
  const { compilation } = material();
  const { formed, loops } = compilation;
  const planned = loopStructure(loops);
  const nested = loopsAroundOthers(loops.body);
  const statistics = new Map(module.loopStatistics().map((entry) => [entry.loop, entry]));
  const facts = new Map<LoopId, LoopFacts>();
  const isVersion = ({ name }: VectorizationRemark): boolean => name === "WritesPastCaches";
  const vectorizer = module.remarks.filter((remark) => !isVersion(remark));
  const bypassing = new Set<string | undefined>(
    module.remarks.filter(isVersion).map((remark) => remark.function),
  );
  for (const [id, { span }] of loopStructure(formed)) {
    const { line } = positionAt(span.source, span.start);
    // Loops that the compiler made, as for checks ahead of the iterations, have no line.
    const body = compilation.module.loopFunctions.get(id);
    const own = vectorizer.filter((remark) => remark.function === body && remark.line > 0);
    const remarks = own.length > 0 ? own : vectorizer.filter((remark) => remark.line === line);
    const entry = statistics.get(id);
    if (entry === undefined && remarks.length === 0) continue;
    // An iteration of a loop that contains others moves more bytes than its own loads and stores.
    const bytes = nested.has(id) ? null : (planned.get(id)?.bytes ?? null);
    facts.set(id, {
      ...vectorFacts(remarks),
      run: entry === undefined ? null : runOf(entry, bytes, bypassing.has(body)),
    });
  }
  walk(formed.body, (op) => {
    if (op.kind !== "runtimeCall" || op.loop === undefined) return;
    const entry = statistics.get(op.loop);
    if (entry !== undefined)
      facts.set(op.loop, { vectorWidth: null, notVectorized: null, run: runOf(entry, null, false) });
  });
  return facts;
}

function loopsAroundOthers(region: readonly LoopOp[]): ReadonlySet<LoopId> {
  const found = new Set<LoopId>();
  walk(region, (op) => {
    if (op.kind === "parfor" && op.body.some(containsLoop)) found.add(op.loop);
  });
  return found;
}

function vectorFacts(remarks: readonly VectorizationRemark[]): Omit<LoopFacts, "run"> {
  const widths = remarks.flatMap(({ kind, message }) => {
    const [, width] = /vectorization width: (?:vscale x )?(\d+)/.exec(message) ?? [];
    return kind === "passed" && width !== undefined ? [Number(width)] : [];
  });
  if (widths.length > 0) return { vectorWidth: Math.max(...widths), notVectorized: null };
  const reason =
    remarks.find(({ kind }) => kind === "analysis") ?? remarks.find(({ kind }) => kind === "missed");
  return {
    vectorWidth: null,
    notVectorized: reason === undefined ? null : vectorizationReason(reason.message),
  };
}

function runOf(entry: LoopStatistics, bytesPerIteration: number | null, mayBypass: boolean): LoopRun {
  const { calls, nanoseconds, iterations, chunksByThread, pastCachesCalls } = entry;
  const chunks = chunksByThread.reduce((sum, count) => sum + count, 0);
  const bytes = bytesPerIteration === null ? null : bytesPerIteration * iterations;
  return {
    calls,
    milliseconds: nanoseconds / 1e6,
    gigabytesPerSecond: bytes === null || nanoseconds === 0 ? null : bytes / nanoseconds,
    writesPastCaches: mayBypass && pastCachesCalls > 0,
    threadShares: chunks === 0 ? [] : chunksByThread.map((count) => count / chunks),
  };
}

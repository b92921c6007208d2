import type { DiagnosticsReport, ReportedLoop, ReportedRegion } from "./diagnostics-report.js";

/** What became of a loop: `parallel, fused with loop(s): 1`, `serial`. */
export function stateText(report: DiagnosticsReport, loop: ReportedLoop): string {
  const fused = report.loops.filter((other) => other.fusedInto === loop.id).map((other) => other.id);
  const state = loop.state === "serial" ? "serial" : "parallel";
  return fused.length === 0 ? state : `${state}, fused with loop(s): ${fused.join(", ")}`;
}

/** One sentence about a region, as Numba has it. */
export function regionSentence(region: ReportedRegion): string {
  const fused = `Parallel region ${region.id} (loop #${region.root}) had ${region.fused.length} loop(s) fused`;
  if (region.serialized.length === 0) return `${fused}.`;
  return `${fused} and ${region.serialized.length} loop(s) serialized as part of the larger parallel loop (#${region.root}).`;
}

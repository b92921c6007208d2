import type { DiagnosticsReport, ReportedLoop } from "./diagnostics-report.js";
import { loopFactTexts } from "./loop-facts-text.js";

/** All there is to say about one loop: what it is, what it fused with or why not, and what left it. */
export function loopNotes(report: DiagnosticsReport, loop: ReportedLoop): readonly string[] {
  const attempts = report.fusion.flatMap(({ first, second, succeeded, reason }) => {
    if (first !== loop.id && second !== loop.id) return [];
    const other = first === loop.id ? second : first;
    if (!succeeded) return [`not fused with #${other}: ${reason ?? "the loops depend on each other"}`];
    return second === loop.id ? [`fused into #${other}`] : [];
  });
  const hoisted = report.hoisted
    .filter((hoist) => hoist.loop === loop.id)
    .map(({ expression, kind }) =>
      kind === "allocation" ? `allocates ${expression} once for each thread` : `computes ${expression} once`,
    );
  return [...loopFactTexts(report, loop), ...attempts, ...hoisted];
}

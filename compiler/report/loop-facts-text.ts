import type { ReportedLoop } from "./diagnostics-report.js";

/** What is known of a loop beyond its place: space, reductions, vectors, checks, memory, and its runs. */
export function loopFactTexts(loop: ReportedLoop): readonly string[] {
  const facts = [`${loop.kind} over [${loop.iterationSpace.join(", ")}]`];
  if (loop.reductions.length > 0) facts.push(`reductions: ${loop.reductions.join(", ")}`);
  if (loop.vectorWidth !== null) facts.push(`vectors of ${loop.vectorWidth}`);
  else if (loop.notVectorized !== null) facts.push(`not vectorized: ${loop.notVectorized}`);
  const checked = loop.checked.map(({ expression, reason }) => ` (${expression}: ${reason})`).join(",");
  facts.push(loop.boundsChecks === 0 ? "no bounds checks" : `bounds checks: ${loop.boundsChecks}${checked}`);
  if (loop.bytesPerIteration > 0) facts.push(`${loop.bytesPerIteration} bytes an iteration`);
  const { run } = loop;
  if (run === null) return facts;
  facts.push(`${run.calls} ${run.calls === 1 ? "call" : "calls"}, ${run.milliseconds.toFixed(3)} ms`);
  if (run.gigabytesPerSecond !== null) facts.push(`${run.gigabytesPerSecond.toFixed(1)} GB/s`);
  if (run.threadShares.length > 1)
    facts.push(`threads: ${run.threadShares.map((share) => `${Math.round(share * 100)}%`).join(" ")}`);
  return facts;
}

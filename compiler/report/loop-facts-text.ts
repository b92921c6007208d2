import type { DiagnosticsReport, LoopRun, ReportedCall, ReportedLoop } from "./diagnostics-report.js";

/** What is known of a loop beyond its place: space, reductions, vectors, checks, memory, and its runs. */
export function loopFactTexts(report: DiagnosticsReport, loop: ReportedLoop): readonly string[] {
  const facts = [`${loop.kind} over [${loop.iterationSpace.join(", ")}]`];
  if (loop.reductions.length > 0) facts.push(`reductions: ${loop.reductions.join(", ")}`);
  if (loop.vectorWidth !== null) facts.push(`vectors of ${loop.vectorWidth}`);
  else if (loop.notVectorized !== null) facts.push(`not vectorized: ${loop.notVectorized}`);
  const checked = loop.checked.map(({ expression, reason }) => ` (${expression}: ${reason})`).join(",");
  facts.push(loop.boundsChecks === 0 ? "no bounds checks" : `bounds checks: ${loop.boundsChecks}${checked}`);
  if (loop.splitAt.length > 0) facts.push(`in parts by ${loop.splitAt.join(", ")}`);
  if (loop.bytesPerIteration > 0) facts.push(`${loop.bytesPerIteration} bytes an iteration`);
  const { run } = loop;
  if (run === null) return facts;
  facts.push(callsText(run));
  const { gigabytesPerSecond } = run;
  if (gigabytesPerSecond !== null)
    facts.push(bandwidthText(gigabytesPerSecond, report.machineGigabytesPerSecond));
  if (run.writesPastCaches) facts.push("writes past the caches");
  if (run.threadShares.length > 1)
    facts.push(`threads: ${run.threadShares.map((share) => `${Math.round(share * 100)}%`).join(" ")}`);
  return facts;
}

const callsText = ({ calls, milliseconds }: Pick<LoopRun, "calls" | "milliseconds">): string =>
  `${calls} ${calls === 1 ? "call" : "calls"}, ${milliseconds.toFixed(3)} ms`;

/** What a loop moved beside what the machine's memory can; data in caches comes faster than that. */
function bandwidthText(rate: number, machine: number | null): string {
  const text = `${rate.toFixed(1)} GB/s`;
  if (machine === null) return text;
  return `${text} (${Math.round((100 * rate) / machine)}% of the memory's ${machine.toFixed(1)})`;
}

/** What a call of a native function does, by what, and what running it showed. */
export function callText({ kind, library, run }: ReportedCall): string {
  return [`${kind} by ${library}`, ...(run === null ? [] : [callsText(run)])].join("; ");
}

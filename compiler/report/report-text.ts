import type { DiagnosticsReport, ReportedLoop } from "./diagnostics-report.js";
import { callText, loopFactTexts } from "./loop-facts-text.js";
import { regionSentence, stateText } from "./region-text.js";
import { seedText } from "./seed-text.js";

export type ReportLevel = 1 | 2 | 3 | 4;
const WIDTH = 80;

/**
 * The report as text. Level 1 has the loop listing, what became of each loop, and a sentence for each region; 2 adds the fusion attempts and the
 * loops after optimization; 3 the loops before it and allocation hoisting; 4 loop-invariant code motion.
 */
export function reportText(report: DiagnosticsReport, level: ReportLevel): string {
  const sections = [title(report), listing(report)];
  if (level >= 2) sections.push(section("Fusing loops"), fusing(report));
  if (level >= 3) sections.push(section("Before Optimization"), tree(report, "before"));
  if (level >= 2) {
    sections.push(section("After Optimization"), tree(report, "after"));
  }
  sections.push(section("Parallel regions"), summary(report), section("Loops"), loopLines(report));
  if (report.calls.length > 0) sections.push(section("Library calls"), callLines(report));
  if (level >= 3) sections.push(section("Allocation hoisting"), allocations(report));
  if (level >= 4) sections.push(section("Loop invariant code motion"), invariants(report));
  if (report.random !== null) sections.push(section("Random numbers"), seedText(report.random));
  if (report.warnings.length > 0) sections.push(section("Warnings"), warnings(report));
  return `${sections.join("\n")}\n`;
}

function title(report: DiagnosticsReport): string {
  const bar = "=".repeat(WIDTH);
  return `${bar}\n ${report.function}${report.signature}\n${bar}`;
}

function section(name: string): string {
  const room = WIDTH - name.length - 2;
  const left = Math.floor(room / 2);
  return `\n${"-".repeat(left)} ${name} ${"-".repeat(room - left)}`;
}

/** The source with the numbers of the loops that begin on each line. */
function listing(report: DiagnosticsReport): string {
  const width = Math.max(...report.source.map((line) => line.length), 38) + 2;
  const rows = report.source.map((text, row) => {
    const ids = report.loops
      .filter((loop) => loop.line === report.firstLine + row)
      .map((loop) => `#${loop.id}`);
    return ids.length === 0
      ? `${text.padEnd(width)}|`
      : `${text}${"-".repeat(width - text.length)}| ${ids.join(", ")}`;
  });
  return [
    `Parallel loop listing for function ${report.function}`,
    `${"-".repeat(width)}|loop #ID`,
    ...rows,
  ].join("\n");
}

function fusing(report: DiagnosticsReport): string {
  const lines = ["Attempting fusion of parallel loops (combines loops with similar properties)..."];
  if (report.fusion.length === 0) lines.push("There are no two loops that could be fused.");
  for (const { first, second, succeeded, reason } of report.fusion) {
    lines.push(`Trying to fuse loops #${first} and #${second}:`);
    lines.push(
      succeeded
        ? `  - fusion succeeded: parallel for-loop #${second} is fused into for-loop #${first}.`
        : `  - fusion failed: ${reason ?? "the loops depend on each other"}`,
    );
  }
  return lines.join("\n");
}

/** The loops of each region, nested as in the source; `before` optimization all of them are parallel. */
function tree(report: DiagnosticsReport, when: "before" | "after"): string {
  const lines: string[] = [];
  const state = (loop: ReportedLoop): string => (when === "before" ? "parallel" : stateText(report, loop));
  const add = (loop: ReportedLoop, depth: number): void => {
    lines.push(`${"   ".repeat(depth)}+--${loop.id} (${state(loop)})`);
    for (const child of report.loops) if (child.parent === loop.id) visit(child, depth + 1);
  };
  const visit = (loop: ReportedLoop, depth: number): void => {
    // After optimization a fused loop is named by the one that it became part of.
    if (when === "before" || loop.state !== "fused") add(loop, depth);
    else for (const child of report.loops) if (child.parent === loop.id) visit(child, depth);
  };
  for (const region of report.regions) {
    lines.push(`Parallel region ${region.id}:`);
    const members = new Set([region.root, ...region.fused, ...region.serialized]);
    for (const loop of report.loops) if (loop.parent === null && members.has(loop.id)) visit(loop, 0);
  }
  return lines.join("\n");
}

function summary(report: DiagnosticsReport): string {
  if (report.regions.length === 0) return "There are no parallel loops.";
  return report.regions.map((region) => regionSentence(region)).join("\n");
}

function loopLines(report: DiagnosticsReport): string {
  return report.loops.map((loop) => loopLine(report, loop)).join("\n");
}

function callLines(report: DiagnosticsReport): string {
  return report.calls.map((call) => `${call.expression} (line ${call.line}): ${callText(call)}`).join("\n");
}

function loopLine(report: DiagnosticsReport, loop: ReportedLoop): string {
  return `loop #${loop.id} (line ${loop.line}): ${loopFactTexts(report, loop).join("; ")}`;
}

function allocations(report: DiagnosticsReport): string {
  const rows = report.hoisted.filter((hoist) => hoist.kind === "allocation");
  const failed = report.notHoisted.filter((row) => row.kind === "allocation");
  const lines = rows.length === 0 ? ["No allocation hoisting found"] : [];
  for (const { loop, expression, line } of rows)
    lines.push(
      `loop #${loop}:`,
      `  ${expression} (line ${line}) is allocated once for each thread, not for each iteration`,
    );
  for (const { loop, expression, line, input } of report.reused)
    lines.push(`loop #${loop}:`, `  ${expression} (line ${line}) takes the memory of ${input}`);
  for (const { loop, expression, line, dependency } of failed)
    lines.push(`loop #${loop}:`, `  ${expression} (line ${line}) is not hoisted: it needs ${dependency}`);
  return lines.join("\n");
}

function invariants(report: DiagnosticsReport): string {
  const lines = ["Instruction hoisting:"];
  for (const { id } of report.loops) {
    const hoisted = report.hoisted.filter((hoist) => hoist.loop === id && hoist.kind === "instruction");
    const failed = report.notHoisted.filter((row) => row.loop === id && row.kind === "instruction");
    if (hoisted.length + failed.length === 0) continue;
    lines.push(`loop #${id}:`);
    if (hoisted.length > 0) lines.push("  Has the following hoisted:");
    for (const { expression, line } of hoisted) lines.push(`    ${expression} (line ${line})`);
    if (failed.length > 0) lines.push("  Failed to hoist the following:");
    for (const { expression, line, dependency } of failed)
      lines.push(`    dependency: ${expression} (line ${line}) needs ${dependency}`);
  }
  if (lines.length === 1) lines.push("No instruction hoisting found");
  return lines.join("\n");
}

function warnings(report: DiagnosticsReport): string {
  return report.warnings.map(({ line, column, message }) => `${line}:${column} ${message}`).join("\n");
}

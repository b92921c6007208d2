import type { DiagnosticsReport, ReportedNoHoist } from "./diagnostics-report.js";
import { escapeHtml, fold, list } from "./html.js";
import { callText } from "./loop-facts-text.js";
import { REPORT_STYLE } from "./report-style.js";
import type { ReportLevel } from "./report-text.js";
import { seedText } from "./seed-text.js";
import { sourceList } from "./source-html.js";
import { regionTrees } from "./tree-html.js";

/**
 * The report as a fragment of HTML that needs nothing else: the source with the loops of a region in one colour, the regions as trees, and reasons under the
 * pointer and in folds that the keyboard opens. `level` decides which sections are open at first, none is left out.
 */
export function reportHtml(report: DiagnosticsReport, level: ReportLevel): string {
  const name = escapeHtml(report.function);
  return [
    `<section class="weft-report" aria-label="Parallel diagnostics of ${name}">`,
    `<style>${REPORT_STYLE}</style>`,
    `<h3><code>${name}</code><code class="weft-signature">${escapeHtml(report.signature)}</code></h3>`,
    list(totals(report), ' class="weft-totals"'),
    report.warnings.length > 0 ? warnings(report) : "",
    report.random === null ? "" : `<p>${escapeHtml(seedText(report.random))}</p>`,
    sourceList(report),
    fold("Parallel regions", true, regionTrees(report)),
    report.calls.length === 0 ? "" : fold("Library calls", true, calls(report)),
    fold(`Fusing loops ${count(report.fusion.length)}`, level >= 2, fusing(report)),
    fold("Allocation hoisting", level >= 3, allocations(report)),
    fold("Loop invariant code motion", level >= 4, invariants(report)),
    "</section>",
  ].join("\n");
}

const count = (items: number): string => `<span class="weft-count">${items}</span>`;

function totals({ loops, regions }: DiagnosticsReport): readonly string[] {
  const plural = (number: number, name: string): string =>
    `<b>${number}</b> ${name}${number === 1 ? "" : "s"}`;
  const fused = loops.filter(({ state }) => state === "fused").length;
  const serial = loops.filter(({ state }) => state === "serial").length;
  const checks = loops.reduce((sum, { boundsChecks }) => sum + boundsChecks, 0);
  return [
    plural(regions.length, "parallel region"),
    plural(loops.length, "loop"),
    `<b>${fused}</b> fused`,
    `<b>${serial}</b> serial`,
    plural(checks, "bounds check"),
  ];
}

function warnings(report: DiagnosticsReport): string {
  const items = report.warnings.map(
    ({ line, column, message }) => `<b>Line ${line}:${column}</b> ${escapeHtml(message)}`,
  );
  return `<div class="weft-warnings" role="note" aria-label="Warnings">${list(items)}</div>`;
}

function calls(report: DiagnosticsReport): string {
  return list(
    report.calls.map(
      (call) =>
        `<code>${escapeHtml(call.expression)}</code> (line ${call.line}): ${escapeHtml(callText(call))}`,
    ),
    ' class="weft-calls"',
  );
}

function fusing(report: DiagnosticsReport): string {
  const items = report.fusion.map(({ first, second, succeeded, reason }) =>
    succeeded
      ? `<li class="weft-succeeded">#${second} is fused into #${first}</li>`
      : `<li class="weft-failed">#${first} and #${second} are not: ${escapeHtml(reason ?? "the loops depend on each other")}</li>`,
  );
  return attempts(items, "There are no two loops that could be fused.");
}

function allocations(report: DiagnosticsReport): string {
  const hoisted = report.hoisted
    .filter(({ kind }) => kind === "allocation")
    .map(
      ({ loop, expression, line }) =>
        `<li class="weft-succeeded">loop #${loop}: <code>${escapeHtml(expression)}</code> (line ${line}) is allocated once for each thread</li>`,
    );
  const reused = report.reused.map(
    ({ loop, expression, line, input }) =>
      `<li class="weft-succeeded">loop #${loop}: <code>${escapeHtml(expression)}</code> (line ${line}) takes the memory of <code>${escapeHtml(input)}</code></li>`,
  );
  const failed = notHoisted(report, "allocation");
  return attempts([...hoisted, ...reused, ...failed], "No allocation hoisting found");
}

const attempts = (items: readonly string[], none: string): string =>
  items.length === 0 ? `<p>${none}</p>` : `<ul class="weft-attempts">${items.join("")}</ul>`;

const notHoisted = (report: DiagnosticsReport, wanted: ReportedNoHoist["kind"]): readonly string[] =>
  report.notHoisted
    .filter(({ kind }) => kind === wanted)
    .map(
      ({ loop, expression, line, dependency }) =>
        `<li class="weft-failed">loop #${loop}: <code>${escapeHtml(expression)}</code> (line ${line}) is not: it needs ${escapeHtml(dependency)}</li>`,
    );

function invariants(report: DiagnosticsReport): string {
  const hoisted = report.hoisted
    .filter((hoist) => hoist.kind === "instruction")
    .map(
      ({ loop, expression, line }) =>
        `<li class="weft-succeeded">loop #${loop}: <code>${escapeHtml(expression)}</code> (line ${line}) is hoisted</li>`,
    );
  return attempts([...hoisted, ...notHoisted(report, "instruction")], "No instruction hoisting found");
}

import type { DiagnosticsReport, ReportedLoop, ReportedRegion } from "./diagnostics-report.js";
import { loopFactTexts } from "./loop-facts-text.js";
import { regionSentence, stateText } from "./region-text.js";
import { REPORT_STYLE, regionHue } from "./report-style.js";
import type { ReportLevel } from "./report-text.js";
import { seedText } from "./seed-text.js";

/**
 * The report as a fragment of HTML that needs nothing else: the source with the loops of a region in one colour, the regions as trees, and reasons in folds that
 * the keyboard opens. `level` decides which sections are open at first, none is left out.
 */
export function reportHtml(report: DiagnosticsReport, level: ReportLevel): string {
  const name = escapeHtml(report.function);
  return [
    `<section class="weft-report" aria-label="Parallel diagnostics of ${name}">`,
    `<style>${REPORT_STYLE}</style>`,
    `<h3>Parallel diagnostics: <code>${name}</code> <code>${escapeHtml(report.signature)}</code></h3>`,
    sourceList(report),
    regions(report),
    fold("Fusing loops", level >= 2, fusing(report)),
    fold("Allocation hoisting", level >= 3, allocations(report)),
    fold("Loop invariant code motion", level >= 4, invariants(report)),
    report.random === null ? "" : `<p>${escapeHtml(seedText(report.random))}</p>`,
    report.warnings.length > 0 ? fold("Warnings", true, warnings(report)) : "",
    "</section>",
  ].join("\n");
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

const list = (items: readonly string[], attributes = ""): string =>
  `<ul${attributes}>${items.map((item) => `<li>${item}</li>`).join("")}</ul>`;

function fold(title: string, open: boolean, content: string): string {
  return `<details${open ? " open" : ""}><summary><b>${title}</b></summary>${content}</details>`;
}

function regionOf(report: DiagnosticsReport, loop: number): ReportedRegion | undefined {
  return report.regions.find(
    ({ root, fused, serialized }) => root === loop || fused.includes(loop) || serialized.includes(loop),
  );
}

/** The source; a line with loops opens to what is known of them. */
function sourceList(report: DiagnosticsReport): string {
  const lines = report.source.map((text, row) => {
    const line = report.firstLine + row;
    const number = `<span class="weft-number">${line}</span>`;
    const loops = report.loops.filter((loop) => loop.line === line);
    const [first] = loops;
    if (first === undefined) return `<li>${number}${escapeHtml(text)}</li>`;
    const hue = regionHue(regionOf(report, first.id)?.id ?? 0);
    const badges = loops.map((loop) => badge(report, loop)).join("");
    const facts = list(
      loops.map((loop) => `<b>#${loop.id}</b> ${escapeHtml(loopFactTexts(loop).join("; "))}`),
    );
    return (
      `<li class="weft-region" style="--hue: ${hue}">` +
      `<details><summary>${number}${escapeHtml(text)}${badges}</summary>${facts}</details></li>`
    );
  });
  return `<ol class="weft-source" aria-label="Parallel loop listing">${lines.join("")}</ol>`;
}

function badge(report: DiagnosticsReport, loop: ReportedLoop): string {
  const state = loop.fusedInto === null ? stateText(report, loop) : `fused into #${loop.fusedInto}`;
  return `<span class="weft-badge">#${loop.id} ${escapeHtml(state)}</span>`;
}

function regions(report: DiagnosticsReport): string {
  if (report.regions.length === 0) return "<p>There are no parallel loops.</p>";
  const trees = (["before", "after"] as const).map(
    (when) =>
      `<div><h4>${when === "before" ? "Before" : "After"} Optimization</h4>` +
      `${list(
        report.regions.map((region) => `Parallel region ${region.id}:${tree(report, region, when)}`),
        ' class="weft-tree"',
      )}</div>`,
  );
  const sentences = list(report.regions.map((region) => escapeHtml(regionSentence(region))));
  return `<div class="weft-columns">${trees.join("")}</div>${sentences}`;
}

function tree(report: DiagnosticsReport, region: ReportedRegion, when: "before" | "after"): string {
  const children = (parent: number): readonly ReportedLoop[] =>
    report.loops.filter((loop) => loop.parent === parent);
  const items = (loop: ReportedLoop): readonly string[] => {
    const below = children(loop.id).flatMap(items);
    if (when === "after" && loop.state === "fused") return below;
    const state = when === "before" ? "parallel" : stateText(report, loop);
    return [`#${loop.id} (${escapeHtml(state)})${below.length > 0 ? list(below) : ""}`];
  };
  const members = new Set([region.root, ...region.fused, ...region.serialized]);
  return list(report.loops.filter((loop) => loop.parent === null && members.has(loop.id)).flatMap(items));
}

function fusing(report: DiagnosticsReport): string {
  if (report.fusion.length === 0) return "<p>There are no two loops that could be fused.</p>";
  const items = report.fusion.map(({ first, second, succeeded, reason }) =>
    succeeded
      ? `<li class="weft-succeeded">#${second} is fused into #${first}</li>`
      : `<li class="weft-failed">#${first} and #${second}: ${escapeHtml(reason ?? "the loops depend on each other")}</li>`,
  );
  return `<ul>${items.join("")}</ul>`;
}

function allocations(report: DiagnosticsReport): string {
  const rows = report.hoisted.filter((hoist) => hoist.kind === "allocation");
  if (rows.length === 0) return "<p>No allocation hoisting found</p>";
  return list(
    rows.map(
      ({ loop, expression, line }) =>
        `loop #${loop}: <code>${escapeHtml(expression)}</code> (line ${line}) is allocated once for each thread`,
    ),
  );
}

function invariants(report: DiagnosticsReport): string {
  const hoisted = report.hoisted
    .filter((hoist) => hoist.kind === "instruction")
    .map(
      ({ loop, expression, line }) =>
        `loop #${loop}: <code>${escapeHtml(expression)}</code> (line ${line}) is hoisted`,
    );
  const failed = report.notHoisted.map(
    ({ loop, expression, line, dependency }) =>
      `loop #${loop}: <code>${escapeHtml(expression)}</code> (line ${line}) is not: it needs ${escapeHtml(dependency)}`,
  );
  return hoisted.length + failed.length === 0
    ? "<p>No instruction hoisting found</p>"
    : list([...hoisted, ...failed]);
}

function warnings(report: DiagnosticsReport): string {
  return list(
    report.warnings.map(({ line, column, message }) => `line ${line}:${column}: ${escapeHtml(message)}`),
  );
}

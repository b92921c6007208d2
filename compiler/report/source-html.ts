import type { DiagnosticsReport, ReportedLoop, ReportedRegion } from "./diagnostics-report.js";
import { escapeHtml, list } from "./html.js";
import { loopNotes } from "./loop-notes.js";
import { regionHue } from "./report-style.js";

export function regionOf(report: DiagnosticsReport, loop: number): ReportedRegion | undefined {
  return report.regions.find(
    ({ root, fused, serialized }) => root === loop || fused.includes(loop) || serialized.includes(loop),
  );
}

/** The colour of the region of a loop, as an attribute. */
export const hueOf = (report: DiagnosticsReport, loop: number): string =>
  ` style="--hue: ${regionHue(regionOf(report, loop)?.id ?? 0)}"`;

/** The source. A line with loops shows what is known of them to the pointer, and opens to it. */
export function sourceList(report: DiagnosticsReport): string {
  const lines = report.source.map((text, row) => sourceLine(report, text, report.firstLine + row));
  return `<ol class="weft-source" aria-label="Parallel loop listing">${lines.join("")}</ol>`;
}

function sourceLine(report: DiagnosticsReport, text: string, line: number): string {
  const loops = report.loops.filter((loop) => loop.line === line);
  const warnings = report.warnings.filter((warning) => warning.line === line);
  const number = `<span class="weft-number">${line}</span>`;
  const code = `${number}<code>${escapeHtml(text) || " "}</code>`;
  const mark = warnings.length > 0 ? ' <span class="weft-mark" role="img" aria-label="warning">⚠</span>' : "";
  const [first] = loops;
  if (first === undefined) {
    // The inner lines of a loop have the colour of the loop that begins last.
    const around = report.loops.filter((loop) => loop.line < line && line <= loop.endLine).at(-1);
    const attributes = around === undefined ? "" : ` class="weft-region"${hueOf(report, around.id)}`;
    return `<li${attributes}><div class="weft-line">${code}${mark}</div></li>`;
  }
  const badges = loops.map((loop) => badge(report, loop)).join("");
  const notes = loops.map((loop) => `<dt>#${loop.id}</dt><dd>${list(notesOf(report, loop))}</dd>`).join("");
  // The notes are there twice: for the pointer they hover, for everyone they are in the fold.
  return (
    `<li class="weft-region"${hueOf(report, first.id)}><details>` +
    `<summary class="weft-line">${code}${badges}${mark}<dl class="weft-hover" aria-hidden="true">${notes}</dl></summary>` +
    `<dl class="weft-notes">${notes}</dl></details></li>`
  );
}

const notesOf = (report: DiagnosticsReport, loop: ReportedLoop): readonly string[] =>
  loopNotes(report, loop).map(escapeHtml);

function badge(report: DiagnosticsReport, loop: ReportedLoop): string {
  const state = loop.fusedInto === null ? loop.state : `fused into #${loop.fusedInto}`;
  return `<span class="weft-badge weft-${loop.state}"${hueOf(report, loop.id)}>#${loop.id} ${state}</span>`;
}

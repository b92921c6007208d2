import type { DiagnosticsReport, ReportedLoop, ReportedRegion } from "./diagnostics-report.js";
import { escapeHtml, list } from "./html.js";
import { regionSentence, stateText } from "./region-text.js";
import { hueOf } from "./source-html.js";

type When = "before" | "after";

/** The loops of each region as trees, before optimization beside after it, and a sentence for each region. */
export function regionTrees(report: DiagnosticsReport): string {
  if (report.regions.length === 0) return "<p>There are no parallel loops.</p>";
  const column = (when: When, title: string): string => {
    const trees = report.regions.map((region) => {
      const name = `<span class="weft-region-name">Parallel region ${region.id}</span>`;
      return `<li${hueOf(report, region.root)}>${name}${tree(report, region, when)}</li>`;
    });
    return `<div><h4>${title}</h4><ul class="weft-tree">${trees.join("")}</ul></div>`;
  };
  const sentences = list(
    report.regions.map((region) => escapeHtml(regionSentence(region))),
    ' class="weft-sentences"',
  );
  return `<div class="weft-columns">${column("before", "Before optimization")}${column("after", "After optimization")}</div>${sentences}`;
}

function tree(report: DiagnosticsReport, region: ReportedRegion, when: When): string {
  const children = (parent: number): readonly ReportedLoop[] =>
    report.loops.filter((loop) => loop.parent === parent);
  const items = (loop: ReportedLoop): readonly string[] => {
    const below = children(loop.id).flatMap(items);
    // After optimization a fused loop is named by the one that it became part of.
    if (when === "after" && loop.state === "fused") return below;
    const state = when === "before" ? "parallel" : stateText(report, loop);
    const text = `<b>#${loop.id}</b> ${escapeHtml(loop.kind)} <span class="weft-state">${escapeHtml(state)}</span>`;
    return [`${text}${below.length > 0 ? list(below) : ""}`];
  };
  const members = new Set([region.root, ...region.fused, ...region.serialized]);
  return list(report.loops.filter((loop) => loop.parent === null && members.has(loop.id)).flatMap(items));
}

import type { HoistFactsJson, LoopFactsJson, ReportFactsJson } from "./case.js";
import type { HoistJson, LoopJson, ReportJson } from "./report-json.js";

/** The facts that do not hold of a report, each as a sentence. */
export function checkReport(report: ReportJson, want: ReportFactsJson): readonly string[] {
  return [
    ...checkTotals(report, want),
    ...missing(
      "loop",
      want.loops,
      (facts) => report.loops.some((loop) => loopHas(loop, facts, report)),
      report.loops,
    ),
    ...checkRegions(report, want),
    ...missing(
      "fusion attempt",
      want.fusion,
      (facts) => report.fusion.some((attempt) => fusionHas(attempt, facts, report)),
      report.fusion,
    ),
    ...missing(
      "hoisted",
      want.hoisted,
      (facts) => report.hoisted.some((entry) => hoistHas(entry, facts, report)),
      report.hoisted,
    ),
    ...missing(
      "not hoisted",
      want.notHoisted,
      (facts) => report.notHoisted.some((entry) => hoistHas(entry, facts, report)),
      report.notHoisted,
    ),
    ...missing(
      "warning",
      want.warnings,
      ({ line, messageIncludes }) =>
        report.warnings.some(
          (warning) =>
            (line === undefined || warning.line === line) && includesAll(warning.message, messageIncludes),
        ),
      report.warnings,
    ),
  ];
}

function missing<Facts>(
  what: string,
  wanted: readonly Facts[] | undefined,
  holds: (facts: Facts) => boolean,
  among: readonly unknown[],
): readonly string[] {
  return (wanted ?? [])
    .filter((facts) => !holds(facts))
    .map((facts) => `no ${what} is ${JSON.stringify(facts)} among ${JSON.stringify(among)}`);
}

function checkTotals(report: ReportJson, want: ReportFactsJson): readonly string[] {
  const problems: string[] = [];
  const equal = (name: string, got: unknown, wanted: unknown): void => {
    if (wanted !== undefined && JSON.stringify(got) !== JSON.stringify(wanted)) {
      problems.push(`${name} is ${JSON.stringify(got)}, want ${JSON.stringify(wanted)}`);
    }
  };
  equal("function", report.function, want.function);
  equal("source", report.source, want.source);
  equal("the number of loops", report.loops.length, want.loopCount);
  equal("the number of regions", report.regions.length, want.regionCount);
  equal("the number of warnings", report.warnings.length, want.warningCount);
  if (!includesAll(report.signature, want.signatureIncludes))
    problems.push(`signature is ${report.signature}`);
  const regions = report.regions.length;
  if (regions < (want.regionCountAtLeast ?? 0))
    problems.push(`${regions} regions, want ${want.regionCountAtLeast} or more`);
  if (regions > (want.regionCountAtMost ?? regions))
    problems.push(`${regions} regions, want ${want.regionCountAtMost} at most`);
  const fused = report.regions.reduce((sum, region) => sum + region.fused.length, 0);
  if (fused < (want.fusedAtLeast ?? 0))
    problems.push(`${fused} fused loops, want ${want.fusedAtLeast} or more`);
  return problems;
}

function checkRegions(report: ReportJson, want: ReportFactsJson): readonly string[] {
  const linesOf = (ids: readonly number[]): readonly (number | undefined)[] =>
    ids.map((id) => lineOf(report, id));
  const together = (lines: readonly number[]): number =>
    Math.max(
      0,
      ...report.regions.map(({ root, fused }) => {
        const present = linesOf([root, ...fused]);
        return lines.filter((line) => present.includes(line)).length;
      }),
    );
  return [
    ...missing(
      "region",
      want.regions,
      (facts) =>
        report.regions.some(
          (region) =>
            (facts.root === undefined || region.root === facts.root) &&
            sameSet(region.fused, facts.fused) &&
            sameSet(region.serialized, facts.serialized),
        ),
      report.regions,
    ),
    ...missing(
      "region with loops of lines",
      want.fusedTogether,
      (lines) => together(lines) === lines.length,
      report.regions,
    ),
    ...missing("separation of lines", want.notFusedTogether, (lines) => together(lines) < 2, report.regions),
    ...missing(
      "serialized loop of line",
      want.serialized,
      (line) => report.regions.some((region) => linesOf(region.serialized).includes(line)),
      report.regions,
    ),
  ];
}

const lineOf = (report: ReportJson, id: number | null): number | undefined =>
  report.loops.find((loop) => loop.id === id)?.line;

function sameSet(got: readonly number[], want: readonly number[] | undefined): boolean {
  return want === undefined || (got.length === want.length && want.every((id) => got.includes(id)));
}

const includesAll = (text: string, parts: readonly string[] | undefined): boolean =>
  (parts ?? []).every((part) => text.toLowerCase().includes(part.toLowerCase()));

function loopHas(loop: LoopJson, facts: LoopFactsJson, report: ReportJson): boolean {
  const equal = (["id", "line", "parent", "fusedInto", "boundsChecks"] as const).every(
    (key) => facts[key] === undefined || facts[key] === loop[key],
  );
  const states = facts.state === undefined ? [loop.state] : [facts.state].flat();
  return (
    equal &&
    states.includes(loop.state) &&
    includesAll(loop.kind, facts.kindIncludes === undefined ? [] : [facts.kindIncludes]) &&
    includesAll(loop.reductions.join("; "), facts.reductionsInclude) &&
    (facts.parentLine === undefined || lineOf(report, loop.parent) === facts.parentLine) &&
    (loop.vectorWidth ?? 1) >= (facts.vectorWidthAtLeast ?? 0) &&
    loop.boundsChecks >= (facts.boundsChecksAtLeast ?? 0)
  );
}

function fusionHas(
  attempt: ReportJson["fusion"][number],
  facts: NonNullable<ReportFactsJson["fusion"]>[number],
  report: ReportJson,
): boolean {
  return (
    (facts.firstLine === undefined || lineOf(report, attempt.first) === facts.firstLine) &&
    (facts.secondLine === undefined || lineOf(report, attempt.second) === facts.secondLine) &&
    (facts.succeeded === undefined || attempt.succeeded === facts.succeeded) &&
    includesAll(attempt.reason ?? "", facts.reasonIncludes)
  );
}

function hoistHas(entry: HoistJson, facts: HoistFactsJson, report: ReportJson): boolean {
  const dense = (text: string): string => text.replaceAll(/\s/g, "");
  return (
    (facts.kind === undefined || entry.kind === facts.kind) &&
    (facts.line === undefined || entry.line === facts.line) &&
    (facts.loopLine === undefined || lineOf(report, entry.loop) === facts.loopLine) &&
    dense(entry.expression).includes(dense(facts.expressionIncludes ?? ""))
  );
}

import { buildReport } from "../compiler/report/build-report.js";
import type { DiagnosticsReport } from "../compiler/report/diagnostics-report.js";
import { reportHtml } from "../compiler/report/report-html.js";
import { reportText } from "../compiler/report/report-text.js";
import type { DiagnosticsLevel } from "./cell-options.js";
import type { CompiledKernel } from "./compiled-kernel.js";
import type { Dispatcher } from "./dispatcher.js";
import { kernelFor } from "./inspect-kernel.js";
import { loopFacts } from "./loop-facts.js";
import { loadNative } from "./native.js";
import type { ParallelEnvironment } from "./parallel-environment.js";
import { ReportDisplay } from "./report-display.js";

export type DiagnosticsFormat = "text" | "html" | "json";

export interface DiagnosticsRequest {
  /** How much: 1 (default) loops and regions, 2 fusion, 3 allocation hoisting, 4 loop-invariant code motion. */
  readonly level?: DiagnosticsLevel;
  readonly format?: DiagnosticsFormat;
  /** One of `signatures`; the latest without it. */
  readonly signature?: string;
}

/** Tells the report on a function's kernels: `json` as data, else as what a notebook displays. */
export interface Diagnose {
  (request: DiagnosticsRequest & { readonly format: "json" }): DiagnosticsReport;
  (request?: DiagnosticsRequest): ReportDisplay;
}

/** `f.parallelDiagnostics`; it throws an Error before the first compilation, and for a signature that was not compiled. */
export function diagnoser(dispatcher: Dispatcher): Diagnose {
  function diagnose(request: DiagnosticsRequest & { readonly format: "json" }): DiagnosticsReport;
  function diagnose(request?: DiagnosticsRequest): ReportDisplay;
  function diagnose({
    level = 1,
    format,
    signature,
  }: DiagnosticsRequest = {}): DiagnosticsReport | ReportDisplay {
    const report = reportOf(kernelFor(dispatcher, signature));
    switch (format) {
      case "json":
        return report;
      case "text":
        return new ReportDisplay(reportText(report, level), null);
      case "html":
      case undefined:
        return new ReportDisplay(reportText(report, level), reportHtml(report, level));
      default: {
        const unknown: never = format;
        throw new TypeError(`There is no report format ${String(unknown)}: ask for "text", "html" or "json"`);
      }
    }
  }
  return diagnose;
}

/** Shows the report on a kernel. */
export function showReport(
  kernel: CompiledKernel,
  level: DiagnosticsLevel,
  environment: ParallelEnvironment,
): void {
  const report = reportOf(kernel);
  environment.showReport(new ReportDisplay(reportText(report, level), reportHtml(report, level)));
}

function reportOf(kernel: CompiledKernel): DiagnosticsReport {
  const { name, signature, span } = kernel;
  const { elaborated, compilation } = kernel.material();
  const native = loadNative();
  return buildReport({
    name,
    signature,
    span,
    formed: compilation.formed,
    planned: compilation.loops,
    remarks: compilation.remarks,
    warnings: elaborated.warnings,
    facts: loopFacts(kernel),
    seed: native.randomSeed(),
    blas: native.blas(),
    measureMemory: () => native.memoryBandwidth(),
  });
}

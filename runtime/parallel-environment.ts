import type { FunctionSource } from "../compiler/frontend/unit.js";
import type { DiagnosticsLevel } from "./cell-options.js";
import type { Extensions } from "./extensions.js";
import type { KernelCache } from "./kernel-cache.js";
import type { Native } from "./native.js";
import type { RecentKernels } from "./recent-kernels.js";
import type { ReportDisplay } from "./report-display.js";
import type { SessionNames } from "./session-names.js";

/** What the parallel functions and cells of one session share. */
export interface ParallelEnvironment {
  readonly native: Native;
  readonly kernelCache: KernelCache;
  readonly names: SessionNames;
  readonly kernels: RecentKernels;
  readonly extensions: Extensions;
  /** Receives the lines of `console.log`. */
  readonly log: (line: string) => void;
  /** Whether the compiler verifies the program after each of its passes. */
  readonly verify: boolean;
  /** The level at which each compilation is reported; null for none. */
  readonly reportLevel: DiagnosticsLevel | null;
  readonly showReport: (report: ReportDisplay) => void;
  /** Begins to show the progress of running loops; what it returns ends that. */
  readonly watchProgress: () => () => void;
  /** The JavaScript function for a parallel function that parallel code returned. */
  readonly makeFunction: (source: FunctionSource) => unknown;
}

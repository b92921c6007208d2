import { parseUnit } from "../compiler/frontend/parse-unit.js";
import type { FunctionSource, Unit } from "../compiler/frontend/unit.js";
import { InternalError } from "../compiler/ir/program.js";
import type { SourceText } from "../compiler/source.js";
import { annotatedTypes } from "./argument-types.js";
import { type CellOptions, DEFAULT_OPTIONS, parseCellOptions } from "./cell-options.js";
import { timesText } from "./cell-times.js";
import { type CompiledKernel, compileKernel } from "./compiled-kernel.js";
import { COMPILER_BUILD } from "./compiler-build.js";
import { compilerSteps } from "./compiler-steps.js";
import { dumpText } from "./dump-stage.js";
import { extensions } from "./extensions.js";
import { KernelCache } from "./kernel-cache.js";
import { makeRoofline } from "./make-roofline.js";
import { loadNative } from "./native.js";
import type { ParallelEnvironment } from "./parallel-environment.js";
import { makeParallelFunction, type ParallelFunction } from "./parallel-function.js";
import { RecentKernels } from "./recent-kernels.js";
import type { ReportDisplay } from "./report-display.js";
import { showReport as showKernelReport } from "./report-material.js";
import type { Roofline } from "./roofline.js";
import { gatherValues, runKernel, writesOverlap } from "./run-kernel.js";
import { runWatched } from "./run-watched.js";
import { readReportLevel, readVerify } from "./runtime-settings.js";
import { mapScope, overlaid, type Scope } from "./scope.js";
import { SessionNames } from "./session-names.js";
import { typeText } from "./signature-key.js";

export interface ParallelSessionOptions {
  readonly scope: Scope;
  /** What holds for every cell whose `%%parallel` line does not say otherwise. */
  readonly cellOptions?: Partial<CellOptions>;
  /** Receives the lines of `console.log`, reports, times and dumps. */
  readonly log: (line: string) => void;
  /** Shows the reports of `--diagnostics` and WEFT_PARALLEL_DIAGNOSTICS; without it `log` gets their text. */
  readonly showReport?: (report: ReportDisplay) => void;
  /** Begins to show the progress of running loops, for `--progress`; what it returns ends that. */
  readonly watchProgress?: () => () => void;
}

interface CellValue {
  /** The value of the last expression statement, where `hasValue`. */
  readonly value: unknown;
  readonly hasValue: boolean;
}
export interface CellResult extends CellValue {
  /** Names of the parallel functions that the cell declared. */
  readonly functions: readonly string[];
}

export interface SourceResult extends CellValue {
  readonly functions: ReadonlyMap<string, ParallelFunction>;
}

/** The parallel cells of one session: they share its variables and their functions. */
export class ParallelSession {
  readonly #options: ParallelSessionOptions;
  readonly #environment: ParallelEnvironment;
  readonly #defaults: CellOptions;
  #cells = 0;

  constructor(options: ParallelSessionOptions) {
    const { scope, cellOptions, log, showReport, watchProgress = () => () => {} } = options;
    this.#options = options;
    this.#defaults = { ...DEFAULT_OPTIONS, ...cellOptions };
    const native = loadNative();
    this.#environment = {
      native,
      kernelCache: new KernelCache(native.disk, COMPILER_BUILD, () => native.cpu()),
      names: new SessionNames(scope),
      kernels: new RecentKernels(),
      extensions,
      log,
      verify: readVerify(),
      reportLevel: readReportLevel(),
      watchProgress,
      showReport: showReport ?? ((report) => log(String(report).trimEnd())),
      makeFunction: (source) => makeParallelFunction(source, this.#environment, this.#defaults),
    };
  }

  /**
   * Runs a cell: declares its parallel functions, runs its statements as one program over the session's variables, then
   * compiles the functions whose parameters are all annotated. `name` is what code frames call the cell.
   * @throws ParallelSyntaxError, ParallelTypeError, ParallelRaceError from compiling, and what the program throws; each with
   * a code frame. What was declared before the error stays declared.
   */
  runCell(text: string, name = `cell[${++this.#cells}]`): CellResult {
    const { functions, ...result } = this.runSource({ name, text, firstLine: 1 });
    return { ...result, functions: [...functions.keys()] };
  }

  /**
   * Compiles the statements of a cell, and its functions whose parameters are all annotated, without running or declaring
   * anything. Other functions are compiled as far as the statements call them.
   * @throws as `runCell` does, for what compiling finds
   */
  checkCell(text: string, name: string): void {
    const source = { name, text, firstLine: 1 };
    const options = parseCellOptions(source, this.#defaults);
    const unit = parseUnit(source);
    const apart = new ParallelSession({ ...this.#options, scope: overlaid(this.#options.scope) });
    const functions = apart.#declare(unit, options);
    if (unit.statements.length > 0) apart.#compileStatements(unit, options, false);
    for (const [name, source] of unit.functions) compileAnnotated(source, functions.get(name));
  }

  /**
   * The parallel loops that have run, beside what memory and arithmetic of the machine allow.
   * @throws Error where none has run whose work can be counted
   */
  roofline(): Roofline {
    return makeRoofline(this.#environment.kernels.all(), this.#environment.native);
  }

  /** Short steps that make the first cells faster, to be run when there is time. They change nothing that a cell can see. */
  warmUpSteps(): readonly (() => void)[] {
    const apart = new ParallelSession({ scope: mapScope(new Map()), log: () => {} });
    const callKernel = (): void => {
      const text = "function warm(a) { return a * 2; }";
      const { functions } = apart.runSource({ name: "warm-up", text, firstLine: 1 });
      functions.get("warm")?.(new Float64Array(4));
    };
    return [callKernel, ...compilerSteps(this.#environment.native)];
  }

  /** As `runCell`, for a text with a name; the functions themselves come back. */
  runSource(source: SourceText): SourceResult {
    const begin = performance.now();
    const options = parseCellOptions(source, this.#defaults);
    const unit = parseUnit(source);
    const parsed = performance.now() - begin;
    const functions = this.#declare(unit, options);
    const value = this.#runStatements(unit, options, parsed);
    // Only now do the names that the statements give to the session have their values.
    for (const [name, source] of unit.functions) compileAnnotated(source, functions.get(name));
    return { ...value, functions };
  }

  /** Puts the functions and the literal constants of a unit into the session. */
  #declare(unit: Unit, options: CellOptions): ReadonlyMap<string, ParallelFunction> {
    const { names } = this.#environment;
    names.declareLiterals(unit);
    const functions = new Map<string, ParallelFunction>();
    for (const [name, source] of unit.functions) {
      const declared = makeParallelFunction(source, this.#environment, options);
      functions.set(name, declared);
      names.scope.set(name, declared);
    }
    return functions;
  }

  #runStatements(unit: Unit, options: CellOptions, parsed: number): CellValue {
    if (unit.statements.length === 0) return { value: undefined, hasValue: false };
    const environment = this.#environment;
    let kernel = this.#compileStatements(unit, options, false);
    let values = gatherValues(kernel, [], environment);
    if (kernel.arguments.overlapMatters && writesOverlap(kernel.arguments, values)) {
      kernel = this.#compileStatements(unit, options, true);
      values = gatherValues(kernel, [], environment);
    }
    if (options.dump !== null) environment.log(dumpText(kernel, options.dump));
    const begin = performance.now();
    const result = runWatched(options, environment, () => runKernel(kernel, values, environment));
    const ran = performance.now() - begin;
    const level = options.diagnostics ?? environment.reportLevel;
    if (level !== null) showKernelReport(kernel, level, environment);
    if (options.time) environment.log(timesText(kernel, parsed, ran));
    return this.#keepResult(result);
  }

  #compileStatements(unit: Unit, options: CellOptions, mayAlias: boolean): CompiledKernel {
    const text = { kind: "statements", unit } as const;
    return compileKernel({ text, types: [], mayAlias, equalShapes: false, options }, this.#environment);
  }

  /** The statements return an object: new and changed variables by name, and the last expression as "". */
  #keepResult(result: unknown): CellValue {
    if (typeof result !== "object" || result === null) {
      throw new InternalError("The statements of a cell returned no object");
    }
    const fields = new Map<string, unknown>(Object.entries(result));
    for (const [name, value] of fields) if (name !== "") this.#environment.names.scope.set(name, value);
    return { value: fields.get(""), hasValue: fields.has("") };
  }
}

function compileAnnotated(source: FunctionSource, declared: ParallelFunction | undefined): void {
  const types = annotatedTypes(source);
  if (types !== null) declared?.compile(...types.map(typeText));
}

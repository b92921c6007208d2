import type { InputType } from "../compiler/frontend/signature.js";
import type { FunctionSource } from "../compiler/frontend/unit.js";
import { argumentTypes, matchesTypes, parameterTypes, prepareArguments } from "./argument-types.js";
import type { CellOptions } from "./cell-options.js";
import { type CompiledKernel, compileKernel } from "./compiled-kernel.js";
import { dumpText } from "./dump-stage.js";
import { haveEqualShapes } from "./equal-shapes.js";
import { putArguments } from "./marshal-arguments.js";
import type { ParallelEnvironment } from "./parallel-environment.js";
import { RecentCall } from "./recent-call.js";
import { recordTimeline } from "./record-timeline.js";
import { showReport } from "./report-material.js";
import { gatherValues, runFilled, runKernel, runKernelAsync, writesOverlap } from "./run-kernel.js";
import { runWatched } from "./run-watched.js";
import { signatureKey } from "./signature-key.js";
import type { Timeline } from "./timeline.js";

/**
 * The kernels of one parallel function: one for each signature, and within it for which axes have length 1, for
 * whether all arrays of as many axes have the same shape, and for whether written arrays overlap others. A kernel whose free names have changed their types is compiled anew.
 */
export class Dispatcher {
  readonly source: FunctionSource;
  readonly #environment: ParallelEnvironment;
  readonly #options: CellOptions;
  #kernels: readonly CompiledKernel[] = [];
  readonly #recent = new RecentCall();

  constructor(source: FunctionSource, environment: ParallelEnvironment, options: CellOptions) {
    this.source = source;
    this.#environment = environment;
    this.#options = options;
  }

  /** What was compiled, the latest first. */
  get kernels(): readonly CompiledKernel[] {
    return this.#kernels;
  }

  /** Runs the function. @throws the compiler's errors and those of the program */
  call(args: readonly unknown[]): unknown {
    const environment = this.#environment;
    const { threads, progress } = this.#options;
    const recent = this.#recent.kernel;
    if (recent !== null && args.length === this.source.parameters.length && this.#isCurrent(recent)) {
      const values = gatherValues(recent, args, environment);
      if (this.#recent.isRepeatedBy(values)) return runFilled(recent, values, environment);
    }
    const prepared = prepareArguments(this.source, args);
    const { kernel, values } = this.#select(prepared);
    this.#recent.forget();
    if (threads !== null || progress)
      return runWatched(this.#options, environment, () => runKernel(kernel, values, environment));
    putArguments(kernel.arguments, values, kernel.frame.args);
    this.#recent.remember(kernel, values, prepared.length);
    return runFilled(kernel, values, environment);
  }

  /** Runs the function as `call` does, and tells when each thread ran which part of its loops. */
  timeline(args: readonly unknown[]): Timeline {
    const { kernel, values } = this.#select(prepareArguments(this.source, args));
    this.#recent.forget();
    const environment = this.#environment;
    const run = (): unknown => runKernel(kernel, values, environment);
    return runWatched(this.#options, environment, () => recordTimeline(kernel, environment.native, run));
  }

  /** Runs the function off the JavaScript thread; compiling, where needed, happens first and on this thread. */
  async callAsync(args: readonly unknown[]): Promise<unknown> {
    const { kernel, values } = this.#select(prepareArguments(this.source, args));
    return runKernelAsync(kernel, values, this.#environment);
  }

  /** Compiles for a signature, unless that was done. */
  compile(given: readonly InputType[]): CompiledKernel {
    const types = parameterTypes(this.source, given);
    const key = signatureKey(types);
    const known = this.#kernels.find(
      (kernel) => kernel.signature === key && !kernel.equalShapes && this.#isCurrent(kernel),
    );
    return known ?? this.#add(types, false, false);
  }

  #select(args: readonly unknown[]): {
    readonly kernel: CompiledKernel;
    readonly values: readonly unknown[];
  } {
    const kernel =
      this.#findFor(args) ?? this.#add(argumentTypes(this.source, args), false, haveEqualShapes(args));
    const values = gatherValues(kernel, args, this.#environment);
    if (!kernel.arguments.overlapMatters || !writesOverlap(kernel.arguments, values))
      return { kernel, values };
    const careful = this.#find(args, true, false) ?? this.#add(kernel.types, true, false);
    return { kernel: careful, values: gatherValues(careful, args, this.#environment) };
  }

  #findFor(args: readonly unknown[]): CompiledKernel | undefined {
    const special = haveEqualShapes(args) ? this.#find(args, false, true) : undefined;
    return special ?? this.#find(args, false, false);
  }

  #find(args: readonly unknown[], mayAlias: boolean, equalShapes: boolean): CompiledKernel | undefined {
    const { parameters } = this.source;
    for (const kernel of this.#kernels) {
      if (
        kernel.mayAlias === mayAlias &&
        kernel.equalShapes === equalShapes &&
        matchesTypes(parameters, kernel.types, args) &&
        this.#isCurrent(kernel)
      ) {
        return kernel;
      }
    }
    return undefined;
  }

  #isCurrent(kernel: CompiledKernel): boolean {
    const { names } = this.#environment;
    for (const { name, type } of kernel.free) if (!names.holds(name, type)) return false;
    return true;
  }

  #add(types: readonly InputType[], mayAlias: boolean, equalShapes: boolean): CompiledKernel {
    const text = { kind: "function", function: this.source } as const;
    const kernel = compileKernel(
      { text, types, mayAlias, equalShapes, options: this.#options },
      this.#environment,
    );
    const { dump } = this.#options;
    this.#kernels = [kernel, ...this.#kernels.filter((other) => this.#isCurrent(other))];
    if (dump !== null) this.#environment.log(dumpText(kernel, dump));
    const level = this.#options.diagnostics ?? this.#environment.reportLevel;
    if (level !== null) showReport(kernel, level, this.#environment);
    return kernel;
  }
}

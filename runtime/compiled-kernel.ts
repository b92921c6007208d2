import type { Elaborated, InputSource, InputType } from "../compiler/frontend/signature.js";
import { type Compilation, compileToLlvm } from "../compiler/pipeline.js";
import type { Span } from "../compiler/source.js";
import type { CompiledModule, Kernel } from "./compiled-module.js";
import { hostTarget } from "./host-target.js";
import { loopPlaces } from "./loop-places.js";
import { type ArgumentPlan, planArguments } from "./marshal-arguments.js";
import { planResults, type ResultLayout } from "./marshal-results.js";
import type { KernelSlots } from "./native.js";
import type { ParallelEnvironment } from "./parallel-environment.js";
import type { SessionNames } from "./session-names.js";
import { signatureKey } from "./signature-key.js";

/** A program for one signature, ready to run. */
export interface CompiledKernel {
  /** Of the arguments; free names have theirs in `free`. */
  readonly types: readonly InputType[];
  readonly signature: string;
  /** It is for arguments whose arrays of as many axes have the same shape. */
  readonly equalShapes: boolean;
  /** The text of the function, or of the cell's statements. */
  readonly span: Span;
  readonly elaborated: Elaborated;
  /** The code is valid while these names have these types; undefined: while there is no such variable. */
  readonly free: readonly { readonly name: string; readonly type: InputType | undefined }[];
  readonly inputs: readonly InputSource[];
  readonly arguments: ArgumentPlan;
  readonly results: ResultLayout;
  readonly compilation: Compilation;
  readonly module: CompiledModule;
  readonly entry: Kernel;
  /** Of synchronous calls, which run one at a time. */
  readonly argumentSlots: KernelSlots;
  readonly resultSlots: KernelSlots;
  readonly prints: boolean;
  /** Milliseconds. */
  readonly times: { readonly elaborate: number; readonly passes: number; readonly native: number };
}

export interface KernelRequest {
  readonly types: readonly InputType[];
  readonly equalShapes: boolean;
  readonly span: Span;
  /** The stage whose IR is logged, or "all". */
  readonly dump: string | null;
  readonly fuse: boolean;
  readonly elaborate: (names: SessionNames) => Elaborated;
}

/**
 * Takes a program through the whole compiler and loads it.
 * @throws ParallelSyntaxError, ParallelTypeError, ParallelRaceError; InternalError and LLVM's errors are bugs
 */
export function compileKernel(request: KernelRequest, environment: ParallelEnvironment): CompiledKernel {
  const { native, names, verify, extensions } = environment;
  const begin = performance.now();
  const elaborated = request.elaborate(names);
  const typed = performance.now();
  const { dump, fuse } = request;
  const { passes: registered } = extensions;
  const compileOptions = { dump, fuse, verify, registered };
  const compilation = compileToLlvm(elaborated.program, hostTarget(native), compileOptions);
  const optimized = performance.now();
  const module = native.compile(compilation.module.ir, { optLevel: 3, remarks: true });
  const loaded = performance.now();
  const results = planResults(elaborated.result, compilation.module.results);
  const { program, free } = elaborated;
  module.nameLoops(program.name, loopPlaces(compilation.formed));
  const kernel: CompiledKernel = {
    types: request.types,
    signature: signatureKey(request.types),
    equalShapes: request.equalShapes,
    span: request.span,
    elaborated,
    free: Array.from(free, ([name, type]) => ({ name, type })),
    inputs: elaborated.inputs,
    arguments: planArguments(program.parameters, compilation.module.arguments),
    results,
    compilation,
    module,
    entry: module.lookup(compilation.module.symbol),
    argumentSlots: native.slots(compilation.module.arguments.count),
    resultSlots: native.slots(results.count),
    prints: program.tables.sites.some((site) => site.kind === "print"),
    times: { elaborate: typed - begin, passes: optimized - typed, native: loaded - optimized },
  };
  environment.kernels.add(kernel);
  return kernel;
}

import type { Elaborated, InputSource, InputType, Session } from "../compiler/frontend/signature.js";
import type { Site } from "../compiler/ir/program.js";
import { type Compilation, compileToLlvm } from "../compiler/pipeline.js";
import type { Span } from "../compiler/source.js";
import { type CallPlan, type FreeName, loopPlaces, planCall } from "./call-plan.js";
import type { CompiledModule, Kernel } from "./compiled-module.js";
import type { Extensions } from "./extensions.js";
import { hostTarget } from "./host-target.js";
import { elaborate, type KernelRequest, nameOf, spanOf } from "./kernel-request.js";
import type { ArgumentPlan } from "./marshal-arguments.js";
import { planResults, type ResultLayout } from "./marshal-results.js";
import type { CallFrame } from "./native.js";
import type { ParallelEnvironment } from "./parallel-environment.js";
import { recordLookups } from "./record-lookups.js";
import { signatureKey } from "./signature-key.js";

/** A program for one signature, ready to run. */
export interface CompiledKernel {
  /** Of the function, or of the cell. */
  readonly name: string;
  /** Of the arguments; free names have theirs in `free`. */
  readonly types: readonly InputType[];
  readonly signature: string;
  /** It is for arrays that may overlap in memory. */
  readonly mayAlias: boolean;
  /** It is for arguments whose arrays of as many axes have the same shape. */
  readonly equalShapes: boolean;
  /** The text of the function, or of the cell's statements. */
  readonly span: Span;
  /** The code is valid while these names have these types. */
  readonly free: readonly FreeName[];
  readonly inputs: readonly InputSource[];
  /** The inputs are the arguments, in their order. */
  readonly takesArguments: boolean;
  readonly arguments: ArgumentPlan;
  readonly results: ResultLayout;
  /** Where it can fail or print. */
  readonly sites: readonly Site[];
  readonly module: CompiledModule;
  readonly entry: Kernel;
  /** Of synchronous calls, which run one at a time. */
  readonly frame: CallFrame;
  readonly prints: boolean;
  /** Milliseconds that making it ready took; a kernel that was on disk took no time for types and passes. */
  readonly times: { readonly elaborate: number; readonly passes: number; readonly native: number };
  /** The program at all its stages: a kernel that was on disk goes through the compiler at the first call. */
  readonly material: () => KernelMaterial;
}

/** What reports, stages and counts of operations are made of. */
export interface KernelMaterial {
  readonly elaborated: Elaborated;
  readonly compilation: Compilation;
  /** Milliseconds. */
  readonly times: { readonly elaborate: number; readonly passes: number };
}

/**
 * Makes a program ready to run: from disk where it was compiled before, else by the whole compiler.
 * @throws ParallelSyntaxError, ParallelTypeError, ParallelRaceError; InternalError and LLVM's errors are bugs
 */
export function compileKernel(request: KernelRequest, environment: ParallelEnvironment): CompiledKernel {
  const kernel = takeKernel(request, environment) ?? makeKernel(request, environment);
  environment.kernels.add(kernel);
  return kernel;
}

/** Whether all that the code depends on can be named. Passes and functions of packages are code; stages are there only after compiling. */
const canBeKept = (
  { options }: KernelRequest,
  { verify, extensions: { names, passes } }: ParallelEnvironment,
): boolean => options.dump === null && !verify && names.size === 0 && passes.length === 0;

const NO_EXTENSIONS: Extensions = { names: new Map(), passes: [] };

function takeKernel(request: KernelRequest, environment: ParallelEnvironment): CompiledKernel | null {
  if (!canBeKept(request, environment)) return null;
  const begin = performance.now();
  const kept = environment.kernelCache.find(request, environment.names);
  const module = kept === null ? null : environment.native.loadKept(kept.code);
  if (kept === null || module === null || !module.has(kept.plan.symbol)) return null;
  const { plan, lookups } = kept;
  const session = { lookup: (name: string) => lookups.get(name) };
  // What packages have registered since is not in the code.
  const then = { ...environment, extensions: NO_EXTENSIONS };
  let material: KernelMaterial | undefined;
  return assemble(request, environment, plan, module, {
    times: { elaborate: 0, passes: 0, native: performance.now() - begin },
    material: () => {
      material ??= runCompiler(request, session, then);
      return material;
    },
  });
}

function makeKernel(request: KernelRequest, environment: ParallelEnvironment): CompiledKernel {
  const { native, names, kernelCache } = environment;
  const { session, lookups } = recordLookups(names);
  const material = runCompiler(request, session, environment);
  const { elaborated, compilation } = material;
  const begin = performance.now();
  const module = native.compile(compilation.module.ir, { optLevel: 3, remarks: true });
  const loading = performance.now() - begin;
  const plan = planCall(elaborated, compilation);
  if (module.keptAs !== null && canBeKept(request, environment))
    kernelCache.keep(request, { code: module.keptAs, plan, lookups });
  return assemble(request, environment, plan, module, {
    times: { ...material.times, native: loading },
    material: () => material,
  });
}

function runCompiler(
  request: KernelRequest,
  session: Session,
  { native, verify, extensions }: ParallelEnvironment,
): KernelMaterial {
  const begin = performance.now();
  const elaborated = elaborate(request, session, extensions);
  const typed = performance.now();
  const { dump, fuse } = request.options;
  const options = { dump, fuse, verify, registered: extensions.passes };
  const compilation = compileToLlvm(elaborated.program, hostTarget(native), options);
  return {
    elaborated,
    compilation,
    times: { elaborate: typed - begin, passes: performance.now() - typed },
  };
}

function assemble(
  { text, types, mayAlias, equalShapes }: KernelRequest,
  { native }: ParallelEnvironment,
  plan: CallPlan,
  module: CompiledModule,
  { times, material }: Pick<CompiledKernel, "times" | "material">,
): CompiledKernel {
  const name = nameOf(text);
  const results = planResults(plan.result, plan.resultSlots);
  module.nameLoops(name, loopPlaces(plan));
  const entry = module.lookup(plan.symbol);
  return {
    name,
    types,
    signature: signatureKey(types),
    mayAlias,
    equalShapes,
    span: spanOf(text),
    free: plan.free,
    inputs: plan.inputs,
    takesArguments: plan.inputs.every(
      (input, place) => input.kind === "argument" && input.index === place && input.path.length === 0,
    ),
    arguments: plan.arguments,
    results,
    sites: plan.sites,
    module,
    entry,
    frame: native.frame(entry, native.slots(plan.arguments.count), native.slots(results.count)),
    prints: plan.sites.some((site) => site.kind === "print"),
    times,
    material,
  };
}

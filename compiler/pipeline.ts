// The order of the compiler's middle and back: every pass, once, in the order in which it runs.
import type { EmittedModule } from "./backend/emit-llvm.js";
import { emitLlvm } from "./backend/emit-llvm.js";
import type { Target } from "./backend/target.js";
import { printProgram } from "./ir/print.js";
import type { ArrayProgram, LoopProgram, Program } from "./ir/program.js";
import { InternalError } from "./ir/program.js";
import { verifyPlanned, verifyProgram } from "./ir/verify.js";
import type { Pass, PassContext, Remark, RunnerOptions, StageRecord } from "./pass.js";
import { runPass } from "./pass.js";
import { hoistStencilInputs } from "./passes/array/hoist-stencil-inputs.js";
import { mergeExpressions } from "./passes/array/merge-expressions.js";
import { raiseChecks } from "./passes/array/raise-checks.js";
import { resolveVariables } from "./passes/array/resolve-variables.js";
import { formParfors } from "./passes/form-parfors.js";
import { forwardVariables } from "./passes/forward-variables.js";
import { dropUnitAxes } from "./passes/loop/drop-unit-axes.js";
import { flattenLoops } from "./passes/loop/flatten-loops.js";
import { forwardElements } from "./passes/loop/forward-elements.js";
import { fuseParfors } from "./passes/loop/fuse-parfors.js";
import { hoistAllocations } from "./passes/loop/hoist-allocations.js";
import { hoistChecks } from "./passes/loop/hoist-checks.js";
import { hoistInvariants } from "./passes/loop/hoist-invariants.js";
import { jamLoops } from "./passes/loop/jam-loops.js";
import { liftAccumulations } from "./passes/loop/lift-accumulations.js";
import { placeReleases } from "./passes/loop/place-releases.js";
import { planParallelism } from "./passes/loop/plan-parallelism.js";
import { proveBounds } from "./passes/loop/prove-bounds.js";
import { removeDeadArrays } from "./passes/loop/remove-dead-arrays.js";
import { removeDeadFills } from "./passes/loop/remove-dead-fills.js";
import { reuseInputs } from "./passes/loop/reuse-inputs.js";
import { serializeEpilogues } from "./passes/loop/serialize-epilogues.js";
import { shareRandomBlocks } from "./passes/loop/share-random-blocks.js";
import { skipIdleBlocks } from "./passes/loop/skip-idle-blocks.js";
import { splitIndexSets } from "./passes/loop/split-index-sets.js";
import { vectorizeAcross } from "./passes/loop/vectorize-across.js";
import { versionBounds } from "./passes/loop/version-bounds.js";
import { simplify } from "./passes/simplify.js";
import type { RegisteredPass } from "./registered-pass.js";
import { followers, withRegistered } from "./registered-pass.js";

const ARRAY_PASSES: readonly Pass<ArrayProgram>[] = [
  forwardVariables,
  raiseChecks,
  simplify("simplify-arrays"),
  // After the checks: by then extents that must be equal are the same.
  resolveVariables,
  simplify("simplify-variables"),
  hoistStencilInputs,
  mergeExpressions,
];

/** On loops as the user wrote them: the report is numbered after these. */
const LOOP_PASSES: readonly Pass<LoopProgram>[] = [forwardVariables, simplify("simplify-loops"), proveBounds];

/** The passes that make one loop of several; without them each loop of the report runs by itself. */
export const FUSING: ReadonlySet<string> = new Set([mergeExpressions.name, fuseParfors.name]);

const FUSION_PASSES: readonly Pass<LoopProgram>[] = [
  removeDeadFills,
  dropUnitAxes,
  fuseParfors,
  forwardElements,
  removeDeadArrays,
  simplify("simplify-fused"),
  reuseInputs,
  serializeEpilogues,
  flattenLoops,
];

const PLANNING_PASSES: readonly Pass<LoopProgram>[] = [
  hoistInvariants,
  hoistChecks,
  hoistAllocations,
  versionBounds,
  planParallelism,
  splitIndexSets,
  skipIdleBlocks,
  simplify("simplify-plan"),
  forwardVariables,
  simplify("simplify-scalars"),
  liftAccumulations,
  vectorizeAcross,
  jamLoops,
  shareRandomBlocks,
  forwardVariables,
  simplify("simplify-lanes"),
  placeReleases,
];

/** The names that a registered pass can follow. */
export const PASS_NAMES: Readonly<Record<RegisteredPass["stage"], readonly string[]>> = {
  array: ARRAY_PASSES.map(({ name }) => name),
  loop: [
    ...new Set([formParfors, ...LOOP_PASSES, ...FUSION_PASSES, ...PLANNING_PASSES].map(({ name }) => name)),
  ],
};

export interface CompileOptions {
  /** A pass whose program is kept as text, or "all". */
  readonly dump: string | null;
  /** Verify after each pass, so that a fault has a name; the planned program is verified in any case. */
  readonly verify?: boolean;
  /** Whether loops are fused: they are, unless it is false. */
  readonly fuse?: boolean;
  /** Passes beside those of the compiler. */
  readonly registered?: readonly RegisteredPass[];
}

/** What compiling one program gave: code, and all that the report is made of. */
export interface Compilation {
  readonly module: EmittedModule;
  /** The loops as the user wrote them, before fusion. */
  readonly formed: LoopProgram;
  /** The loops after fusion, before it is decided what runs on threads. */
  readonly fused: LoopProgram;
  /** The planned program that the code was made from. */
  readonly loops: LoopProgram;
  readonly remarks: readonly Remark[];
  readonly stages: readonly StageRecord[];
}

/** From the front end's program to the text of an LLVM module. @throws InternalError: a bug of the compiler */
export function compileToLlvm(program: ArrayProgram, target: Target, options: CompileOptions): Compilation {
  const remarks: Remark[] = [];
  const stages: StageRecord[] = [];
  const context: PassContext = { tables: program.tables, remark: (remark) => remarks.push(remark) };
  const { dump, verify = false, fuse = true, registered = [] } = options;
  const without = new Set(fuse ? [] : FUSING);
  const { formed, fused, loops } = optimize(program, context, { verify, dump, without, registered }, stages);
  const begin = performance.now();
  const module = emitLlvm(loops, target);
  const text = dump === "all" || dump === "emit-llvm" ? module.ir : null;
  stages.push({ name: "emit-llvm", milliseconds: performance.now() - begin, text });
  return { module, formed, fused, loops, remarks, stages };
}

interface OptimizeOptions extends RunnerOptions {
  /** The names of passes that are left out. */
  readonly without: ReadonlySet<string>;
  readonly registered?: readonly RegisteredPass[];
}

/** From whole-array operations to planned loops; `records` gets a row for each pass. */
export function optimize(
  program: ArrayProgram,
  context: PassContext,
  options: OptimizeOptions,
  records: StageRecord[],
): Pick<Compilation, "formed" | "fused" | "loops"> {
  const { registered = [] } = options;
  const ofArrays = registered.filter((pass) => pass.stage === "array");
  const ofLoops = registered.filter((pass) => pass.stage === "loop");
  const runAll = <P extends Program>(passes: readonly Pass<P>[], start: P): P =>
    passes
      .filter((pass) => !options.without.has(pass.name))
      .reduce((current, pass) => runPass(pass, current, context, options, records), start);
  const arrays = runAll(withRegistered(ARRAY_PASSES, ofArrays), program);
  const first = runPass(formParfors, arrays, context, options, records);
  const loopPasses = [...followers(formParfors.name, ofLoops), ...withRegistered(LOOP_PASSES, ofLoops)];
  const formed = runAll(loopPasses, first);
  const fused = runAll(withRegistered(FUSION_PASSES, ofLoops), formed);
  const loops = runAll(withRegistered(PLANNING_PASSES, ofLoops), fused);
  const problems = [...verifyProgram(loops), ...verifyPlanned(loops)];
  if (problems.length > 0)
    throw new InternalError(
      `The planned program is invalid:\n${problems.join("\n")}\n\n${printProgram(loops)}`,
    );
  return { formed, fused, loops };
}

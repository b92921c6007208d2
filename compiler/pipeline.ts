// The order of the compiler's middle and back: every pass, once, in the order in which it runs.
import type { ArrayProgram, LoopProgram } from "./ir/program.js";
import { InternalError } from "./ir/program.js";
import { verifyPlanned } from "./ir/verify.js";
import type { Pass, PassContext, RunnerOptions, StageRecord } from "./pass.js";
import { runPass } from "./pass.js";
import { formParfors } from "./passes/form-parfors.js";
import { planParallelism } from "./passes/loop/plan-parallelism.js";
import { simplify } from "./passes/simplify.js";

const ARRAY_PASSES: readonly Pass<ArrayProgram>[] = [simplify("simplify-arrays")];

const LOOP_PASSES: readonly Pass<LoopProgram>[] = [
  simplify("simplify-loops"),
  planParallelism,
  simplify("simplify-plan"),
];

/** From whole-array operations to planned loops; `records` gets a row for each pass. */
export function optimize(
  program: ArrayProgram,
  context: PassContext,
  options: RunnerOptions,
  records: StageRecord[],
): LoopProgram {
  const arrays = ARRAY_PASSES.reduce(
    (current, pass) => runPass(pass, current, context, options, records),
    program,
  );
  const loops = runPass(formParfors, arrays, context, options, records);
  const planned = LOOP_PASSES.reduce(
    (current, pass) => runPass(pass, current, context, options, records),
    loops,
  );
  const problems = options.verify ? verifyPlanned(planned) : [];
  if (problems.length > 0) throw new InternalError(`Parallelism is not planned:\n${problems.join("\n")}`);
  return planned;
}

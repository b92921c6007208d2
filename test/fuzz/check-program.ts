import type { ParallelFunction } from "../../runtime/parallel-function.js";
import { bitsOf } from "../corpus/bits.js";
import { compareOutcomes } from "./compare-outcomes.js";
import type { OracleOutcome } from "./oracle.js";
import type { Program } from "./program.js";
import { compileProgram, runCall, type WeftOutcome } from "./run-weft.js";

/** Runs a program in Weft and says, call by call, how it differs from NumPy. */
export function checkProgram(program: Program, wanted: readonly OracleOutcome[]): readonly string[] {
  const problems = checkCompiled(program, compileProgram(program, ""), wanted);
  if (!program.unfused || problems.length > 0) return problems;
  return checkCompiled(program, compileProgram(program, "--no-fuse"), wanted).map(
    (problem) => `without fusion, ${problem}`,
  );
}

function checkCompiled(
  program: Program,
  f: ParallelFunction,
  wanted: readonly OracleOutcome[],
): readonly string[] {
  return program.calls.flatMap((call, index) => {
    const want = wanted[index];
    if (want === undefined) return [`the oracle has no outcome of call ${index}`];
    const got = runCall(f, call, null);
    const problems = compareOutcomes(got, want);
    const bits = outcomeBits(got);
    const others = program.threads.filter((threads) => outcomeBits(runCall(f, call, threads)) !== bits);
    return [...problems, ...others.map((threads) => `gives other bits on ${threads} threads`)].map(
      (problem) => `call ${index}: ${problem}`,
    );
  });
}

const outcomeBits = (outcome: WeftOutcome): string =>
  outcome.error === null ? bitsOf([...outcome.results, ...outcome.bases]) : outcome.error;

import { NDArray } from "../../runtime/ndarray.js";
import type { ParallelFunction } from "../../runtime/parallel-function.js";
import { bitsOf } from "../corpus/bits.js";
import { isNear } from "../corpus/fusion-problems.js";
import { compareOutcomes } from "./compare-outcomes.js";
import type { OracleOutcome } from "./oracle.js";
import type { Call, Program } from "./program.js";
import { compileProgram, runCall, type WeftOutcome } from "./run-weft.js";

/** Runs a program in Weft, with fusion and without, and says, call by call, how it differs from NumPy and from itself. */
export function checkProgram(program: Program, wanted: readonly OracleOutcome[]): readonly string[] {
  const f = compileProgram(program, "");
  const unfused = compileProgram(program, "--no-fuse");
  return program.calls.flatMap((call, index) => {
    const want = wanted[index];
    if (want === undefined) return [`the oracle has no outcome of call ${index}`];
    const got = runCall(f, call, null);
    const bits = outcomeBits(got);
    const others = program.threads.filter((threads) => outcomeBits(runCall(f, call, threads)) !== bits);
    return [
      ...compareOutcomes(got, want),
      ...others.map((threads) => `gives other bits on ${threads} threads`),
      ...fusionProblems(got, unfused, call, want),
    ].map((problem) => `call ${index}: ${problem}`);
  });
}

const outcomeBits = (outcome: WeftOutcome): string =>
  outcome.error === null ? bitsOf([...outcome.results, ...outcome.bases]) : outcome.error;

/** The bits of arrays whose NaN all have the same sign: which one an operation gives, processors and constant folding decide. */
const bitsButForNaN = (outcome: Extract<WeftOutcome, { error: null }>): string =>
  bitsOf([...outcome.results, ...outcome.bases].map(withOneNaN));

function withOneNaN(value: unknown): unknown {
  if (!(value instanceof NDArray)) return value;
  const copy = value.copy();
  const { data } = copy;
  for (let k = 0; k < data.length; k++) if (Number.isNaN(data[k])) data[k] = Number.NaN;
  return copy;
}

/** Without fusion a program gives the same bits; where it sums, the same up to the order of the sums. */
function fusionProblems(
  fused: WeftOutcome,
  unfused: ParallelFunction,
  call: Call,
  want: OracleOutcome,
): readonly string[] {
  const got = runCall(unfused, call, null);
  if (outcomeBits(got) === outcomeBits(fused)) return [];
  if (fused.error !== null || got.error !== null)
    return [`${fused.error ?? "no error"} with fusion, ${got.error ?? "no error"} without`];
  if (bitsButForNaN(got) === bitsButForNaN(fused)) return [];
  if (!sums(unfused)) return ["gives other bits without fusion, and there is no reduction"];
  if (isNear(fused.results, got.results) && isNear(fused.bases, got.bases)) return [];
  // Where terms of a sum cancel, its order shows beyond 1e-12: by how much is what the oracle knows.
  return compareOutcomes(got, want).map((problem) => `without fusion, ${problem}`);
}

const sums = (f: ParallelFunction): boolean =>
  f
    .parallelDiagnostics({ format: "json" })
    .loops.some(({ kind, reductions }) => reductions.length > 0 || /^(reduction|dot)/.test(kind));

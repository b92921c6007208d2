import { loadNative } from "../../runtime/native.js";
import type { CorpusCase } from "./case.js";
import { fusionProblems } from "./fusion-problems.js";
import { runCase } from "./run-case.js";
import type { Variants } from "./verdict.js";

/**
 * Runs a case on each of these numbers of threads, where it must give the same bits, and where `unfused` also without fusion;
 * on the usual number of threads where none is named.
 */
export async function runVariants(
  test: CorpusCase,
  { threads, unfused }: Variants,
): Promise<readonly string[]> {
  const native = loadNative();
  const usual = native.numThreads();
  const [base = usual, ...others] = threads;
  try {
    native.setNumThreads(base);
    const first = await runCase(test);
    if (!isRepeatable(test)) return first.problems;
    const problems = [...first.problems];
    if (unfused) problems.push(...fusionProblems(first, await runCase(test, { fuse: false })));
    for (const count of others) {
      native.setNumThreads(count);
      const { bits } = await runCase(test);
      if (bits !== first.bits) problems.push(`gives other bits on ${count} threads than on ${base}`);
    }
    return problems;
  } finally {
    native.setNumThreads(usual);
  }
}

/** Without a seed, random numbers are those of the system. */
const isRepeatable = ({ source }: CorpusCase): boolean =>
  !source.includes("random.") || source.includes("seed(");

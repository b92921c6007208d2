import { loadNative } from "../../runtime/native.js";
import type { CorpusCase } from "./case.js";
import { runCase } from "./run-case.js";

/** Runs a case, and again on each of these numbers of threads, where it must give the same bits. */
export async function runOnThreads(test: CorpusCase, threads: readonly number[]): Promise<readonly string[]> {
  const first = await runCase(test);
  if (!isRepeatable(test)) return first.problems;
  const native = loadNative();
  const before = native.numThreads();
  const problems = [...first.problems];
  for (const count of threads) {
    native.setNumThreads(count);
    const { bits } = await runCase(test);
    if (bits !== first.bits) problems.push(`gives other bits on ${count} threads than on ${before}`);
  }
  native.setNumThreads(before);
  return problems;
}

/** Without a seed, random numbers are those of the system. */
const isRepeatable = ({ source }: CorpusCase): boolean =>
  !source.includes("random.") || source.includes("seed(");

import type { Native } from "./native.js";

/** Runs `action` with `threads` threads for parallel loops; the number from before holds again afterwards. */
export function withThreads<Result>(native: Native, threads: number, action: () => Result): Result {
  const before = native.numThreads();
  native.setNumThreads(threads);
  try {
    return action();
  } finally {
    native.setNumThreads(before);
  }
}

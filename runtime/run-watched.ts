import type { CellOptions } from "./cell-options.js";
import type { ParallelEnvironment } from "./parallel-environment.js";

/** Runs `action` as the options of a cell ask: with at most so many threads, and with its progress shown. */
export function runWatched<Result>(
  { threads, progress }: CellOptions,
  { native, watchProgress }: ParallelEnvironment,
  action: () => Result,
): Result {
  const before = native.numThreads();
  const stopWatching = progress ? watchProgress() : null;
  try {
    if (threads !== null) native.setNumThreads(threads);
    return action();
  } finally {
    if (threads !== null) native.setNumThreads(before);
    stopWatching?.();
  }
}

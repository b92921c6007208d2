import { loadNative, type Native } from "../runtime/native.js";

/** The native runtime, which has as many threads as before once the test ends. */
export function restoreThreads(test: { teardown(restore: () => void): void }): Native {
  const native = loadNative();
  const usual = native.numThreads();
  test.teardown(() => native.setNumThreads(usual));
  return native;
}

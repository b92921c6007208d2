import { isAddonFile, loadNative, type Native } from "../../runtime/native.js";

/** Native code in the session: what it prints, and what it was doing when it brings the session down. */
export interface NativeLibraries {
  /** From now on libraries that are loaded print by lines, and `prepare` works. */
  watch(): void;
  /** Loads the addon: C's output comes by lines, and a fault names the parallel loop. */
  prepare(): void;
  /** Hands on what native code has printed without ending the line. */
  flush(): void;
}

export function createNativeLibraries(): NativeLibraries {
  let isWatching = false;
  let native: Native | undefined;

  const prepare = (): void => {
    if (!isWatching || native !== undefined) return;
    try {
      native = loadNative();
    } catch {
      // The cell that needs the addon loads it again, and says what is wrong.
      return;
    }
    native.reportCrashes();
    native.streamOutput();
  };

  return {
    watch() {
      isWatching = true;
      const { dlopen } = process;
      process.dlopen = (...parameters) => {
        if (!isAddonFile(parameters[1])) prepare();
        dlopen.apply(process, parameters);
      };
    },
    prepare,
    flush: () => native?.flushOutput(),
  };
}

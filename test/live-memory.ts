import type { MemoryStatistics } from "../runtime/addon-interface.js";
import { findGarbageCollector } from "../runtime/garbage-collector.js";
import { loadNative } from "../runtime/native.js";

type LiveMemory = Pick<MemoryStatistics, "liveBuffers" | "liveBytes">;

/** What arrays hold once the garbage is collected: counts before and after a test compare, whenever V8 would have collected it. */
export async function liveMemory(): Promise<LiveMemory> {
  const collect = findGarbageCollector();
  if (collect === null) throw new Error("This V8 offers no garbage collection; run the tests with node");
  for (let round = 0; round < 3; round++) {
    collect();
    await new Promise(setImmediate);
  }
  const { liveBuffers, liveBytes } = loadNative().memoryStats();
  return { liveBuffers, liveBytes };
}

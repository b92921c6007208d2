import { setFlagsFromString } from "node:v8";
import type { MemoryStatistics } from "./addon-interface.js";
import { findGarbageCollector } from "./garbage-collector.js";

// A collection takes 30 microseconds, and 80 where a kernel has just filled the caches with arrays. With more the results of a loop would
// fall out of the last-level cache; with less, collections would take longer than the kernels.
const LEAST_BUDGET = 8 * 2 ** 20;
const MOST_BUDGET = 512 * 2 ** 20;
// What an array counts as beside its bytes: each takes time to free, and tens of thousands at once are freed by other threads, against
// which the allocations of the next calls then run.
const PER_ARRAY = 4096;

type MinorCollector = () => void;

/** A collection of the young generation alone; null where this V8 offers none. */
function findCollector(): MinorCollector | null {
  const collect = findGarbageCollector();
  if (collect === null) return null;
  return () => {
    // Other threads free the memory too late for the next result, and waking them takes longer than the collection.
    setFlagsFromString("--no-concurrent-array-buffer-sweeping --no-parallel-scavenge");
    collect({ type: "minor" });
    setFlagsFromString("--concurrent-array-buffer-sweeping --parallel-scavenge");
  };
}

/**
 * Has the short-lived arrays of a loop collected while their memory is still in the caches, so that the next results take it over.
 * V8 itself waits for 64 MB of external memory, and then marks the whole heap: tens of milliseconds, for results that took
 * microseconds to compute.
 */
export class MinorCollection {
  readonly #liveWeight: () => number;
  #collect: MinorCollector | null | undefined;
  #budget = LEAST_BUDGET;
  #left = LEAST_BUDGET;
  /** Of what was alive after the last collection. */
  #kept = 0;

  /** `live`: what kernels allocated and arrays hold. */
  constructor(live: () => Pick<MemoryStatistics, "liveBytes" | "liveBuffers">) {
    this.#liveWeight = () => {
      const { liveBytes, liveBuffers } = live();
      return liveBytes + liveBuffers * PER_ARRAY;
    };
  }

  /** Counts the bytes of a new array. */
  count(bytes: number): void {
    this.#left -= bytes + PER_ARRAY;
  }

  /**
   * Collects where what is alive has grown by the budget. To be called before a kernel runs: by then the caller has dropped the result
   * of the call before, and the next one takes over its memory.
   */
  collectWhereDue(): void {
    if (this.#left > 0) return;
    const before = this.#liveWeight();
    // Others may have been collected meanwhile.
    this.#left = this.#budget - (before - this.#kept);
    if (this.#left <= 0) this.#run(before);
  }

  #run(before: number): void {
    if (this.#collect === undefined) this.#collect = findCollector();
    this.#collect?.();
    this.#kept = this.#liveWeight();
    // Arrays that stay alive are not worth looking for again soon.
    const freed = before - this.#kept;
    this.#budget = freed > this.#budget / 4 ? LEAST_BUDGET : Math.min(2 * this.#budget, MOST_BUDGET);
    this.#left = this.#budget;
  }
}

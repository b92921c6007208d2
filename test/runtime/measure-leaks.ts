import { loadNative } from "../../runtime/native.js";
import { liveMemory } from "../live-memory.js";
import type { CallKind } from "./leak-kinds.js";

export interface Leak {
  /** Buffers of kernels that are still there after the calls. */
  readonly buffers: number;
  /** By how much the resident size grew from the first half of the calls to the second, in bytes. */
  readonly growth: number;
}

const BETWEEN_TURNS = 1000;

/** Apart, so that nothing of what waits for the garbage collection holds the results. */
async function makeCalls(call: CallKind["call"], count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, call));
}

async function repeat({ call, weight }: CallKind, calls: number): Promise<number> {
  const most = Math.max(1, Math.floor(BETWEEN_TURNS / weight));
  for (let left = Math.ceil(calls / weight); left > 0; left -= most)
    await makeCalls(call, Math.min(left, most));
  await liveMemory();
  loadNative().trimMemory();
  return process.memoryUsage().rss;
}

/** Makes calls of a kind, `calls` over its weight, and looks at what stays. */
export async function measureLeak(kind: CallKind, calls: number): Promise<Leak> {
  const { liveBuffers } = await liveMemory();
  // What is made once: caches, stacks of threads, room that allocators keep.
  await repeat(kind, calls / 2);
  const before = await repeat(kind, calls / 4);
  const after = await repeat(kind, calls / 4);
  return { buffers: (await liveMemory()).liveBuffers - liveBuffers, growth: after - before };
}

import { compile } from "../../runtime/library.js";
import { loadNative } from "../../runtime/native.js";
import type { ParallelFunction } from "../../runtime/parallel-function.js";
import type { Kernel } from "../kernels/kernel.js";
import type { Profile } from "./model.js";

/** Calls that are timed; the fastest counts. */
const CALLS = 7;
/** Calls before them: the machine's caches, and memory for results. */
const WARM_UP = 3;
/** Of the runtime's loops: runtime/src/parallel_loop.cc. */
const SHORTEST_CHUNK = 8e-6;
const LONGEST_BLOCK = 2e-3;
const USUAL_BLOCKS = 64;

/** Measures a kernel of the suite, with the inputs of size l, on one thread and on two. */
export function profileKernel(kernel: Kernel): Profile {
  const native = loadNative();
  const usual = native.numThreads();
  const [source = ""] = Object.values(kernel.idioms);
  const f = compile(source.replace("KERNEL", "kernel"))["kernel"];
  if (f === undefined) throw new Error(`The suite has no function for ${kernel.name}`);
  const parameters = kernel.sizes.l;
  const args = kernel.inputs(...parameters);
  try {
    native.setNumThreads(1);
    const [one, runs] = fastest(f, args);
    native.setNumThreads(2);
    const [two] = fastest(f, args);
    const joins = sumOf(runs.map(({ calls }) => calls));
    const pieces = sumOf(
      runs.map(({ isReduction, calls, seconds }) => calls * piece(isReduction, seconds / calls)),
    );
    const loops = Math.min(one, sumOf(runs.map(({ seconds }) => seconds)));
    return { name: kernel.name, one, two, loops, joins, pieces, bytes: kernel.bytes(...parameters) };
  } finally {
    native.setNumThreads(usual);
  }
}

/** Seconds that one thread is busy with the longest part of a loop that is never divided. */
function piece(isReduction: boolean, seconds: number): number {
  if (!(seconds > 0)) return 0;
  return isReduction ? Math.min(LONGEST_BLOCK, seconds / USUAL_BLOCKS) : Math.min(SHORTEST_CHUNK, seconds);
}

const sumOf = (numbers: readonly number[]): number =>
  numbers.reduce((sum, number) => sum + (Number.isFinite(number) ? number : 0), 0);

interface LoopTime {
  readonly calls: number;
  readonly seconds: number;
  readonly isReduction: boolean;
}

function loopTimes(f: ParallelFunction): readonly LoopTime[] {
  const { loops } = f.parallelDiagnostics({ format: "json" });
  return loops.map(({ run, reductions }) => ({
    calls: run?.calls ?? 0,
    seconds: (run?.milliseconds ?? 0) / 1000,
    isReduction: reductions.length > 0,
  }));
}

/** The seconds of the fastest of several calls, and what its loops took of them. */
function fastest(f: ParallelFunction, args: readonly unknown[]): readonly [number, readonly LoopTime[]] {
  for (let k = 0; k < WARM_UP; k++) f(...args);
  let best: readonly [number, readonly LoopTime[]] = [Number.POSITIVE_INFINITY, []];
  for (let k = 0; k < CALLS; k++) {
    const before = loopTimes(f);
    const begin = performance.now();
    f(...args);
    const seconds = (performance.now() - begin) / 1000;
    if (seconds >= best[0]) continue;
    const loops = loopTimes(f).map((loop, index) => ({
      ...loop,
      calls: loop.calls - (before[index]?.calls ?? 0),
      seconds: loop.seconds - (before[index]?.seconds ?? 0),
    }));
    best = [seconds, loops];
  }
  return best;
}

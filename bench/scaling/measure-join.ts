import { loadNative } from "../../runtime/native.js";
import { putInteger } from "../../runtime/slots.js";

// Loop -1 is not measured by the runtime, which would see soon that it is too small for threads.
const EMPTY_LOOP = `
declare i32 @weft_parallel_for(ptr, ptr, ptr, i64, i64, i32)
define internal i32 @body(ptr %context, ptr %environment, i64 %begin, i64 %end, i64 %block, ptr %partial) {
  ret i32 0
}
define i32 @loop(ptr %context, ptr %arguments, ptr %results) {
  %n = load i64, ptr %arguments
  %status = call i32 @weft_parallel_for(ptr %context, ptr @body, ptr null, i64 %n, i64 1000000, i32 -1)
  ret i32 %status
}
`;
const CALLS = 2000;
const ROUNDS = 20;

/** Seconds that a parallel loop with nothing to do takes on so many threads: the best of several rounds. */
export function measureJoin(threads: number): number {
  const native = loadNative();
  const usual = native.numThreads();
  const entry = native.compile(EMPTY_LOOP, { optLevel: 3 }).lookup("loop");
  const slots = native.slots(1);
  const frame = native.frame(entry, slots, native.slots(1));
  putInteger(slots, 0, threads);
  native.setNumThreads(threads);
  const times = Array.from({ length: ROUNDS }, () => {
    const begin = performance.now();
    for (let k = 0; k < CALLS; k++) native.callFrame(frame);
    return (performance.now() - begin) / 1000 / CALLS;
  });
  native.setNumThreads(usual);
  return Math.min(...times);
}

// What the native runtime itself costs: calls, parallel loops, allocation, compilation. Run after `npm run build`:
//   node dist/bench/runtime-overhead.js
// Each line is the best and the median of several batches, in microseconds per operation.
import { type CallFrame, loadNative } from "../runtime/native.js";
import { putInteger, takeSmall } from "../runtime/slots.js";

const native = loadNative();

// Loop -1 is not measured, or the runtime would soon see that it is too small for threads.
const emptyLoop = `
declare i32 @weft_parallel_for(ptr, ptr, ptr, i64, i64, i32)
declare ptr @weft_alloc(ptr, i64, i32)
define internal i32 @body(ptr %context, ptr %environment, i64 %begin, i64 %end, i64 %block, ptr %partial) {
  ret i32 0
}
define i32 @nothing(ptr %context, ptr %arguments, ptr %results) {
  ret i32 0
}
define i32 @loop(ptr %context, ptr %arguments, ptr %results) {
  %n = load i64, ptr %arguments
  %cost.at = getelementptr i64, ptr %arguments, i64 1
  %cost = load i64, ptr %cost.at
  %status = call i32 @weft_parallel_for(ptr %context, ptr @body, ptr null, i64 %n, i64 %cost, i32 -1)
  ret i32 %status
}
define i32 @allocate(ptr %context, ptr %arguments, ptr %results) {
  %bytes = load i64, ptr %arguments
  %data = call ptr @weft_alloc(ptr %context, i64 %bytes, i32 0)
  store ptr %data, ptr %results
  ret i32 0
}
`;

const batches = 15;

function measure(name: string, repetitions: number, operation: () => void): void {
  const times: number[] = [];
  for (let batch = 0; batch < batches; batch++) {
    const start = performance.now();
    for (let i = 0; i < repetitions; i++) operation();
    times.push(((performance.now() - start) * 1000) / repetitions);
  }
  times.sort((a, b) => a - b);
  const show = (time: number | undefined): string => (time ?? Number.NaN).toFixed(3).padStart(10);
  console.log(`${name.padEnd(52)}${show(times[0])}${show(times[batches >> 1])}`);
}

const module = native.compile(emptyLoop, { optLevel: 3 });
const slots = native.slots(2);
const results = native.slots(1);
const frameOf = (name: string): CallFrame => native.frame(module.lookup(name), slots, results);
const [nothing, loop, allocate] = [frameOf("nothing"), frameOf("loop"), frameOf("allocate")];

console.log(`${native.cpu().name}, ${native.cpu().threads} processors; best and median in microseconds`);
measure("call of an empty kernel", 200_000, () => native.callFrame(nothing));

putInteger(slots, 0, 2);
putInteger(slots, 1, 1);
measure("serial loop (too small for threads)", 100_000, () => native.callFrame(loop));

putInteger(slots, 1, 1e6);
for (const threads of [2, 4]) {
  native.setNumThreads(threads);
  putInteger(slots, 0, threads);
  measure(`fork and join, ${threads} threads, one chunk each`, 20_000, () => native.callFrame(loop));
}
native.setNumThreads(native.cpu().threads);
putInteger(slots, 0, 1000);
measure("parallel loop of 1000 empty chunks", 2000, () => native.callFrame(loop));

for (const bytes of [1e3, 1e5, 1e7]) {
  putInteger(slots, 0, bytes);
  measure(`allocate and release ${bytes} bytes`, 10_000, () => {
    native.callFrame(allocate);
    native.release(takeSmall(results, 0));
  });
  measure(`allocate and adopt ${bytes} bytes, collected by V8`, 1000, () => {
    native.callFrame(allocate);
    native.adopt(takeSmall(results, 0));
  });
}

let variant = 0;
measure("compile a small module at O3", 10, () => {
  native.compile(`${emptyLoop}; ${variant++}`, { optLevel: 3 });
});

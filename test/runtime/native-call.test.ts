// Synchronous calls: results, failures, prints, nesting.
import t from "tap";
import { loadNative } from "../../runtime/native.js";
import type { PrintBatch } from "../../runtime/print-batch.js";
import { makeSlots, putInteger, takeSmall } from "../../runtime/slots.js";
import { liveMemory } from "../live-memory.js";
import { failing, kernel, moduleOf, nested, printing, square } from "./native-ir.js";
import { loopArguments } from "./native-loop-arguments.js";

const native = loadNative();
const threadCounts = [1, 2, 3, 7, 16];
t.afterEach(() => native.setNumThreads(native.cpu().threads));

t.test("slots hold negative and large integers", async (t) => {
  const slots = makeSlots(4);
  for (const [slot, value] of [-1, 2 ** 40 + 5, -(2 ** 52) - 3, 7].entries()) {
    putInteger(slots, slot, value);
    t.equal(slots.integers[slot], BigInt(value));
    t.equal(takeSmall(slots, slot), value);
  }
});

t.test("an elementwise loop covers every element once, on any number of threads", async (t) => {
  const entry = native.compile(square, { optLevel: 3 }).lookup("square");
  for (const threads of threadCounts) {
    native.setNumThreads(threads);
    for (const n of [0, 1, 2, 63, 1000, 100_003]) {
      const input = Float64Array.from({ length: n }, (_, i) => i + 0.5);
      const output = new Float64Array(n + 1);
      const outcome = native.call(
        entry,
        loopArguments(native, n, 1000, input.buffer, output.buffer),
        native.slots(1),
      );
      t.same(outcome, { kind: "ok" });
      t.ok(
        output.subarray(0, n).every((y, i) => y === (i + 0.5) ** 2),
        `${n} elements on ${threads} threads`,
      );
      t.equal(output[n], 0, "nothing is written past the end");
    }
  }
});

t.test("of several failures the lowest iteration is reported, on any number of threads", async (t) => {
  const entry = native.compile(failing, { optLevel: 2 }).lookup("failing");
  const n = 50_000;
  const before = await liveMemory();
  for (const threads of threadCounts) {
    native.setNumThreads(threads);
    for (const lowest of [0, 17, 4321, 33_333, n - 1]) {
      const input = new Float64Array(n).fill(1);
      for (let i = lowest; i < n; i += 97) input[i] = -1;
      const outcome = native.call(entry, loopArguments(native, n, 1000, input.buffer), native.slots(1));
      const values = [BigInt(lowest), 11n, 12n, 13n];
      t.same(outcome, { kind: "failed", site: 7, order: BigInt(lowest), values }, `${threads} threads`);
    }
  }
  t.same(await liveMemory(), before, "what failed kernels held is freed");
});

t.test("a failed call does not disturb the next", async (t) => {
  const entry = native.compile(failing, { optLevel: 2 }).lookup("failing");
  const input = new Float64Array([1, -1]);
  const slots = loopArguments(native, 2, 1, input.buffer);
  t.equal(native.call(entry, slots, native.slots(1)).kind, "failed");
  input[1] = 1;
  t.equal(native.call(entry, slots, native.slots(1)).kind, "ok");
});

t.test("a parallel loop within a parallel loop runs", async (t) => {
  const entry = native.compile(nested, { optLevel: 2 }).lookup("nested");
  for (const threads of threadCounts) {
    native.setNumThreads(threads);
    const counts = new BigInt64Array(64 * 100);
    t.equal(native.call(entry, loopArguments(native, 100, 1e6, counts.buffer), native.slots(1)).kind, "ok");
    t.ok(
      counts.every((count) => count === 1n),
      `${threads} threads`,
    );
  }
});

t.test("printed records arrive in order, arrays as they were when printed", async (t) => {
  const entry = native.compile(printing, { optLevel: 1 }).lookup("printing");
  const array = new Float64Array([1, 2, 3, 4, 5, 6]);
  const before = await liveMemory();
  const batches: PrintBatch[] = [];
  const outcome = native.call(entry, loopArguments(native, 3, 1, array.buffer), native.slots(1), {
    onPrint: (prints) => batches.push(prints),
  });
  t.equal(outcome.kind, "ok");
  t.equal(batches.length, 1);
  const [prints] = batches;
  if (prints === undefined) return;
  t.same(
    prints.records.map(({ site }) => site),
    [4, 4, 4, 5],
  );
  t.same(
    prints.records.slice(0, 3).map(({ slots }) => slots[0]),
    [0n, 1n, 2n],
  );
  t.equal(prints.dropped, 0);
  const address = Number(prints.records[3]?.slots[0]);
  t.same([...new Float64Array(prints.read(address, 48))], [1, 4, 2, 5, 3, 6]);
  t.equal(array[0], 99, "the kernel wrote after the snapshot");
  t.throws(() => prints.read(address, 49), /not that of a snapshot/);
  t.throws(() => prints.read(address + 8, 8), /not that of a snapshot/);
  t.equal(native.memoryStats().liveBuffers, before.liveBuffers + 1, "the snapshot lives with the batch");
});

t.test("a flood of prints is cut off and counted", async (t) => {
  const entry = native.compile(printing, { optLevel: 1 }).lookup("printing");
  const array = new Float64Array(6);
  let counted: readonly number[] = [];
  native.call(entry, loopArguments(native, 150_000, 1, array.buffer), native.slots(1), {
    onPrint: (prints) => {
      counted = [prints.records.length, prints.dropped];
    },
  });
  t.same(counted, [100_000, 50_001]);
});

t.test("statistics count the iterations of each loop", async (t) => {
  const module = native.compile(square, { optLevel: 3 });
  const entry = module.lookup("square");
  const buffer = new Float64Array(10_000).buffer;
  native.setNumThreads(2);
  native.call(entry, loopArguments(native, 10, 1, buffer, buffer), native.slots(1));
  native.call(entry, loopArguments(native, 10_000, 1000, buffer, buffer), native.slots(1));
  const [loop, ...others] = native.loopStatistics(module);
  t.same(others, []);
  t.match(loop, { loop: 3, calls: 2, iterations: 10_010 });
  t.ok((loop?.nanoseconds ?? 0) > 0);
  const chunks = loop?.chunksByThread.reduce((a, b) => a + b, 0) ?? 0;
  t.ok(chunks > 2, "the long call had several chunks");
});

t.test("a status outside the kernel ABI is an error", async (t) => {
  const entry = native.compile(moduleOf(kernel("odd", "  ret i32 9")), { optLevel: 0 }).lookup("odd");
  t.throws(() => native.call(entry, native.slots(0), native.slots(0)), /status 9/);
});

t.test("the number of threads is checked", async (t) => {
  for (const count of [0, -1, 1.5, 257, Number.NaN]) t.throws(() => native.setNumThreads(count), RangeError);
  native.setNumThreads(256);
  t.equal(native.numThreads(), 256);
});

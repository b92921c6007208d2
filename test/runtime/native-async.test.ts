// Asynchronous calls, several at once, and stopping kernels.
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import t from "tap";
import { loadNative } from "../../runtime/native.js";
import type { PrintBatch } from "../../runtime/print-batch.js";
import { liveMemory } from "../live-memory.js";
import { endless, failing, nested, printing, square } from "./native-ir.js";
import { loopArguments } from "./native-loop-arguments.js";

const native = loadNative();

t.test("eight asynchronous calls while synchronous ones run", async (t) => {
  const entry = native.compile(square, { optLevel: 3 }).lookup("square");
  const nestedEntry = native.compile(nested, { optLevel: 3 }).lookup("nested");
  const n = 300_000;
  for (const threads of [1, 2, 16]) {
    native.setNumThreads(threads);
    const jobs = Array.from({ length: 8 }, (_, job) => {
      const input = new Float64Array(n).fill(job + 1);
      const output = new Float64Array(n);
      const slots = loopArguments(native, n, 100, input.buffer, output.buffer);
      return { output, promise: native.callAsync(entry, slots, native.slots(1), { keep: [input, output] }) };
    });
    for (let repetition = 0; repetition < 20; repetition++) {
      const counts = new BigInt64Array(64 * 20);
      t.equal(
        native.call(nestedEntry, loopArguments(native, 20, 1e6, counts.buffer), native.slots(1)).kind,
        "ok",
      );
      t.ok(counts.every((count) => count === 1n));
    }
    for (const [job, { output, promise }] of jobs.entries()) {
      t.same(await promise, { kind: "ok" });
      t.ok(
        output.every((value) => value === (job + 1) ** 2),
        `call ${job} on ${threads} threads`,
      );
    }
  }
  native.setNumThreads(native.cpu().threads);
});

t.test("an asynchronous call reports failures and prints", async (t) => {
  const input = new Float64Array([1, 1, -1, 1, -1, 1]);
  const failed = native.callAsync(
    native.compile(failing, { optLevel: 1 }).lookup("failing"),
    loopArguments(native, 6, 1, input.buffer),
    native.slots(1),
    { keep: input },
  );
  t.match(await failed, { kind: "failed", site: 7, order: 2n });
  const sites: number[] = [];
  const entry = native.compile(printing, { optLevel: 1 }).lookup("printing");
  const options = {
    keep: input,
    onPrint: (prints: PrintBatch) => sites.push(...prints.records.map(({ site }) => site)),
  };
  t.same(await native.callAsync(entry, loopArguments(native, 2, 1, input.buffer), native.slots(1), options), {
    kind: "ok",
  });
  t.same(sites, [4, 4, 5]);
});

t.test("what the receiver of prints throws rejects the promise", async (t) => {
  const array = new Float64Array(6);
  const entry = native.compile(printing, { optLevel: 1 }).lookup("printing");
  const options = {
    keep: array,
    onPrint: () => {
      throw new Error("the receiver failed");
    },
  };
  await t.rejects(
    native.callAsync(entry, loopArguments(native, 2, 1, array.buffer), native.slots(1), options),
    /receiver/,
  );
});

t.test("a module may be disposed while its kernel runs", async (t) => {
  const module = native.compile(endless, { optLevel: 1 });
  const slots = loopArguments(native, 4, 1e6);
  const call = native.callAsync(module.lookup("endless"), slots, native.slots(1), { keep: slots });
  module.dispose();
  await new Promise((resolve) => setTimeout(resolve, 20));
  native.requestStop();
  t.same(await call, { kind: "interrupted" });
});

t.test("requestStop ends all running calls and nothing later", async (t) => {
  const before = await liveMemory();
  const entry = native.compile(endless, { optLevel: 1 }).lookup("endless");
  const calls = Array.from({ length: 8 }, () => {
    const slots = loopArguments(native, 16, 1e6);
    return native.callAsync(entry, slots, native.slots(1), { keep: slots });
  });
  native.requestStop();
  t.same(await Promise.all(calls), Array(8).fill({ kind: "interrupted" }));
  t.same(await liveMemory(), before, "what stopped kernels held is freed");
  const buffer = new Float64Array(8).buffer;
  const squareEntry = native.compile(square, { optLevel: 1 }).lookup("square");
  t.equal(native.call(squareEntry, loopArguments(native, 8, 1, buffer, buffer), native.slots(1)).kind, "ok");
});

t.test("running loops can be watched", async (t) => {
  const entry = native.compile(endless, { optLevel: 1 }).lookup("endless");
  const slots = loopArguments(native, 16, 1e6);
  const call = native.callAsync(entry, slots, native.slots(1), { keep: slots });
  while (native.runningLoops().length === 0) await new Promise(setImmediate);
  t.same(native.runningLoops(), [{ loop: 0, iterations: 16, finished: 0 }]);
  native.requestStop();
  await call;
  t.same(native.runningLoops(), []);
});

t.test("another thread stops a synchronous call", async (t) => {
  const worker = new Worker(new URL("native-stopper.js", import.meta.url));
  await once(worker, "message");
  const entry = native.compile(endless, { optLevel: 1 }).lookup("endless");
  for (const threads of [1, 2, 7]) {
    native.setNumThreads(threads);
    t.same(native.call(entry, loopArguments(native, 100, 1e6), native.slots(1)), { kind: "interrupted" });
  }
  native.setNumThreads(native.cpu().threads);
  await worker.terminate();
});

t.test("a thread that ends takes its kernels with it", async (t) => {
  const before = await liveMemory();
  const worker = new Worker(new URL("native-caller.js", import.meta.url));
  await once(worker, "message");
  await worker.terminate();
  t.same(await liveMemory(), before);
});

t.test("a call on another thread keeps that thread alive until it ends", async (t) => {
  const worker = new Worker(new URL("native-caller.js", import.meta.url));
  await once(worker, "message");
  const ended = once(worker, "message");
  const exited = once(worker, "exit");
  const poll = setInterval(() => native.requestStop(), 5);
  t.same(await ended, [{ kind: "interrupted" }]);
  clearInterval(poll);
  await exited;
});

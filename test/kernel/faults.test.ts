// What may go wrong around a kernel. After each, heartbeat, control and a cell answer.
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import t, { type Test } from "tap";
import { connectKernel, type KernelClient, startKernel } from "../../kernel/client.js";
import { assertAlive } from "./alive.js";
import { interrupt, printed, resultText, startEndlessCell, testKernel } from "./kernel-client.js";
import { residentMegabytes } from "./resident-megabytes.js";
import { fuzzWire } from "./wire-fuzz/fuzz-wire.js";

/** A kernel that is not watched: its messages are for several clients. */
async function sharedKernel(t: Test): Promise<KernelClient> {
  const kernel = await startKernel({ directory: tmpdir(), stderr: "ignore" });
  t.teardown(() => kernel.shutdown());
  return kernel;
}
const another = (kernel: KernelClient): Promise<KernelClient> =>
  connectKernel({ child: kernel.process, connection: kernel.connection, removeFiles: () => undefined });

t.test("kill -9 of the session in the middle of a cell", async (t) => {
  const kernel = await testKernel(t);
  const session = Number(resultText(await kernel.execute("process.pid")));
  const { answer } = await startEndlessCell(kernel, "while (true) {}");
  process.kill(session, "SIGKILL");
  t.match((await answer).reply, { ename: "SessionLostError", evalue: /SIGKILL/ });
  await assertAlive(kernel);
});

t.test("a promise that never settles holds nothing up but its cell", async (t) => {
  const kernel = await testKernel(t);
  const { answer } = await startEndlessCell(kernel, "await new Promise(() => {})");
  await kernel.ping();
  t.match((await kernel.request("control", "kernel_info_request", {})).reply, { status: "ok" });
  await interrupt(kernel);
  t.match((await answer).reply, { ename: "Interrupted" });
  await assertAlive(kernel);
});

t.test("a cell of 50 MB, and an output of 50 MB", async (t) => {
  const kernel = await testKernel(t);
  const size = 50_000_000;
  t.equal(resultText(await kernel.execute(`"${"x".repeat(size)}".length`)), String(size));
  await assertAlive(kernel);
  t.equal(printed(await kernel.execute(`process.stdout.write("y".repeat(${size})); 0`)).length, size);
  await assertAlive(kernel);
});

t.test("two clients at once: each gets its own answers, and both see all outputs", async (t) => {
  const first = await sharedKernel(t);
  const second = await another(first);
  let seen = "";
  second.onUnclaimed(({ header, content }) => {
    if (header.msg_type === "stream") seen += String(content["text"]);
  });
  const cells = Array.from({ length: 20 }, (_, i) => [
    first.execute(`console.log("first ${i}"); ${i}`),
    second.execute(`${i} + 100`),
  ]).flat();
  const results = (await Promise.all(cells)).map(resultText);
  t.same(results, Array.from({ length: 20 }, (_, i) => [String(i), String(i + 100)]).flat());
  t.equal(seen, Array.from({ length: 20 }, (_, i) => `first ${i}\n`).join(""));
  await assertAlive(second);
  second.disconnect();
  await assertAlive(first);
});

t.test("a client that goes, and comes back while its cell runs", async (t) => {
  const kernel = await sharedKernel(t);
  const leaving = await another(kernel);
  const { answer } = await startEndlessCell(
    leaving,
    "await new Promise((r) => setTimeout(r, 300)); globalThis.finished = 1;",
  );
  answer.catch(() => undefined);
  leaving.disconnect();
  const back = await another(kernel);
  t.equal(resultText(await back.execute("finished")), "1", "the cell ran to its end");
  await assertAlive(back);
  back.disconnect();
});

t.test("a history that can't be written", async (t) => {
  t.equal(existsSync("/dev/full"), true);
  const kernel = await startKernel({
    directory: tmpdir(),
    stderr: "ignore",
    environment: { WEFT_HISTORY: "on", WEFT_HISTORY_FILE: "/dev/full" },
  });
  t.teardown(() => kernel.shutdown());
  t.equal(resultText(await kernel.execute("40 + 2")), "42");
  const { reply } = await kernel.request("shell", "history_request", {
    hist_access_type: "tail",
    n: 1,
    output: true,
  });
  t.match(reply, { status: "ok", history: [[1, 1, ["40 + 2", "42"]]] });
  await assertAlive(kernel);
});

t.test("broken messages of all kinds", async (t) => {
  const seed = Date.now() % 1e9;
  t.comment(`seed ${seed}`);
  const kernel = await sharedKernel(t);
  await kernel.execute("const kept = 42");
  await fuzzWire(kernel, { count: 1500, seed });
  t.equal(resultText(await kernel.execute("kept")), "42");
  const once = residentMegabytes(kernel);
  await fuzzWire(kernel, { count: 1500, seed: seed + 1 });
  t.equal(resultText(await kernel.execute("kept")), "42");
  t.comment(`${once} and ${residentMegabytes(kernel)} MB`);
  t.ok(residentMegabytes(kernel) < 1.3 * once, "memory is bounded");
});

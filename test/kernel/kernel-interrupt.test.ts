import t from "tap";
import { interrupt, resultText, startEndlessCell, testKernel } from "./kernel-client.js";

const endless: readonly (readonly [name: string, code: string])[] = [
  ["a loop", "while (true) {}"],
  ["a loop after an await", "await new Promise(r => setTimeout(r, 1)); while (true) {}"],
  ["a loop in a timer", "setTimeout(() => { while (true) {} }, 1); await new Promise(() => {})"],
  ["a loop that catches everything", "for (;;) { try { while (true) {} } catch {} finally { } }"],
  ["microtasks without end", "for (;;) await null"],
  ["an await that never settles", "await new Promise(() => {})"],
  ["a loop of short sleeps", "for (;;) await new Promise(r => setTimeout(r, 1))"],
  [
    "a loop of sleeps of Node's own",
    "import { setTimeout as sleep } from 'node:timers/promises'; for (;;) await sleep(1)",
  ],
  ["a regular expression that backtracks", "/^(a+)+$/.test('a'.repeat(40) + 'b')"],
  ["a wait for shared memory", "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)"],
  ["a program that the cell waits for", "require('node:child_process').execSync('sleep 1000; sleep 1000')"],
  ["an endless comparison", "[1, 2].sort(() => { while (true) {} })"],
];

t.test("an interrupt stops the cell and keeps the variables", async (t) => {
  const kernel = await testKernel(t);
  await kernel.execute("let kept = 42; let ticks = 0;");
  for (const [name, code] of endless) {
    await t.test(name, async (t) => {
      const { answer } = await startEndlessCell(kernel, code);
      t.match(await interrupt(kernel), { status: "ok" });
      t.match((await answer).reply, { status: "error", ename: "Interrupted" });
      t.equal(resultText(await kernel.execute("kept")), "42");
    });
  }

  await t.test("cells that wait are aborted", async (t) => {
    const { answer } = await startEndlessCell(kernel, "while (true) {}");
    const waiting = kernel.execute("1");
    await interrupt(kernel);
    t.equal((await answer).reply["status"], "error");
    t.equal((await waiting).reply["status"], "aborted");
  });

  await t.test("nothing of the cell goes on", async (t) => {
    const { answer } = await startEndlessCell(
      kernel,
      "for (;;) { ticks++; await new Promise(r => setTimeout(r, 1)); }",
    );
    await interrupt(kernel);
    await answer;
    const before = resultText(await kernel.execute("ticks"));
    await kernel.execute("await new Promise(r => setTimeout(r, 30))");
    t.equal(resultText(await kernel.execute("ticks")), before);
  });

  await t.test("without a running cell it does nothing", async (t) => {
    for (let i = 0; i < 3; i++) await interrupt(kernel);
    kernel.process.kill("SIGINT");
    // A signal takes its own way: it must not meet the next cell.
    await new Promise((resolve) => setTimeout(resolve, 100));
    t.equal(resultText(await kernel.execute("kept")), "42");
    t.equal(resultText(await kernel.execute("for (let i = 0; i < 1e6; i++); kept")), "42", "nor later");
  });

  await t.test("what can't be cut short is said, and the next interrupt restarts the session", async (t) => {
    let offer = (_text: unknown): void => undefined;
    const offered = new Promise((resolve) => {
      offer = resolve;
    });
    const answer = kernel.execute(
      "console.log('begun'); require('node:crypto').pbkdf2Sync('a', 'b', 1e9, 64, 'sha512')",
      {},
      {
        published({ header, content }) {
          if (header.msg_type !== "stream") return;
          // An interrupt that comes before the call is in time.
          if (content["text"] === "begun\n") setTimeout(() => void interrupt(kernel), 200);
          else offer(content["text"]);
        },
      },
    );
    t.match(await offered, /can't be interrupted.*Interrupt once more to restart the session/);
    await interrupt(kernel);
    const { reply } = await answer;
    t.match(reply, {
      ename: "SessionLostError",
      evalue: /restarted by the second interrupt.*\(kept, ticks/,
    });
    t.match((await kernel.execute("kept")).reply, { evalue: "kept is not defined" });
    await kernel.execute("let kept = 42");
  });

  await t.test("SIGINT is an interrupt", async (t) => {
    const { answer } = await startEndlessCell(kernel, "while (true) {}");
    kernel.process.kill("SIGINT");
    t.match((await answer).reply, { ename: "Interrupted" });
    t.equal(resultText(await kernel.execute("kept")), "42");
  });

  await t.test("while it waits for input", async (t) => {
    const question = kernel.execute(
      "prompt('?')",
      { allow_stdin: true },
      {
        asked() {
          void interrupt(kernel);
          return new Promise<string>(() => undefined);
        },
      },
    );
    t.match((await question).reply, { ename: "Interrupted" });
    t.equal(resultText(await kernel.execute("kept")), "42");
  });
});

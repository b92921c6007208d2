import { execFileSync } from "node:child_process";
import t from "tap";
import { createHeader } from "../../kernel/messages.js";
import { DELIMITER } from "../../kernel/wire.js";
import { interrupt, printed, resultText, startEndlessCell, testKernel } from "./kernel-client.js";

const endings: readonly (readonly [name: string, code: string, reason: RegExp])[] = [
  ["process.exit", "process.exit(3)", /exit code 3/],
  ["process.abort", "process.abort()", /SIGABRT/],
  ["a signal", "process.kill(process.pid, 'SIGKILL'); while (true);", /SIGKILL/],
];

t.test("when the session ends, the cell fails and a fresh session serves the next", async (t) => {
  const kernel = await testKernel(t);
  for (const [name, code, reason] of endings) {
    await t.test(name, async (t) => {
      await kernel.execute("const old = 1");
      const { reply } = await kernel.execute(code);
      t.match(reply, { status: "error", ename: "SessionLostError", evalue: reason });
      t.match(reply["evalue"], /variables and functions are lost/);
      t.equal(resultText(await kernel.execute("1 + 1")), "2");
      t.match((await kernel.execute("old")).reply, { evalue: "old is not defined" });
    });
  }
});

t.test("the session process ends with the kernel process, in the middle of a loop too", async (t) => {
  const kernel = await testKernel(t, undefined, { unanswered: true });
  const session = Number(resultText(await kernel.execute("process.pid")));
  const { answer } = await startEndlessCell(kernel, "while (true) {}");
  kernel.process.kill("SIGKILL");
  await t.rejects(answer, /The kernel process ended \(SIGKILL\)/);
  t.ok(await ends(session));
});

async function ends(processId: number): Promise<boolean> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const state = execFileSync("ps", ["-o", "stat=", "-p", String(processId)], { encoding: "utf8" }).trim();
    if (state === "" || state.startsWith("Z")) return true;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return false;
}

t.test("broken messages don't disturb the kernel", async (t) => {
  const kernel = await testKernel(t);
  await kernel.execute("const kept = 1");
  const header = JSON.stringify(createHeader("execute_request", "stranger"));
  for (const channel of ["shell", "control", "stdin"] as const) {
    kernel.sendRaw(channel, ["junk"]);
    kernel.sendRaw(channel, [""]);
    kernel.sendRaw(channel, [DELIMITER, "0".repeat(64), header, "{}", "{}", '{"code":"process.exit()"}']);
    kernel.sendRaw(
      channel,
      Array.from({ length: 500 }, () => "x"),
    );
  }
  for (const [type, content] of [
    ["execute_request", { code: 5 }],
    ["complete_request", { cursor_pos: 1 }],
    ["inspect_request", { code: null }],
    ["history_request", { hist_access_type: "everything" }],
  ] as const) {
    const { reply } = await kernel.request("shell", type, content);
    t.match(reply, { status: "error", ename: "RequestError" }, type);
  }
  const cursor = await kernel.request("shell", "complete_request", { code: "ab", cursor_pos: -99 });
  t.match(cursor.reply, { status: "ok" });
  t.equal(resultText(await kernel.execute("kept")), "1");
});

t.test("what native code prints is shown", async (t) => {
  const kernel = await testKernel(t);
  const answer = await kernel.execute(
    "require('node:fs').writeSync(1, 'raw'); await new Promise(r => setTimeout(r, 100))",
  );
  t.equal(printed(answer), "raw");
  await interrupt(kernel);
});

t.test("shutdown is answered while a cell runs, and ends everything", async (t) => {
  const kernel = await testKernel(t, undefined, { unanswered: true });
  const session = Number(resultText(await kernel.execute("process.pid")));
  const { answer } = await startEndlessCell(kernel, "while (true) {}");
  answer.catch(() => undefined);
  await kernel.shutdown();
  t.equal(kernel.process.exitCode, 0);
  t.ok(await ends(session));
});

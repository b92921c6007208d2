import { execFileSync } from "node:child_process";
import t from "tap";
import { createHeader } from "../../kernel/messages.js";
import { DELIMITER } from "../../kernel/wire.js";
import { resultText, startEndlessCell, testKernel } from "./kernel-client.js";

const endings: readonly (readonly [name: string, code: string, reason: RegExp])[] = [
  ["process.exit", "process.exit(3)", /exit code 3/],
  [
    "a segmentation fault",
    "process.kill(process.pid, 'SIGSEGV'); while (true);",
    /SIGSEGV, a segmentation fault/,
  ],
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
      t.match(reply["evalue"], /ended in cell\[\d+\]: .*All variables and functions are lost \(old\)/);
      t.equal(resultText(await kernel.execute("1 + 1")), "2");
      t.match((await kernel.execute("old")).reply, { evalue: "old is not defined" });
    });
  }
});

t.test("a fault in a parallel loop: the error names the loop and its function", async (t) => {
  const kernel = await testKernel(t);
  const session = Number(resultText(await kernel.execute("process.pid")));
  await kernel.execute(
    "%%parallel\nfunction spin(n) {\n  let total = 0;\n  for (const i of prange(n)) total += sin(i) * cos(i);\n  return total;\n}",
  );
  let isRunning = false;
  const { reply } = await kernel.execute(
    "spin(1e13)",
    {},
    {
      published({ header }) {
        // The bar of its progress.
        if (header.msg_type !== "display_data" || isRunning) return;
        isRunning = true;
        process.kill(session, "SIGSEGV");
      },
    },
  );
  t.match(reply, { ename: "SessionLostError" });
  t.match(
    reply["evalue"],
    /ended in cell\[3\]: it was ended by SIGSEGV, a segmentation fault of native code, in the parallel loop at cell\[2\]:4:3 of spin\. /,
  );
  t.equal(resultText(await kernel.execute("1 + 1")), "2");
});

t.test("out of memory", async (t) => {
  const before = process.env["NODE_OPTIONS"] ?? "";
  process.env["NODE_OPTIONS"] = `${before} --max-old-space-size=80`;
  t.teardown(() => {
    process.env["NODE_OPTIONS"] = before;
  });
  const kernel = await testKernel(t);
  const { reply } = await kernel.execute("const all = []; for (;;) all.push([1, 2, 3, Math.random()]);");
  t.match(reply, {
    ename: "SessionLostError",
    evalue: /it ran out of memory: JavaScript's heap reached its limit/,
  });
  t.equal(resultText(await kernel.execute("1 + 1")), "2");
});

t.test("infinite recursion is an error of the cell", async (t) => {
  const kernel = await testKernel(t);
  await kernel.execute("let kept = 1; const deep = () => deep() + 1;");
  t.match((await kernel.execute("deep()")).reply, { ename: "RangeError" });
  t.equal(resultText(await kernel.execute("kept")), "1");
});

t.test("a session that ends after its cell says so under it", async (t) => {
  const kernel = await testKernel(t, undefined, { lateOutput: true });
  const said = new Promise((resolve) => {
    kernel.onUnclaimed(({ header, content }) => {
      if (header.msg_type === "stream") resolve(content["text"]);
    });
  });
  await kernel.execute("const lost = 1; setTimeout(() => process.exit(4), 20);");
  t.match(await said, /The session process is gone: it ended with exit code 4\. .*\(lost\)/);
  t.match((await kernel.execute("lost")).reply, { evalue: "lost is not defined" });
});

t.test("a spare session takes over; without one a fresh session is started", async (t) => {
  const kernel = await testKernel(t);
  const sessions = (): number =>
    execFileSync("ps", ["-o", "args=", "--ppid", String(kernel.process.pid)], { encoding: "utf8" })
      .split("\n")
      .filter((line) => /session[-/]start/.test(line)).length;
  await kernel.execute("1");
  t.ok(await eventually(() => sessions() === 2), "started when nothing happens");
  t.match((await kernel.execute("process.exit()")).reply, { ename: "SessionLostError" });
  t.equal(sessions(), 1);
  t.equal(resultText(await kernel.execute("np.zeros(2).length")), "2");
  t.ok(await eventually(() => sessions() === 2), "and another one");
  await kernel.execute("%config spare_session=off");
  t.ok(await eventually(() => sessions() === 1));
  t.match((await kernel.execute("process.exit()")).reply, { ename: "SessionLostError" });
  t.equal(resultText(await kernel.execute("1 + 1")), "2");
});

async function eventually(holds: () => boolean): Promise<boolean> {
  for (let attempt = 0; attempt < 400; attempt++) {
    if (holds()) return true;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return false;
}

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

t.test("shutdown is answered while a cell runs, and ends everything", async (t) => {
  const kernel = await testKernel(t, undefined, { unanswered: true });
  const session = Number(resultText(await kernel.execute("process.pid")));
  const { answer } = await startEndlessCell(kernel, "while (true) {}");
  answer.catch(() => undefined);
  await kernel.shutdown();
  t.equal(kernel.process.exitCode, 0);
  t.ok(await ends(session));
});

import t from "tap";
import { createWarningQueue } from "../../kernel/type-warnings.js";
import type { WireMessage } from "../../kernel/wire.js";
import { printed, published, resultText, testKernel } from "./kernel-client.js";

const WRONG = "let wrong: number = 'text'; wrong";

// One kernel for all: its language service takes a while to start.
const folder = t.testdir({
  "lib.ts": "export const seven: number = 7;",
  "circle.ts": "const unit = Math.PI;",
  inner: { "eight.ts": "export const eight: number = 8;" },
});
const kernel = await testKernel(t, folder, {}, "warn");
// Before it has started, warnings come when their cell is over.
await kernel.request("shell", "complete_request", { code: "'a'.l", cursor_pos: 5 });

t.test("type errors are shown under the cell, which runs", async (t) => {
  const first = await kernel.execute(WRONG);
  t.equal(resultText(first), "'text'");
  t.same(printed(first, "stderr").split("\n"), [
    "cell[1]:1:5: Type 'string' is not assignable to type 'number'. (TS2322)",
    "> 1 | let wrong: number = 'text'; wrong",
    "    |     ^",
    "",
  ]);
  t.same(
    first.published.map(({ header }) => header.msg_type),
    ["status", "execute_input", "execute_result", "stream", "status"],
    "after the result",
  );

  const thrown = await kernel.execute("throw new Error(1)");
  t.match(thrown.reply, { status: "error", ename: "Error" });
  t.match(printed(thrown), /cell\[2\]:1:17: No overload matches this call[\s\S]* \(TS2769\)/);

  const many = await kernel.execute("let n: number;\n".concat("n = 'text';\n".repeat(12)));
  t.match(printed(many), /cell\[3\]:11:1: [\s\S]*cell\[3\]: and 2 more type errors\n$/);

  const silent = await kernel.execute(WRONG, { silent: true });
  t.equal(printed(silent), "");
  const expressions = await kernel.execute("1 + 1", { user_expressions: { a: "'text' - 1" } });
  t.equal(printed(expressions), "");
});

t.test("what is right is not complained of", async (t) => {
  for (const cell of [
    "let unset: number; let nothing = null; let maybe: string | undefined;",
    "unset = 1; nothing = { a: 1 }; maybe = 'a';",
    "[unset + 1, nothing.a, maybe?.length]",
    "const text = 'a'; import { seven } from './lib.ts'; import os from 'node:os';",
    "const text = seven + os.cpus().length; text.toFixed(1)",
    "%%parallel\nconst a = arange(12) ** 2;\nfunction twice(x) { return 2 * x; }",
    "np.sum(twice(a)); a.shape.length",
    "np.uint8(twice(a)).slice('::2'); (await Promise.all([twice.async(a)])).map((each) => np.std(each));",
    "await using r = { async [Symbol.asyncDispose]() {} };",
    "/** @jsx h */\nfunction h(...parts: unknown[]) { return parts; }\n<b>text</b>",
    "const answer = await Promise.resolve(1); for await (const x of [answer]) x.toFixed();",
    "display(answer); comms.open('x').close(); const later = input;",
    "globalThis.shared = 1; const all: any = globalThis; all.shared",
    "%time text",
    "const rows = []; for (let n = 0; n < 3; n++) rows.push({ n }); rows.map((row) => row.n + 1);",
    "rows.push({ n: 4 }); const last = rows.at(-1); const kept = { items: [] }; kept.items.push(1); kept.items[0].toFixed();",
    "const counts = {}; for (const word of ['a', 'b']) counts[word] = (counts[word] || 0) + 1; counts.a;",
    "Object.entries(counts).sort((a, b) => b[1] - a[1]); const plus = (a, b) => a + b; plus(1, 2);",
    "try { JSON.parse('{'); } catch (error) { error.message; }",
    "const load = async () => (await (await fetch('http://localhost/')).json()).items.map((item) => item.name);",
    "const doubled = [...np.arange(3)].map((x) => x * 2); let sum = 0; for (const x of np.arange(3)) sum += 2 * x;",
    "const grid = np.random.standardNormal([4, 6]); grid.slice(':2', '::2').mean(); np.random.rand(3).shape;",
    "np.random.uniform(0, 1, [3]).get(0) + np.random.uniform(0, 1) + np.random.normal([0, 1], 1).get(1);",
    "np.random.randint(0, 9, 5).toArray(); np.random.triangular(0, 1, 2, [2]).sum().toFixed(2);",
    "np.dot(grid, np.ones([6, 2])).slice(0); np.dot([1, 2], [3, 4]) * 2 + np.vdot([1], [2]); np.outer([1], [2]).T;",
    "np.sum(grid, 0).shape; np.sum(grid).toFixed(); np.mean(grid, { axis: 1 }).get(0); np.sqrt(np.abs(grid)).max();",
    "const [low, high] = [np.min(grid), np.max(grid)]; np.linspace(low, high, 5); np.where(np.greater(grid, 0), grid, 0).shape;",
    "function scale(a: NDArray, by = 2): NDArray { return np.multiply(a, by); }\nscale(grid).shape;",
    "for (const row of grid) row.sum(); const total = np.ravel(grid).get(0) + 1;",
    "np.concatenate([grid, grid]).shape; np.where(np.greater(grid, 0)); np.argmax(grid) + 1; np.sort(np.ravel(grid)).get(0);",
  ]) {
    t.equal(printed(await kernel.execute(cell), "stderr"), "", cell);
  }
});

t.test("a name that is unknown is said once", async (t) => {
  const failed = await kernel.execute("nowhere + 1");
  t.match(failed.reply, { ename: "ReferenceError", evalue: "nowhere is not defined" });
  t.equal(printed(failed, "stderr"), "");
  const more = await kernel.execute("let count: number = 'x'; nowhere + 1");
  t.match(printed(more, "stderr"), /TS2322/);
  t.notMatch(printed(more, "stderr"), /Cannot find name/);
  t.notMatch(printed(await kernel.execute("if (false) document.title")), /compiler option/);
});

t.test("imports are found from where %cd went", async (t) => {
  await kernel.execute("%cd inner");
  const imported = await kernel.execute(
    "import { eight } from './eight.ts'; eight.toFixed() + seven.toFixed()",
  );
  t.equal(resultText(imported), "'87'");
  t.equal(printed(imported, "stderr"), "");
  const code = "import { nine } from './";
  const { reply } = await kernel.request("shell", "complete_request", { code, cursor_pos: code.length });
  t.same(reply["matches"], ["./eight.ts"]);
  await kernel.execute("%cd ..");
});

t.test("what comes too late for its cell is shown under it all the same", async (t) => {
  const fresh = await testKernel(t, folder, { lateOutput: true }, "warn");
  const late = new Promise<WireMessage>((resolve) => {
    fresh.onUnclaimed((message) => {
      if (String(message.content["text"]).includes("TS2322")) resolve(message);
    });
  });
  const first = await fresh.execute(WRONG);
  const second = await fresh.execute("1 + 1");
  // It starts the service.
  await fresh.request("shell", "complete_request", { code: "wrong.toF", cursor_pos: 9 });
  t.equal((await late).parentHeader.msg_id, first.published[0]?.parentHeader.msg_id);
  t.equal(printed(second), "");
});

t.test("warnings are waited for with patience, or not", async (t) => {
  const queue = createWarningQueue();
  const belated: string[] = [];
  const wait = (texts: Promise<readonly string[]>, isPatient: boolean) =>
    queue.wait(texts, isPatient, (text) => belated.push(text));
  let check = (_: readonly string[]): void => undefined;
  const slow = new Promise<readonly string[]>((resolve) => {
    check = resolve;
  });
  t.same(await wait(slow, false), [], "an interrupted cell waits for nothing");
  check(["first"]);
  t.same(await wait(Promise.resolve(["second"]), true), ["second"]);
  t.same(belated, ["first"]);
  t.same(await wait(Promise.resolve(["known"]), false), ["known"]);
  const endless = wait(new Promise(() => {}), true);
  queue.interrupt();
  t.same(await endless, []);
});

t.test("%typecheck off and strict", async (t) => {
  t.equal(printed(await kernel.execute(`%typecheck off\n${WRONG}`)), "");
  t.equal(printed(await kernel.execute(WRONG)), "");
  const refused = await kernel.execute(`%typecheck strict\nconsole.log('never'); ${WRONG}`);
  t.match(refused.reply, { status: "error", ename: "TypeCheckError" });
  t.equal(printed(refused), "");
  t.equal(published(refused, "error").length, 1);
  await kernel.execute("let right: number = 1;");
  t.match((await kernel.execute("right.length")).reply, {
    ename: "TypeCheckError",
    evalue: /'length' does not exist/,
  });
});

t.test("what a file declares that the cell runs is no unknown name", async (t) => {
  const answer = await kernel.execute("%typecheck strict\n%run circle.ts\nunit.toFixed(2)");
  t.equal(resultText(answer), "'3.14'");
  const { reply } = await kernel.execute("%run circle.ts\nconst text: string = 1; unit");
  t.match(reply, { ename: "TypeCheckError" }, "but other errors are");
});

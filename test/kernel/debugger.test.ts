import t from "tap";
import { debugKernel, objects } from "./debug-client.js";
import { interrupt, printed, resultText, startEndlessCell } from "./kernel-client.js";

t.setTimeout(180_000);

const FUNCTION = `function area(width: number, height: number): number {
  const sides: number[] = [width, height];
  const product = sides.reduce((a, b) => a * b);
  return product;
}`;

t.test("a breakpoint in a function of an earlier cell, and steps", async (t) => {
  const debug = await debugKernel(t);
  await debug.kernel.execute(FUNCTION);
  t.match(await debug.breakpoints(FUNCTION, 3), [{ verified: true, line: 3 }]);
  const cell = "const before = 1;\nconst result = area(6, 7);\nconst after = 2;\nresult + after";
  const { stopped, answer } = await debug.runToStop(cell);
  t.match(stopped, { reason: "breakpoint", threadId: 1, allThreadsStopped: true });
  t.same(await debug.stack(), ["area:3", "cell[2]:2"]);
  t.same(await debug.variables("Locals"), {
    width: "6",
    height: "7",
    sides: "[ 6, 7 ]",
    product: "undefined",
  });
  t.match(await debug.step("stepIn"), { reason: "step" });
  t.same(await debug.stack(), ["(anonymous):3", "area:3", "cell[2]:2"], "into the callback");
  await debug.step("stepOut");
  t.match(await debug.stack(), ["area:4", "cell[2]:2"]);
  await debug.step("stepOut");
  t.same(await debug.stack(), ["cell[2]:3"], "back in the cell, behind the call");
  t.match(await debug.variables("Globals"), { before: "1", result: "42" });
  await debug.ask("continue", { threadId: 1 });
  t.match(await debug.event("continued"), { body: { threadId: 1 } });
  t.equal(resultText(await answer), "44");
});

t.test("values: locals, closures, arrays, their parts, expressions", async (t) => {
  const debug = await debugKernel(t);
  const cell = `const grid = np.arange(6).reshape(2, 3);
const named = new Map([["a", { deep: [1, 2] }]]);
class Point { constructor(readonly x: number) {} get twice() { throw new Error("not to be run"); } }
const makeAdder = (by: number) => (x: number) => {
  const text = "sum";
  debugger;
  return x + by;
};
makeAdder(2)(new Point(40).x)`;
  const { stopped, answer } = await debug.runToStop(cell);
  t.match(stopped, { reason: "breakpoint" }, "the statement 'debugger' is a breakpoint");
  t.same(await debug.variables("Locals"), { x: "40", text: "'sum'" });
  t.same(await debug.variables("Closure"), { by: "2" });
  const globals = await debug.variables("Globals");
  t.equal(globals["grid"], "array([[0., 1., 2.], [3., 4., 5.]])");
  t.equal(globals["named"], "Map(1) { 'a' => { deep: [Array] } }");

  const evaluate = (expression: string) => debug.ask("evaluate", { expression, frameId: 1 });
  t.match(await evaluate("x + by"), { result: "42", type: "number" });
  t.match(await evaluate("grid.shape[1] * x"), { result: "120" }, "names of cells are seen, too");
  t.match(await evaluate("text"), { result: "'sum'" });
  await t.rejects(evaluate("nowhere"), /ReferenceError: nowhere is not defined/);
  await t.rejects(evaluate("1 +"), /SyntaxError/);

  const parts = async (expression: string) => {
    const { variablesReference = 0 } = await evaluate(expression);
    const { variables } = await debug.ask("variables", { variablesReference });
    return objects(variables).map(({ name, value }) => `${name}: ${value}`);
  };
  t.match(await parts("grid"), [
    "dtype: 'float64'",
    "shape: [ 2, 3 ]",
    "strides: [ 3, 1 ]",
    "data: Float64Array(6) [ 0, 1, 2, 3, 4, 5 ]",
  ]);
  t.same(await parts("named"), ["'a': { deep: [ 1, 2 ] }"]);
  t.same(await parts("new Set([5])"), ["0: 5"]);
  t.same(await parts("new Float64Array([0.5])"), ["0: 0.5"]);
  t.same(await parts("({ get trap() { throw 1; }, [Symbol.iterator]: 2 })"), [
    "trap: (getter)",
    "[Symbol(Symbol.iterator)]: 2",
  ]);
  const many = await parts("Array.from({ length: 1000 }, (_, i) => i)");
  t.equal(many.at(-1), "…: 800 more", "a long list is cut");

  const rich = await debug.ask("richInspectVariables", { variableName: "grid", frameId: 1 });
  t.match(rich, { data: { "text/plain": /array/, "text/html": /weft/ } }, "as a cell would show it");
  await debug.ask("copyToGlobals", { srcVariableName: "text", dstVariableName: "copied", srcFrameId: 1 });
  await debug.ask("continue");
  t.equal(resultText(await answer), "42");
  t.equal(resultText(await debug.kernel.execute("copied")), "'sum'");
  const { variables } = await debug.ask("inspectVariables");
  t.match(
    objects(variables).map(({ name }) => name),
    ["grid", "named", "Point", "makeAdder", "copied"],
  );
});

t.test("which lines: conditions, messages, comments, code after an await", async (t) => {
  const debug = await debugKernel(t);
  const loop = `let total = 0;
for (let i = 0; i < 10; i++) {
  total += i;
}
// the result
total`;
  t.match(await debug.breakpoints(loop, { line: 3, condition: "i === 7 && total > 20" }, 5, 7), [
    { verified: true, line: 3 },
    { verified: true, line: 6 },
    { verified: false, line: 7, message: /no code/ },
  ]);
  const looping = await debug.runToStop(loop);
  t.same(
    await debug.variables("Locals"),
    { i: "7", total: "21" },
    "a condition, with a name of this very cell",
  );
  await debug.step("continue");
  t.same(await debug.stack(), ["cell[1]:6"], "a comment's breakpoint is at the code that follows");
  await debug.ask("continue");
  t.equal(resultText(await looping.answer), "45");

  const logging = "for (const n of [1, 2]) {\n  const square = n * n;\n}";
  await debug.breakpoints(logging, { line: 2, logMessage: "n is {n}" });
  t.equal(
    printed(await debug.kernel.execute(logging)),
    "n is 1\nn is 2\n",
    "a message is printed, and nothing stops",
  );

  const later = `const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
async function slowly(n: number): Promise<number> {
  await pause(2);
  const doubled = 2 * n;
  await pause(2);
  return doubled;
}
const first = await slowly(4);
const second = await slowly(5);
first + second`;
  await debug.breakpoints(later, 4, 9);
  const awaiting = await debug.runToStop(later);
  t.same(await debug.stack(), ["slowly:4"]);
  t.match(await debug.variables("Locals"), { n: "4" });
  await debug.step("next");
  await debug.step("next");
  t.same(await debug.stack(), ["slowly:6"], "a step over an await ends behind it");
  await debug.step("continue");
  t.same(await debug.stack(), ["cell[3]:9"], "an await of the cell itself");
  await debug.breakpoints(later);
  await debug.step("next");
  t.same(await debug.stack(), ["cell[3]:10"]);
  await debug.ask("next");
  t.equal(resultText(await awaiting.answer), "18", "a step from the last line ends the cell");
  t.equal(resultText(await debug.kernel.execute("first * 2")), "16", "and stops nothing else");
});

t.test("errors", async (t) => {
  const debug = await debugKernel(t);
  const caught = `const parse = (text: string) => JSON.parse(text);
try { parse("{"); } catch {}
const rejects = async () => { await 1; throw new Error("also caught"); };
await rejects().catch(() => undefined);`;
  const uncaught = `const text = "{";
parse(text);`;
  const late = `const fails = async () => {
  await 1;
  throw new RangeError("too late");
};
await fails();`;
  await debug.ask("setExceptionBreakpoints", { filters: ["uncaught"] });
  t.match((await debug.kernel.execute(caught)).reply, { status: "ok" }, "what is caught stops nothing");
  const first = await debug.runToStop(uncaught);
  t.match(first.stopped, { reason: "exception", text: /^SyntaxError: Expected property name/ });
  t.same(await debug.stack(), ["parse:1", "cell[2]:2"]);
  t.match(await debug.ask("exceptionInfo"), { exceptionId: "SyntaxError", breakMode: "unhandled" });
  await debug.ask("continue");
  t.match((await first.answer).reply, { status: "error", ename: "SyntaxError" });
  const second = await debug.runToStop(late);
  t.same(await debug.stack(), ["fails:3"], "after an await, too");
  await debug.ask("continue");
  t.match((await second.answer).reply, { ename: "RangeError" });
  const file = await debug.runToStop('import { readFileSync } from "node:fs";\nreadFileSync("/nowhere");');
  t.same(await debug.stack(), ["cell[4]:2"], "what Node.js throws is shown where it was called");
  await debug.ask("continue");
  await file.answer;

  await debug.ask("setExceptionBreakpoints", { filters: ["all"] });
  const all = await debug.runToStop(caught);
  t.same(await debug.stack(), ["parse:1", "cell[5]:2"], "every error, if that is wanted");
  await debug.step("continue");
  t.match(await debug.stack(), ["rejects:3"]);
  await debug.ask("continue");
  await all.answer;
  await debug.ask("setExceptionBreakpoints", { filters: [] });
  t.match((await debug.kernel.execute(uncaught)).reply, { ename: "SyntaxError" }, "none, if none is");
});

t.test("what a client can do while a cell stands still", async (t) => {
  const debug = await debugKernel(t);
  const { kernel } = debug;
  const cell = "let kept = 1;\nfor (;;) {\n  kept += 1;\n}";
  await debug.breakpoints(cell, 3);
  const { answer } = await debug.runToStop(cell);
  t.match((await kernel.request("control", "kernel_info_request", {})).reply, { debugger: true });
  const completion = { code: "kep", cursor_pos: 3 };
  t.match((await kernel.request("shell", "complete_request", completion)).reply, { status: "ok" });
  t.match(await debug.ask("debugInfo"), { isStarted: true, stoppedThreads: [1], hashMethod: "Murmur2" });
  await interrupt(kernel);
  t.match(
    (await answer).reply,
    { status: "error", ename: "Interrupted" },
    "an interrupt ends pause and cell",
  );
  t.match(await debug.event("continued"), { body: { threadId: 1 } });
  await debug.breakpoints(cell);
  t.equal(resultText(await kernel.execute("kept")), "1", "and the variables stay");

  const counting = "let n = 0;\nfor (; n < 100; n++) {\n  kept = n;\n}\nn";
  await debug.breakpoints(counting, 3);
  const detached = await debug.runToStop(counting);
  await debug.ask("disconnect");
  t.equal(resultText(await detached.answer), "100", "a debugger that goes lets the cell go on");
  t.match(await debug.send("stackTrace"), { success: false, message: /send 'initialize' first/ });
  t.match(await debug.ask("debugInfo"), { isStarted: false, breakpoints: [], stoppedThreads: [] });
});

t.test("a cell that computes", async (t) => {
  const debug = await debugKernel(t, undefined, { unanswered: true });
  const { kernel } = debug;
  await kernel.execute("let kept = 1;");
  await debug.ask("initialize", { clientID: "jupyterlab" });
  const busy = await startEndlessCell(kernel, "for (;;) kept += 1;");
  const { variables } = await debug.ask("inspectVariables");
  const [shown] = objects(variables);
  t.match(shown, { name: "kept", value: /^\d+$/ }, "its variables can be looked at");
  t.notOk(shown && "type" in shown, "JupyterLab would show the type in place of the value");
  await debug.ask("pause", { threadId: 1 });
  t.match(await debug.event("stopped"), { body: { reason: "pause" } });
  t.same(await debug.stack(), ["cell[2]:2"]);
  await kernel.request("control", "shutdown_request", { restart: true });
  await t.rejects(busy.answer, /ended/, "a restart does not wait for the pause to end");
});

t.test("a session that ends is debugged again", async (t) => {
  const debug = await debugKernel(t);
  const cell = "const code = 3;\nprocess.exit(code);";
  await debug.breakpoints(cell, 2);
  const { answer } = await debug.runToStop(cell);
  await debug.ask("continue");
  const ended = await answer;
  t.match(ended.reply, { status: "error", evalue: /exit code 3/ });
  t.notMatch(printed(ended), /debugger/i, "Node.js does not speak of it");
  const again = await debug.runToStop(cell);
  t.same(await debug.stack(), ["cell[2]:2"], "the breakpoint is there in the fresh session");
  await debug.ask("continue");
  await again.answer;
});

t.test("breakpoints in modules, and where there can be none", async (t) => {
  const directory = t.testdir({
    "shapes.ts":
      "interface Box {\n  side: number;\n}\n\nexport function volume(box: Box): number {\n  return box.side ** 3;\n}\n",
  });
  const debug = await debugKernel(t, directory);
  await debug.kernel.execute('import { volume } from "./shapes.ts";');
  const { modules } = await debug.ask("modules");
  const [module] = objects(modules);
  t.match(module, { name: "shapes.ts" });
  const source = { path: module?.["path"] ?? "" };
  t.match(await debug.ask("source", { source }), { content: /interface Box/ });
  t.match(await debug.ask("setBreakpoints", { source, breakpoints: [{ line: 6 }] }), {
    breakpoints: [{ verified: true, line: 6 }],
  });
  const { answer } = await debug.runToStop("volume({ side: 2 })");
  t.same(await debug.stack(), ["volume:6", "cell[2]:1"]);
  await debug.ask("continue");
  t.equal(resultText(await answer), "8");

  t.match(await debug.breakpoints("%%parallel\nfunction f(x: NDArray) {\n  return x + 1;\n}", 3), [
    { verified: false, message: /native code.*ordinary cell/ },
  ]);
  t.match(await debug.breakpoints("const x = ;", 1), [{ verified: false, message: /SyntaxError/ }]);
  t.match(await debug.send("source", { source: { path: "/etc/hostname" } }), {
    success: false,
    message: "There is no source '/etc/hostname'",
  });
  t.match(await debug.send("stepBack"), { success: false, message: /'stepBack' is no request/ });
  t.match(await debug.send("toString"), { success: false });
  t.match(await debug.send("dumpCell", { code: 1 }), { success: false, message: /'code' must be a string/ });
});

import t from "tap";
import { isJsonObject } from "../../kernel/wire.js";
import {
  interrupt,
  printed,
  published,
  resultText,
  startEndlessCell,
  testKernel,
  traceback,
} from "./kernel-client.js";

const SPIN = `%%parallel
function spin(n) {
  let s = 0.0;
  for (let i = 0; i < n; i++) s = s * 0.5 + i;
  return s;
}
function spinAll(n) {
  let total = 0.0;
  for (const i of prange(n)) {
    let s = 0.0;
    for (const j of range(1000000)) s = s * 0.5 + j;
    total += s;
  }
  return total;
}`;

t.test("parallel cells and cells of TypeScript share their variables", async (t) => {
  const kernel = await testKernel(t);
  await kernel.execute("const x = np.linspace(0, 1, 101); let k = 3;");
  const cell = await kernel.execute(
    "%%parallel\nfunction scaled(v) { return v * k; }\nconst doubled = x * 2;\nconsole.log(k);\nsum(doubled)",
  );
  t.equal(printed(cell), "3\n");
  t.equal(Number(resultText(cell)).toFixed(6), "101.000000");
  t.equal(resultText(await kernel.execute("doubled.shape")), "[ 101 ]");
  t.equal(
    resultText(await kernel.execute("k = 4; scaled(2.5)")),
    "10",
    "a free name is read anew at each call",
  );
  t.equal(resultText(await kernel.execute("await scaled.async(1)")), "4");
  await kernel.execute("const later = () => scaled(1); function scaled() { return 'redefined'; }");
  t.equal(resultText(await kernel.execute("later()")), "'redefined'");
});

t.test("errors of the parallel language point into the cell", async (t) => {
  const kernel = await testKernel(t);
  const unknown = await kernel.execute("%%parallel\nconst z = nope + 1;");
  t.match(unknown.reply, { status: "error", ename: "ParallelTypeError" });
  t.match(traceback(unknown).join("\n"), /cell\[1\]:2:11[\s\S]*> 2 \| const z = nope \+ 1;\n {4}\| {11}\^/);
  t.notMatch(traceback(unknown).join("\n"), /\n {4}at /, "frames of the compiler are of no use");
  t.match((await kernel.execute("%%parallel\nconst z = 1 + ;")).reply, { ename: "ParallelSyntaxError" });
  t.match((await kernel.execute("%%parallel\nconst e = zeros(3); e[5]")).reply, { ename: "RangeError" });
});

t.test("the number of threads", async (t) => {
  const kernel = await testKernel(t);
  const told = await kernel.execute(
    "const before = getNumThreads(); setNumThreads(1); [before >= 1, getNumThreads()]",
  );
  t.equal(resultText(told), "[ true, 1 ]");
});

t.test("the report of a parallel function", async (t) => {
  const kernel = await testKernel(t);
  await kernel.execute("%%parallel\nfunction f(v) { return sum(v * 2.0); }");
  await kernel.execute("f(np.ones(10))");
  const [report] = published(await kernel.execute("%parallel_diagnostics f 2"), "execute_result");
  const data = report?.content["data"];
  if (!isJsonObject(data)) throw new Error("The report is no MIME bundle");
  t.match(data["text/plain"], "Parallel loop listing");
  t.match(data["text/html"], /</);
  const cell = await kernel.execute("%%parallel --diagnostics=2\nsum(zeros(10))");
  const [shown] = published(cell, "display_data");
  t.match(shown?.content["data"], { "text/plain": "Parallel loop listing", "text/html": "<" }, "of a cell");
  t.equal(printed(cell), "", "it is displayed, not printed");
  const wrong = await kernel.execute("const g = () => 1;\n%parallel_diagnostics g");
  t.match(wrong.reply, { ename: "TypeError", evalue: /'g' is an ordinary function/ });
});

t.test("the roofline of the session", async (t) => {
  const kernel = await testKernel(t);
  const early = await kernel.execute("%roofline");
  t.match(early.reply, { ename: "Error", evalue: /No parallel loop has run/ });
  await kernel.execute("%%parallel\nsum(linspace(0, 1, 10000) * 2.5)");
  const [chart] = published(await kernel.execute("%roofline"), "execute_result");
  t.match(chart?.content["data"], {
    "application/vnd.vegalite.v5+json": { title: { text: "Roofline" } },
    "image/svg+xml": "<svg",
    "text/plain": /^roofline on \d+ threads/,
  });
  t.match((await kernel.execute("%roofline f")).reply, { evalue: /Usage: %roofline/ });
});

const endless: readonly (readonly [name: string, code: string])[] = [
  ["a serial loop", "spin(1e15)"],
  ["a parallel loop", "spinAll(1e9)"],
  ["short calls without end", "while (true) spin(1e5)"],
  ["a call beside the JavaScript thread", "await spin.async(1e15)"],
];

t.test("an interrupt stops native loops and keeps the arrays", async (t) => {
  const kernel = await testKernel(t);
  await kernel.execute("const kept = np.ones([2, 3]);");
  await kernel.execute(SPIN);
  await kernel.execute("spin(1) + spinAll(1)");
  for (const [name, code] of endless) {
    await t.test(name, async (t) => {
      const { answer } = await startEndlessCell(kernel, code);
      await interrupt(kernel);
      // Whichever ends first: the native call, or the loop or the await of JavaScript around it.
      t.match((await answer).reply, { status: "error", ename: /^(Parallel)?Interrupt(ed)?$/ });
      t.equal(resultText(await kernel.execute("kept.size")), "6");
      t.equal(resultText(await kernel.execute("spin(1)")), "0", "and native code runs again");
    });
  }
});

t.test("an interrupt that comes just before a native call stops it", async (t) => {
  const kernel = await testKernel(t);
  await kernel.execute(SPIN);
  await kernel.execute("spin(1)");
  for (let milliseconds = 0; milliseconds < 24; milliseconds++) {
    const { answer } = await startEndlessCell(
      kernel,
      `const begin = performance.now(); while (performance.now() - begin < ${milliseconds}); spin(1e15)`,
    );
    await interrupt(kernel);
    t.match((await answer).reply, { status: "error", ename: /^(Parallel)?Interrupt(ed)?$/ });
  }
});

/** Leaves in `many` how many iterations of spinAll take some two seconds on this machine: as many take the widest lanes. */
const MEASURE = `const begin = performance.now();
spinAll(4096);
let many = Math.ceil((4096 * 2000) / (performance.now() - begin));`;

t.test("progress is shown while a cell runs, and its time in the end", async (t) => {
  const kernel = await testKernel(t);
  await kernel.execute(SPIN);
  await kernel.execute("spinAll(1)");
  await kernel.execute(MEASURE);
  const answer = await kernel.execute(
    `${SPIN.replace("%%parallel", "%%parallel --progress")}\nspinAll(many)`,
  );
  const [first] = published(answer, "display_data");
  const updates = published(answer, "update_display_data");
  t.match(first?.content["data"], { "text/plain": /\[#*\.*\] \d+ % in [\d.]+ m?s, about [\d.]+ .+ left/ });
  t.match(updates.at(-1)?.content["data"], { "text/plain": /^done in / });
  t.same(updates.at(-1)?.content["transient"], first?.content["transient"]);
});

t.test("a loop that takes long is shown unasked, a short one is not", async (t) => {
  const kernel = await testKernel(t);
  await kernel.execute(SPIN);
  await kernel.execute("spinAll(1)");
  await kernel.execute(MEASURE);
  const answer = await kernel.execute("spinAll(many)");
  t.match(published(answer, "display_data")[0]?.content["data"], { "text/plain": /^\[#*\.*\] \d+ % in / });
  t.match(published(answer, "update_display_data").at(-1)?.content["data"], { "text/plain": /^done in / });
  t.same(published(await kernel.execute("spinAll(10)"), "display_data"), []);
});

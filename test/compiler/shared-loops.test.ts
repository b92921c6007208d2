// Parallel loops that do the same with other arrays are one function of the machine code.
import t from "tap";
import { compile } from "../../runtime/library.js";

const bodies = (ir: string): number => ir.match(/^define [^@]*@loop_/gm)?.length ?? 0;
const values = (text: string): readonly number[] => JSON.parse(text) as number[];

t.test(
  "loops that differ only in their arrays share a function, and each has its line in the report",
  async (t) => {
    const { f } = compile(`function f(a, b) {
  const c = sqrt(a * 3 + mean(a));
  const d = sqrt(b * 3 + mean(b));
  return [sum(c), sum(d), min(c), max(d)];
}`);
    if (f === undefined) throw new Error("There is no f");
    const [a, b] = [Float64Array.from([1, 4, 9, 16]), Float64Array.from([2, 3, 5])];
    const expected = [a, b].map((x) => {
      const mean = x.reduce((sum, value) => sum + value) / x.length;
      return x.map((value) => Math.sqrt(value * 3 + mean));
    });
    const [c = new Float64Array(), d = new Float64Array()] = expected;
    const sum = (x: Float64Array): number => x.reduce((total, value) => total + value);
    const results = values(JSON.stringify(f(a, b)));
    for (const [k, value] of [sum(c), sum(d), Math.min(...c), Math.max(...d)].entries())
      t.ok(Math.abs((results[k] ?? 0) - value) < 1e-12, `result ${k}: ${results[k]} is ${value}`);
    const report = f.parallelDiagnostics({ level: 4, format: "json" });
    const parallel = report.loops.filter(({ vectorWidth }) => vectorWidth !== null);
    t.ok(bodies(f.inspect("llvm")) < parallel.length, `${bodies(f.inspect("llvm"))} functions`);
    t.equal(
      parallel.length,
      report.loops.length,
      "what LLVM said of a function counts for each of its loops",
    );
  },
);

t.test("loops with other constants, types or reductions have functions of their own", async (t) => {
  const { f } = compile(`function f(a, b) {
  const s = sum(a * 2);
  const t = sum(b * 3);
  const u = max(b * 2);
  return [s, t, u];
}`);
  if (f === undefined) throw new Error("There is no f");
  const results = f(Float64Array.from([1, 2]), Float32Array.from([1, 2, 3]));
  t.same(values(JSON.stringify(results)), [6, 18, 6]);
  t.equal(bodies(f.inspect("llvm")), 2, "sum and max over b run in one pass");
});

// The operations and bytes of loops, against counts by hand.
import t from "tap";
import type { ValueId } from "../../../compiler/ir/ids.js";
import { type LoopWork, loopWork } from "../../../compiler/report/loop-work.js";
import { compileSource } from "../compile-source.js";

/** The work of the only loop on floats, for arguments of these shapes; a number stands for itself. */
function workOf(
  text: string,
  types: readonly string[],
  given: readonly (number | readonly number[])[],
): LoopWork | null | undefined {
  const { elaborated, compilation } = compileSource(text, "f", types);
  const { parameters, tables } = elaborated.program;
  const known = new Map<ValueId, number>();
  for (const [place, { value }] of parameters.entries()) {
    const argument = given[place];
    const type = tables.typeOf(value);
    if (typeof argument === "number") known.set(value, argument);
    else if (type.kind === "array")
      for (const [axis, extent] of type.shape.entries()) known.set(extent, argument?.[axis] ?? 0);
  }
  const works = [...loopWork(compilation.loops, known).values()];
  t.ok(works.length < 2, `one loop computes with floats: ${text}`);
  return works[0];
}

const relative = (value: number, expected: number): number => Math.abs(value / expected - 1);

t.test("elementwise: two operations on two numbers read and one written", (t) => {
  const work = workOf(
    "function f(a, b) { return 2 * a + b; }",
    ["float64[::1]", "float64[::1]"],
    [[1000], [1000]],
  );
  t.match(work, { iterations: 1000, flops: 2000, bytes: 24_000, dtype: "float64" });
  const narrow = workOf("function f(a, b) { return a + b; }", ["float32[::1]", "float32[::1]"], [[10], [10]]);
  t.match(narrow, { flops: 10, bytes: 120, dtype: "float32" });
  t.end();
});

t.test("elementary functions count as 20, complex products as 6, square roots as 1", (t) => {
  const count = (expression: string, type: string): number | undefined =>
    workOf(`function f(a) { return ${expression}; }`, [type], [[10]])?.flops;
  t.equal(count("exp(a)", "float64[::1]"), 200);
  t.equal(count("sqrt(a)", "float64[::1]"), 10);
  t.equal(count("a * a", "complex128[::1]"), 60);
  t.match(workOf("function f(n) { return sum(linspace(0, 1, n) * 2.0); }", ["int64"], [1000]), { bytes: 8 });
  t.equal(count("abs(a)", "float64[::1]"), undefined, "no operation at all");
  t.equal(count("a + 1", "int64[::1]"), undefined, "nor are those of integers any");
  t.end();
});

t.test("each element of memory counts once, however often a loop reads it", (t) => {
  const neighbours = `
    const blur = stencil((a) => 0.25 * (a[-1, 0] + a[1, 0] + a[0, -1] + a[0, 1]));
    function f(a) { return blur(a); }`;
  const stencil = workOf(neighbours, ["float64[:, ::1]"], [[100, 100]]);
  t.ok(relative(stencil?.flops ?? 0, 4 * 98 * 98) < 0.05, `${stencil?.flops}`);
  t.ok((stencil?.bytes ?? 0) <= 2 * 8 * 100 * 100, `${stencil?.bytes} bytes`);
  const product = `function f(a, b, c) {
    const n = a.shape[0];
    for (const i of prange(n)) for (let k = 0; k < n; k++) for (let j = 0; j < n; j++) c[i, j] += a[i, k] * b[k, j];
  }`;
  const matrices = ["float64[:, ::1]", "float64[:, ::1]", "float64[:, ::1]"];
  const work = workOf(product, matrices, [
    [80, 80],
    [80, 80],
    [80, 80],
  ]);
  t.equal(work?.flops, 2 * 80 ** 3);
  t.equal(work?.bytes, 4 * 8 * 80 ** 2, "c is read and written");
  t.end();
});

t.test("trips: constant, from an argument, of a triangle, unknown", (t) => {
  const loop = (bound: string): string => `function f(a, n) {
    for (const i of prange(a.length)) { let s = 0.5; for (let k = 0; k < ${bound}; k++) s = s * a[k] + 0.25; a[i] = s; }
  }`;
  const types = ["float64[::1]", "int64"];
  t.ok(relative(workOf(loop("50"), types, [[200], 30])?.flops ?? 0, 2 * 200 * 50) < 0.1);
  t.ok(relative(workOf(loop("n"), types, [[200], 30])?.flops ?? 0, 2 * 200 * 30) < 0.1);
  t.ok(relative(workOf(loop("i"), types, [[200], 30])?.flops ?? 0, 2 * 200 * 99.5) < 0.1);
  const searching = `function f(a, n) {
    for (const i of prange(a.length)) { let s = a[i]; while (s < 10) s = s * 1.5; a[i] = s; }
  }`;
  t.equal(workOf(searching, types, [[200], 30]), null);
  t.end();
});

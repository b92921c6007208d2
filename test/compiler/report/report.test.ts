import t from "tap";
import { reportHtml } from "../../../compiler/report/report-html.js";
import { reportText } from "../../../compiler/report/report-text.js";
import { goldenProblem } from "../../golden.js";
import { compileSource } from "../compile-source.js";

const EXAMPLE = `function example(x) {
  const n = x.shape[0];
  const a = sin(x);
  const b = cos(a * a);
  let acc = 0;
  for (const i of prange(n - 2)) {
    for (const j of prange(n - 1)) {
      acc += b[i] + b[j + 1];
    }
  }
  return acc;
}`;
const { report } = compileSource(EXAMPLE, "example", ["float64[::1]"]);

t.test("the facts of the example", async (t) => {
  t.equal(report.loops.length, 4);
  t.match(report.loops, [
    {
      id: 0,
      line: 3,
      column: 13,
      kind: "elementwise sin",
      state: "parallel",
      iterationSpace: ["x.shape[0]"],
    },
    { id: 1, line: 4, column: 13, state: "fused", fusedInto: 0 },
    { id: 2, line: 6, kind: "prange", state: "parallel", iterationSpace: ["n - 2"] },
    { id: 3, line: 7, kind: "prange", state: "serial", parent: 2, iterationSpace: ["n - 1"] },
  ]);
  t.same(report.regions, [
    { id: 0, root: 0, fused: [1], serialized: [] },
    { id: 1, root: 2, fused: [], serialized: [3] },
  ]);
  t.same(report.fusion, [
    { first: 0, second: 1, succeeded: true, reason: null },
    {
      first: 0,
      second: 2,
      succeeded: false,
      reason: "loop dimension mismatched in axis 0: x.shape[0] != n - 2",
    },
  ]);
  t.match(report.hoisted, [{ loop: 2, expression: "n - 1", line: 7, kind: "instruction" }]);
});

t.test(
  "what keeps two loops apart is told once, though they are tried again when one of them has grown",
  async (t) => {
    const text = `function f(v) {
    const steps = abs(v["1:"] - v[":-1"]);
    const heights = abs(v);
    return sum(steps) / sum(heights);
  }`;
    const { fusion } = compileSource(text, "f", ["float64[::1]"]).report;
    const lines = fusion.map(({ first, second, succeeded }) => `${first} ${second} ${succeeded}`);
    t.same(lines, ["0 1 false", "1 2 false", "0 2 true", "1 3 true"]);
  },
);

t.test("why neighbouring iterations do not run side by side", async (t) => {
  const text = `function f(a) {
    const [n, m] = a.shape;
    const out = zeros(m);
    for (const j of prange(m)) {
      let s = 0.5;
      for (const i of range(n)) {
        s = s * 0.5 + a[i, j];
        if (s > 1e9) throw new Error("too large");
      }
      out[j] = s;
    }
    return out;
  }`;
  const { loops } = compileSource(text, "f", ["float64[:, ::1]"]).report;
  t.equal(loops.find(({ kind }) => kind === "prange")?.notVectorized, "its iterations can fail");
});

for (const level of [1, 2, 3, 4] as const)
  t.test(`the text at level ${level}`, async (t) => {
    t.equal(goldenProblem(`compiler/golden/report/example-${level}.txt`, reportText(report, level)), null);
  });

t.test("the page", async (t) => {
  const html = reportHtml(report, 4);
  t.equal(goldenProblem("compiler/golden/report/example.html", html), null);
});

t.test("what the user wrote can't become markup", async (t) => {
  const source = 'function f(a) {\n  return a * (a < 1 ? 2 : 3) /* <b>"&" */;\n}';
  const compiled = compileSource(source.replace("a < 1 ? 2 : 3", "where(a < 1, 2, 3)"), "f", [
    "float64[::1]",
  ]);
  const html = reportHtml(compiled.report, 1);
  t.notMatch(html, /\/\* <b>/);
  t.match(html, /\/\* &lt;b&gt;&quot;&amp;&quot; \*\//);
});

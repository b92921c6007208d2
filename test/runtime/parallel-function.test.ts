import { inspect } from "node:util";
import t from "tap";
import { compile } from "../../runtime/library.js";
import { loadNative } from "../../runtime/native.js";
import { NDArray } from "../../runtime/ndarray.js";
import { np } from "../../runtime/np.js";
import type { ParallelFunction } from "../../runtime/parallel-function.js";

function one(source: string, globals: Readonly<Record<string, unknown>> = {}): ParallelFunction {
  const [only] = Object.values(compile(source, { globals }));
  if (only === undefined) throw new Error(`No function in ${source}`);
  return only;
}

t.test("a parallel function is a function with a name, a length and its text", async (t) => {
  const f = one("\n  function area(w, h = 2) { return w * h; }");
  t.equal(f.name, "area");
  t.equal(f.length, 1);
  t.equal(inspect(f), "[Parallel function area(w, h = 2)]");
  t.equal(f.source, "function area(w, h = 2) { return w * h; }");
  t.equal(f(3), 6);
  t.equal(f(3, 4), 12);
  t.throws(() => f(1, 2, 3), {
    name: "ParallelTypeError",
    message: /area takes 2 arguments, and was given 3/,
  });
});

t.test("signatures list what was compiled, each once", async (t) => {
  const f = one("function f(a, k) { return a * k; }");
  t.same(f.signatures, []);
  f(np.ones(3), 2);
  f(np.ones(1), 2.5);
  f(new Float64Array(4), 1);
  f(np.ones([2, 3]), 1n);
  f(np.ones([2, 3]).T, true);
  t.same(f.signatures, ["(float64[::1], number)", "(float64[:, ::1], int64)", "(float64[:, :], boolean)"]);
});

t.test("compile() compiles without running", async (t) => {
  const f = one("function f(a, k) { return a * k; }");
  f.compile("float32[:, ::1]", "number");
  f.compile(np.ones(2), 3n);
  t.same(f.signatures, ["(float32[:, ::1], number)", "(float64[::1], int64)"]);
  f.compile("float64[::1]", "int64");
  t.equal(f.signatures.length, 2, "once is enough");
  t.throws(() => f.compile("number", "number", "number"), {
    name: "ParallelTypeError",
    message: /was given 3/,
  });
  const g = one("function g(n: int, k = 2) { return n * k; }");
  g.compile("number");
  t.same(g.signatures, ["(int64, undefined)"], "an annotation decides");
});

t.test("inspect() shows each stage, of the latest signature or of one", async (t) => {
  const f = one("function f(a) { return exp(a); }");
  t.throws(() => f.inspect("ir"), { message: /f has not been compiled yet/ });
  f(np.ones(3));
  f(2);
  t.match(f.inspect("ir", "(float64[::1])"), /generate/);
  t.match(f.inspect("loops", "(float64[::1])"), /parfor/);
  t.notMatch(f.inspect("loops"), /parfor/);
  t.match(f.inspect("llvm"), /define/);
  t.match(f.inspect("asm"), /ret/);
  t.throws(() => f.inspect("asm", "(int8)"), { message: /\(float64\[::1\]\) and \(number\)|\(number\) and/ });
});

t.test("async calls run side by side and leave their arguments alone until they settle", async (t) => {
  const f = one("function f(a, k) { a += k; return sum(a); }");
  const arrays = [np.zeros(1000), np.zeros(1000), np.zeros(1000)];
  const sums = await Promise.all(arrays.map((a, k) => f.async(a, k)));
  t.same(sums, [0, 1000, 2000]);
  t.same(arrays[2], np.full(1000, 2));
  await t.rejects(f.async("text", 1), { name: "ParallelTypeError" });
  const g = one("function g(a, i) { return a[i]; }");
  await t.rejects(g.async(np.ones(3), 5n), { name: "RangeError", message: /5 .*length 3/ });
});

t.test("arrays that overlap give what disjoint ones would, in the order written", async (t) => {
  const f = one("function f(a, b) { for (const i of range(a.length)) a[i] = b[i] + 1; }");
  const base = np.zeros(6);
  f(base.slice("1:"), base.slice(":-1"));
  t.same(base, np.array([0, 1, 2, 3, 4, 5]));
  t.same(f.signatures, ["(float64[::1], float64[::1])"], "overlap is not part of the signature");
});

t.test("arrays of one shape and of different shapes share a signature, and both are checked", async (t) => {
  const f = one('function f(a, b) { const c = a["1:"] + b[":-1"]; return sum(c); }');
  t.equal(f(np.arange(4), np.arange(4)), 9);
  t.equal(f(np.arange(4), np.ones(2)), 9, "one element of b for all of a");
  t.throws(() => f(np.arange(4), np.arange(3)), { name: "RangeError" });
  t.equal(f(np.ones(5), np.ones(5)), 8);
  const same = np.arange(4);
  t.equal(f(same, same), 9);
  t.same(f.signatures, ["(float64[::1], float64[::1])"]);
});

t.test("a returned argument is that argument, and a view shares its memory", async (t) => {
  const a = np.arange(6);
  t.equal(one("function f(a) { return a; }")(a), a);
  const rest = one('function f(a) { return a["2:"]; }')(a);
  t.ok(rest instanceof NDArray && rest.data === a.data);
  const [left, right] = one("function f(n) { const x = zeros(n); return [x, x]; }")(3) as readonly NDArray[];
  t.equal(left?.data.buffer, right?.data.buffer, "one allocation is one buffer");
});

t.test("arrays without axes", async (t) => {
  const f = one("function f(z) { z += 1; return [z * 2, sum(z), sqrt(z)]; }");
  t.same(f(np.array(3)), [np.array(8), 4, np.array(2)]);
});

t.test("annotations decide, and arguments that don't fit them are refused", async (t) => {
  const f = one("function f(n: int, x: float32) { return [n / 2, x]; }");
  t.same(f(3, 0.1), [1.5, Math.fround(0.1)]);
  t.throws(() => f(2.5, 0), { name: "RangeError", message: /n is int64, and 2.5/ });
  t.throws(() => f(np.ones(2), 0), { name: "ParallelTypeError", message: /n of f is int64.*float64\[::1\]/ });
});

t.test("globals are read anew at each call, and never written", async (t) => {
  const globals = { k: 2 };
  const { f } = compile("let total = 0;\ntotal += k;\nfunction f(x) { return x * k + total; }", { globals });
  t.equal(f?.(10), 22);
  globals.k = 3;
  t.equal(f?.(10), 32);
  t.same(globals, { k: 3 });
});

t.test("lines of console.log go where the caller says", async (t) => {
  const lines: string[] = [];
  const { f } = compile("function f(x) { console.log(x); return x; }", { log: (line) => lines.push(line) });
  f?.(2);
  await f?.async(3);
  t.same(lines, ["2", "3"]);
});

t.test("a call that is stopped leaves the session and its arrays", async (t) => {
  const f = one(
    "function f(a, n) { a[0] = 1; let s = 0; for (let i = 0; i < n; i++) s += i % 7; return s; }",
  );
  f.compile("float64[::1]", "number");
  const a = np.zeros(2);
  const call = f.async(a, 1e15);
  setTimeout(() => loadNative().requestStop(), 50);
  await t.rejects(call, { name: "ParallelInterrupt", message: /f was interrupted/ });
  t.same(a, np.array([1, 0]));
  t.equal(f(a, 3), 3);
});

/** What a value shows in a notebook. */
function bundleOf(value: object): object {
  const display: unknown = Reflect.get(value, Symbol.for("Jupyter.display"));
  const bundle: unknown = typeof display === "function" ? display.call(value) : null;
  return typeof bundle === "object" && bundle !== null ? bundle : {};
}

t.test("the report is data, text, or what a notebook displays", async (t) => {
  const f = one("function f(x) { return sum(sin(x)); }");
  t.throws(() => f.parallelDiagnostics(), { message: /not been compiled/ });
  f(np.ones(100));
  const report = f.parallelDiagnostics({ level: 4, format: "json" });
  t.equal(report.function, "f");
  t.ok(report.loops.some(({ run }) => run !== null && run.calls === 1));
  t.hasOwnProps(bundleOf(f.parallelDiagnostics()), ["text/plain", "text/html"]);
  t.notOk("text/html" in bundleOf(f.parallelDiagnostics({ format: "text" })));
  t.match(String(f.parallelDiagnostics({ format: "text" })), /Parallel loop listing for function f/);
});

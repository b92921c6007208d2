import t from "tap";
import { NDArray } from "../../runtime/ndarray.js";
import { np } from "../../runtime/np.js";
import type { ParallelFunction } from "../../runtime/parallel-function.js";
import { ParallelSession } from "../../runtime/parallel-session.js";
import { mapScope } from "../../runtime/scope.js";

function open(variables: Readonly<Record<string, unknown>> = {}) {
  const values = new Map<string, unknown>(Object.entries(variables));
  const lines: string[] = [];
  const watched: string[] = [];
  const session = new ParallelSession({
    scope: mapScope(values),
    log: (line) => lines.push(line),
    watchProgress: () => {
      watched.push("begin");
      return () => watched.push("end");
    },
  });
  const call = (name: string, ...args: readonly unknown[]): unknown => {
    // Cells of these tests declare the functions that they call.
    return (values.get(name) as ParallelFunction)(...args);
  };
  return { session, values, lines, watched, call };
}

t.test("a cell declares functions, runs its statements and gives its last value", async (t) => {
  const { session, values } = open({ a: np.array([1, 2, 3]) });
  const result = session.runCell(
    "%%parallel\nfunction twice(x) { return 2 * x; }\nconst b = twice(a);\nsum(b)",
  );
  t.same(result, { value: 12, hasValue: true, functions: ["twice"] });
  t.same(values.get("b"), np.array([2, 4, 6]));
  t.same(session.runCell("%%parallel\nfunction g(x) { return twice(x) + 1; }"), {
    value: undefined,
    hasValue: false,
    functions: ["g"],
  });
  t.equal(session.runCell("%%parallel\ng(20)").value, 41);
});

t.test("functions see variables as they are at each call", async (t) => {
  const { session, values, call } = open({ k: 2 });
  session.runCell("%%parallel\nfunction f(x) { return k * x; }");
  t.equal(call("f", 10), 20);
  values.set("k", 3);
  t.equal(call("f", 10), 30);
  values.set("k", np.array([1, 2]));
  t.same(call("f", 10), np.array([10, 20]), "another type is compiled anew");
  values.set("k", "text");
  t.throws(() => call("f", 10), { name: "ParallelTypeError", message: /a string/ });
  values.delete("k");
  t.throws(() => call("f", 10), { name: "ParallelTypeError", message: /k is not defined/ });
});

t.test("a constant of a cell is a literal until the session gives it another value", async (t) => {
  const { session, values, call } = open();
  session.runCell("%%parallel\nconst N = 2;\nfunction f(a) { return a * N; }");
  const bytes = new NDArray("uint8", Uint8Array.of(200), [1]);
  t.equal(String(call("f", bytes)), "[144]", "a uint8 times the literal 2 is a uint8");
  values.set("N", 2.5);
  t.equal(String(call("f", bytes)), "[500.]", "a number of the session is a float64");
});

t.test("a function that is declared anew is the one that others call", async (t) => {
  const { session, call } = open();
  session.runCell("%%parallel\nfunction g(x) { return x + 1; }\nfunction f(x) { return g(x) * 10; }");
  t.equal(call("f", 1), 20);
  session.runCell("%%parallel\nfunction g(x) { return x + 2; }");
  t.equal(call("f", 1), 30);
});

t.test("a name that the session takes over hides the language's", async (t) => {
  const { session, values, call } = open();
  session.runCell("%%parallel\nfunction f(x) { return floor * x; }\nfunction h(x) { return floor(x); }");
  t.throws(() => call("f", 2), { name: "ParallelTypeError" });
  t.equal(call("h", 2.5), 2);
  values.set("floor", 4);
  t.equal(call("f", 2), 8);
  t.throws(() => call("h", 2.5), { name: "ParallelTypeError" });
});

t.test("statements change the arrays of the session in place", async (t) => {
  const w = np.array([1, 2]);
  const { session, values } = open({ w, rate: 0.5 });
  t.equal(session.runCell("%%parallel\nw -= rate * w").value, w);
  t.equal(values.get("w"), w);
  t.same(w, np.array([0.5, 1]));
});

t.test("an error shows the cell, and what was declared before it stays", async (t) => {
  const { session, values } = open({ a: np.array([1, 2, 3]) });
  const cell = "%%parallel\nfunction f(x) { return x; }\nconst b = a[0] + missing;";
  t.throws(() => session.runCell(cell, "cell[7]"), {
    name: "ParallelTypeError",
    message: /missing is not defined[\s\S]*cell\[7\]:3:18\n[\s\S]*\^{7}/,
  });
  t.type(values.get("f"), "function");
  t.notOk(values.has("b"));
  t.throws(() => session.runCell("%%parallel\na[5]"), {
    name: "RangeError",
    message: /5 .*axis 0.*length 3/,
  });
  t.equal(session.runCell("%%parallel\na[2]").value, 3);
});

t.test("a function that is compiled at once sees what the statements of its cell compute", async (t) => {
  const { session, call } = open();
  session.runCell("%%parallel\nconst scale = sqrt(16.0);\nfunction f(n: int) { return n * scale; }");
  t.equal(call("f", 3), 12);
});

t.test("a function whose parameters are all annotated is compiled at once", async (t) => {
  const { session, values } = open();
  session.runCell('%%parallel\nfunction f(a: NDArray<"float32", 2>, n: int) { return a[0, 0] * n; }');
  t.same((values.get("f") as ParallelFunction).signatures, ["(float32[:, ::1], int64)"]);
  t.throws(() => session.runCell("%%parallel\nfunction g(n: int) { return n + missing; }"), {
    name: "ParallelTypeError",
  });
});

t.test("options of the first line", async (t) => {
  const { session, lines, watched, call } = open({ a: np.ones(10) });
  session.runCell("%%parallel --diagnostics=2\nconst b = sin(a);\nconst c = cos(b);");
  t.match(lines.join("\n"), /Parallel loop listing[\s\S]*Fusing loops/);
  lines.length = 0;
  session.runCell("%%parallel --diagnostics=1\nfunction f(x) { return sin(x); }");
  t.same(lines, [], "nothing was compiled");
  call("f", 1.5);
  t.match(lines.join("\n"), /function f/);
  lines.length = 0;
  session.runCell("%%parallel --time\nsum(a)");
  t.match(lines, [/^parse .* LLVM .* run .* total/]);
  lines.length = 0;
  session.runCell("%%parallel --dump=form-parfors\nsum(a)");
  t.match(lines, [/^── form-parfors ──\n.*parfor/s]);
  t.throws(() => session.runCell("%%parallel --dump=nothing\nsum(a)"), {
    name: "RangeError",
    message: /form-parfors/,
  });
  t.same(watched, []);
  session.runCell("%%parallel --progress\nsum(a)");
  t.same(watched, ["begin", "end"]);
  t.throws(() => session.runCell("%%parallel --progress\na[99]"));
  t.same(watched, ["begin", "end", "begin", "end"], "also when the program fails");
});

t.test("WEFT_PARALLEL_DIAGNOSTICS reports every compilation", async (t) => {
  process.env["WEFT_PARALLEL_DIAGNOSTICS"] = "1";
  t.teardown(() => {
    delete process.env["WEFT_PARALLEL_DIAGNOSTICS"];
  });
  const { session, lines, call } = open();
  session.runCell("%%parallel\nfunction f(x) { return x + 1; }");
  call("f", 1);
  call("f", 2);
  call("f", 2n);
  t.match(lines, [/f\(number\)/, /f\(int64\)/]);
  t.equal(lines.length, 2);
  const shown: string[] = [];
  const displaying = new ParallelSession({
    scope: mapScope(new Map()),
    log: (line) => lines.push(line),
    showReport: (report) => shown.push(String(report)),
  });
  displaying.runCell("%%parallel\n1 + 1");
  t.match(shown, [/Parallel loop listing/]);
  t.equal(lines.length, 2, "a session that shows reports does not print them too");
  process.env["WEFT_PARALLEL_DIAGNOSTICS"] = "9";
  t.throws(() => open(), { name: "RangeError", message: /WEFT_PARALLEL_DIAGNOSTICS is "9"/ });
});

t.test("--no-bounds drops the checks", async (t) => {
  const { session, values } = open();
  const checks = (options: string): number | undefined => {
    session.runCell(`%%parallel ${options}\nfunction f(a, k) { return a[k]; }`);
    const f = values.get("f") as ParallelFunction;
    f.compile("float64[::1]", "int64");
    return f.inspect("ir").match(/checked|bounds/g)?.length;
  };
  t.ok(checks(""));
  t.notOk(checks("--no-bounds"));
});

t.test("console.log of parallel code", async (t) => {
  const { session, lines } = open({ a: np.array([1, 2.5]), big: 2n ** 60n });
  session.runCell('%%parallel\nconsole.log("a is", a, "and", a[1], big, true);\nconsole.log();');
  t.same(lines, ["a is array([1. , 2.5]) and 2.5 1152921504606846976n true", ""]);
});

// The example of a package that extends the language, in extension/: what it registers, as parallel code sees it.
import t, { type Test } from "tap";
import { compile, NDArray, np, registerElementwise, registerReduction } from "../../runtime/library.js";
import type { ParallelFunction } from "../../runtime/parallel-function.js";
import { hypotenuse } from "./extension/hypotenuse.js";
import { logSumExp } from "./extension/log-sum-exp.js";
import { softplus } from "./extension/softplus.js";

registerElementwise(softplus);
registerReduction(hypotenuse);
registerReduction(logSumExp);

const x = np.linspace(-3, 4, 8).reshape(2, 4);

function one(source: string, globals: Readonly<Record<string, unknown>> = {}): ParallelFunction {
  const [only] = Object.values(compile(source, { globals }));
  if (only === undefined) throw new Error(`No function in ${source}`);
  return only;
}

/** The shapes of results, with numbers as they are. */
const shapes = (results: unknown): unknown =>
  Array.isArray(results) && results.map((result) => (result instanceof NDArray ? result.shape : []));

/** The numbers of arrays and lists, one after the other. */
function numbers(value: unknown): readonly number[] {
  if (value instanceof NDArray) return numbers(value.toArray());
  return Array.isArray(value) ? value.flatMap(numbers) : [Number(value)];
}

/** The numbers differ from NumPy's in their last bits only. */
function near(t: Test, actual: unknown, wanted: readonly number[], tolerance = 1e-15): void {
  const given = numbers(actual);
  const isNear = wanted.every(
    (number, k) => Math.abs((given[k] ?? NaN) - number) <= tolerance * Math.abs(number),
  );
  t.ok(isNear && given.length === wanted.length, `${given} should be ${wanted}`);
}

// numpy.logaddexp(0, x)
const SOFTPLUS = [
  0.04858735157374206,
  0.1269280110429725,
  0.31326168751822286,
  Math.LN2,
  1.3132616875182228,
  2.1269280110429727,
  3.048587351573742,
  4.0181499279178094,
];

t.test(
  "an elementwise function broadcasts, keeps dtypes, and is one loop with what surrounds it",
  async (t) => {
    const f = one("function f(x, y) { return 2 * softplus(x - y) + 1; }");
    const result = f(np.vstack([x, x]), np.array([0, 0, 0, 0]));
    near(
      t,
      result,
      [...SOFTPLUS, ...SOFTPLUS].map((value) => 2 * value + 1),
    );
    const { loops, regions } = f.parallelDiagnostics({ format: "json" });
    t.same([loops.length, regions.length], [1, 1]);
    const float32 = f(x.astype("float32"), 0);
    t.equal(float32 instanceof NDArray && float32.dtype, "float32");
    near(t, one("function f(x) { return softplus(x); }")(-2), [0.1269280110429725]);
  },
);

t.test(
  "a reduction takes axes, keeps them where it should, and reads what it reduces in its own loop",
  async (t) => {
    const f = one(`function f(x) {
    return [hypotenuse(x), hypotenuse(x, 0), hypotenuse(softplus(x), { axis: -1, keepdims: true })];
  }`);
    const results = f(x);
    // numpy.sqrt(numpy.sum(x * x)), of axis 0, and of axis 1 of numpy.logaddexp(0, x)
    const axis0 = [3.1622776601683795, 2.8284271247461903, 3.1622776601683795, 4];
    near(t, results, [6.6332495807108, ...axis0, 0.7726948618343734, 5.629200005992301]);
    t.same(shapes(results), [[], [4], [2, 1]]);
    const whole = one("function f(x) { return hypotenuse(softplus(x)); }");
    near(t, whole(x), [Math.hypot(0.7726948618343734, 5.629200005992301)]);
    const { loops, regions } = whole.parallelDiagnostics({ format: "json" });
    t.equal(regions.length, 1);
    t.match(loops, [{ reductions: ["hypotenuse"] }]);
  },
);

t.test("several accumulators", async (t) => {
  const f = one(
    "function f(x) { return [logSumExp(x), logSumExp(x, 0), logSumExp(x, { axis: 1, keepdims: true })]; }",
  );
  const results = f(x);
  // numpy.logaddexp.reduce
  const axis0 = [1.0181499279178097, 2.01814992791781, 3.01814992791781, 4.0181499279178094];
  near(t, results, [4.458339626479005, ...axis0, 0.44018969856119533, 4.440189698561196]);
  t.same(shapes(results), [[], [4], [2, 1]]);
  near(t, one("function f(x) { return logSumExp(x); }")(np.full(3, 1000)), [1000 + Math.log(3)]);
  t.equal(one("function f(x) { return logSumExp(x); }")(np.zeros(0)), -Infinity, "of no elements");
});

t.test("dtypes: float32 and integers stay where the texts leave them", async (t) => {
  const largest = "largestMagnitude";
  registerReduction({ name: largest, identity: 0, element: "(x) => abs(x)", combine: "(a, b) => max(a, b)" });
  const dtypeOf = (result: unknown): unknown => result instanceof NDArray && result.dtype;
  const f = one(`function f(x) { return ${largest}(x, 0); }`);
  for (const dtype of ["int8", "uint16", "int64", "float32", "float64"] as const) {
    const result = f(
      np
        .array([[-3], [2]])
        .astype(dtype === "uint16" ? "int64" : dtype)
        .astype(dtype),
    );
    t.equal(dtypeOf(result), dtype);
  }
  t.equal(dtypeOf(one("function f(x) { return logSumExp(x, 0); }")(x.astype("float32"))), "float32");
});

t.test(
  "their texts see the language and other registered names, never the session's variables",
  async (t) => {
    registerElementwise({ name: "doubleSoftplus", source: "(x) => 2 * softplus(x)" });
    const globals = { exp: 3, abs: np.ones(2), scale: 2 };
    near(t, one("function f(x) { return doubleSoftplus(x); }", globals)(-2), [0.253856022085945]);
    registerElementwise({ name: "scaled", source: "(x) => x * scale" });
    t.throws(() => one("function f(x) { return scaled(x); }", globals)(1), {
      name: "ParallelTypeError",
      message: /^scale is not defined.*\n\nscaled:1:12\n> 1 \| \(x\) => x \* scale\n/,
    });
  },
);

t.test("a variable of the session hides a registered name, with a warning", async (t) => {
  const f = one("function f(x) { return x + softplus; }", { softplus: 2 });
  t.equal(f(1), 3);
  t.match(f.parallelDiagnostics({ format: "json" }).warnings, [{ message: /hides the built-in softplus/ }]);
});

t.test("a name is registered once, and is not one of the language", async (t) => {
  const source = "(x) => x";
  t.throws(
    () => registerElementwise({ name: "softplus", source }),
    /^softplus is registered already: a name can be registered once/,
  );
  t.throws(() => registerReduction({ name: "softplus", identity: 0, combine: source }), /registered already/);
  for (const name of ["sum", "np", "Infinity", "random", "logical_and"])
    t.throws(
      () => registerElementwise({ name, source }),
      /is a name of the language, .*: choose another/,
      name,
    );
  for (const name of ["", "a b", "2x", "a.b"])
    t.throws(() => registerElementwise({ name, source }), /is no name/, name);
});

t.test("what is wrong in a text is shown in it", async (t) => {
  const fails = (source: string, message: RegExp): void =>
    void t.throws(() => registerElementwise({ name: "wrong", source }), {
      name: "ParallelSyntaxError",
      message,
    });
  fails("(x) => x +", /^Expression expected.\n\nwrong:1:11\n> 1 \| \(x\) => x \+/);
  fails("x + 1", /^The text must be one function and nothing else/);
  fails("(x) => x; (y) => y", /one function/);
  fails("(x) => { try { return x; } catch { return 0; } }", /wrong:1:10/);
  const combine = "(a, b) => a.sum";
  registerReduction({ name: "wrongReduction", identity: 0, combine });
  t.throws(() => compile("wrongReduction(arange(3))"), {
    name: "ParallelTypeError",
    message: /wrongReduction\.combine:1:11\n> 1 \| \(a, b\) => a\.sum\n/,
  });
});

t.test("results of a wrong number", async (t) => {
  registerElementwise({ name: "pairOf", source: "(x) => [x, x]" });
  t.throws(
    () => compile("pairOf(arange(3))"),
    /pairOf must return one scalar, not 2 scalars\.\n\npairOf:1:8/,
  );
  t.throws(() => compile("softplus(1, 2)"), /softplus takes 1 argument, not 2/);
  const identity = [0, 0];
  t.throws(
    () => registerReduction({ name: "noFinish", identity, combine: "([a, b], [c, d]) => [a + c, b + d]" }),
    /^The reduction noFinish has several accumulators: give element.* and finish/,
  );
  const texts = { element: "(x) => [x, x]", combine: "(a, b) => 1", finish: "(a, b) => a" };
  registerReduction({ name: "oneOfTwo", identity, ...texts });
  t.throws(
    () => compile("oneOfTwo(arange(3))"),
    /combine of oneOfTwo must return one scalar for each identity: 2, not 1 scalar\.\n\noneOfTwo\.combine:1:11/,
  );
});

import t from "tap";
import { emitLlvm } from "../../compiler/backend/emit-llvm.js";
import type { DType } from "../../compiler/ir/dtype.js";
import type { FloatFunction, MathFunction } from "../../compiler/ir/math-functions.js";
import { hostTarget } from "../../runtime/host-target.js";
import { loadNative } from "../../runtime/native.js";
import { kernel } from "./loop-builder.js";
import { compiled, doubles } from "./run-kernel.js";

/** fn over one or two arrays of float64, in a parallel loop. */
function elementwise(
  fn: FloatFunction,
  count: 1 | 2,
): (...columns: readonly Float64Array[]) => readonly number[] {
  const k = kernel("elementwise");
  const arrays = ["x", "y"].slice(0, count).map((name) => k.array(name, 1));
  const [first] = arrays;
  if (first === undefined) throw new Error("no array");
  const n = k.extent(first);
  const one = k.constant(1);
  const units = arrays.map((array) => k.view(array, k.constant(0), [n], [one]));
  const out = k.alloc([n]);
  k.parfor(n, (r, i) =>
    r.store(
      out,
      [i],
      r.call(
        fn,
        units.map((array) => r.load(array, [i])),
      ),
    ),
  );
  const run = compiled(k.program([out]));
  return (...columns) => doubles(run(...columns.map((data) => ({ data, shape: [data.length] }))));
}

const ulp = (x: number): number => Math.max(2 ** (Math.floor(Math.log2(Math.abs(x))) - 52), 5e-324);
const near = (got: number, expected: number, ulps: number): boolean =>
  Object.is(got, expected) || got === expected || Math.abs(got - expected) <= ulps * ulp(expected);

const UNARY: readonly [FloatFunction, (x: number) => number, low: number, high: number][] = [
  ["sqrt", Math.sqrt, 0, 1e6],
  ["cbrt", Math.cbrt, -1e6, 1e6],
  ["exp", Math.exp, -700, 700],
  ["exp2", (x) => 2 ** x, -1000, 1000],
  ["expm1", Math.expm1, -30, 30],
  ["log", Math.log, 1e-300, 1e6],
  ["log2", Math.log2, 1e-3, 1e6],
  ["log10", Math.log10, 1e-3, 1e6],
  ["log1p", Math.log1p, -0.99, 10],
  ["sin", Math.sin, -100, 100],
  ["cos", Math.cos, -100, 100],
  ["tan", Math.tan, -1.5, 1.5],
  ["asin", Math.asin, -1, 1],
  ["acos", Math.acos, -1, 1],
  ["atan", Math.atan, -50, 50],
  ["sinh", Math.sinh, -50, 50],
  ["cosh", Math.cosh, -50, 50],
  ["tanh", Math.tanh, -5, 5],
  ["asinh", Math.asinh, -50, 50],
  ["acosh", Math.acosh, 1, 50],
  ["atanh", Math.atanh, -0.99, 0.99],
  ["floor", Math.floor, -9, 9],
  ["ceil", Math.ceil, -9, 9],
  ["trunc", Math.trunc, -9, 9],
  ["abs", Math.abs, -9, 9],
];

t.test("functions of one float are within a few ulp, wherever in the array an element stands", async (t) => {
  for (const [fn, exact, low, high] of UNARY) {
    const run = elementwise(fn, 1);
    const values = Float64Array.from(
      { length: 999 },
      (_, index) => low + ((high - low) * (index + 0.5)) / 999,
    );
    const all = run(values);
    const wrong = all.findIndex((got, index) => !near(got, exact(values[index] ?? 0), 8));
    t.equal(wrong, -1, `${fn}(${values[wrong]}) is ${all[wrong]}, not ${exact(values[wrong] ?? 0)}`);
    // Vector lanes and the scalar rest of a loop give the same bits.
    for (const length of [1, 2, 3, 5, 13]) {
      t.same(run(values.slice(0, length)), all.slice(0, length), `${fn} of ${length} elements`);
    }
  }
});

t.test("special values", async (t) => {
  const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
  const cases: readonly [FloatFunction, readonly number[], readonly number[]][] = [
    ["exp", [nan, inf, -inf, 710, -800, 0, -0], [nan, inf, 0, inf, 0, 1, 1]],
    // Results and arguments without all of their bits, and the largest.
    ["exp", [-744.5, -740, 709.782712893384], [5e-324, 4.2e-322, 1.7976931348622732e308]],
    ["log", [0, -0, -1, -inf, inf, nan, 1], [-inf, -inf, nan, nan, inf, nan, 0]],
    ["log", [5e-324, Number.MAX_VALUE], [-744.4400719213812, 709.782712893384]],
    ["erf", [nan, -0, 5e-324, 6, -6, Number.MAX_VALUE], [nan, -0, 5e-324, 1, -1, 1]],
    ["sqrt", [-0, -1, inf], [-0, nan, inf]],
    ["rint", [0.5, 1.5, -2.5, -0.2, inf], [0, 2, -2, -0, inf]],
    ["sin", [inf, -0], [nan, -0]],
    ["erf", [0, inf, -inf], [0, 1, -1]],
    ["erfc", [0, inf, -inf], [1, 0, 2]],
    ["lgamma", [1, 2, 5, 0], [0, 0, Math.log(24), inf]],
  ];
  for (const [fn, input, expected] of cases) {
    t.same(elementwise(fn, 1)(Float64Array.from(input)), expected, fn);
  }
});

t.test("functions of two floats", async (t) => {
  const pairs = Array.from({ length: 200 }, (_, index) => [(index % 20) + 0.25, (index - 100) / 13] as const);
  const x = Float64Array.from(pairs, ([a]) => a);
  const y = Float64Array.from(pairs, ([, b]) => b);
  const cases: readonly [FloatFunction, (a: number, b: number) => number][] = [
    ["pow", Math.pow],
    ["atan2", Math.atan2],
    ["hypot", Math.hypot],
    ["copysign", (a, b) => (b < 0 || Object.is(b, -0) ? -Math.abs(a) : Math.abs(a))],
    ["fmin", Math.min],
    ["fmax", Math.max],
  ];
  for (const [fn, exact] of cases) {
    const got = elementwise(fn, 2)(x, y);
    const wrong = got.findIndex((value, index) => !near(value, exact(x[index] ?? 0, y[index] ?? 0), 8));
    t.equal(wrong, -1, `${fn}(${x[wrong]}, ${y[wrong]}) is ${got[wrong]}`);
  }
  t.same(elementwise("fmin", 2)(Float64Array.of(Number.NaN, 1), Float64Array.of(2, Number.NaN)), [2, 1]);
  t.same(elementwise("nextafter", 2)(Float64Array.of(1, 0), Float64Array.of(2, -1)), [1 + 2 ** -52, -5e-324]);
});

t.test("powers with constant exponents", async (t) => {
  const k = kernel("powers");
  const x = k.scalar("x");
  const exponents = [0, 1, -1, 2, 3, 4, 0.5, 2.5];
  const powers = exponents.map((exponent) => k.call("pow", [x, k.constant(exponent, "float64")]));
  const run = compiled(k.program(powers));
  for (const base of [0, -0, 1, 3, 0.1, 1e160, 1e-160, Number.POSITIVE_INFINITY]) {
    const got = run(base).floats;
    t.ok(
      exponents.every((exponent, index) => near(got[index] ?? Number.NaN, base ** exponent, 2)),
      `powers of ${base}: ${got}`,
    );
  }
  t.equal(run(Number.NEGATIVE_INFINITY).floats[6], Number.POSITIVE_INFINITY);
  t.ok(Number.isNaN(run(-4).floats[6]));
});

t.test("questions about floats, and ldexp", async (t) => {
  const k = kernel("questions");
  const [x, n] = [k.scalar("x"), k.scalar("n", "int64")];
  const questions: readonly MathFunction[] = ["isnan", "isinf", "isfinite", "signbit"];
  const answers = questions.map((fn) => k.call(fn, [x], "bool"));
  const run = compiled(k.program([...answers, k.call("ldexp", [x, n])]));
  const of = (value: number) => run(value, 3n).integers.slice(0, 4).map(Number);
  t.same(of(Number.NaN).slice(0, 3), [1, 0, 0]);
  t.same(of(Number.NEGATIVE_INFINITY), [0, 1, 0, 1]);
  t.same(of(-0), [0, 0, 1, 1]);
  t.same(of(5), [0, 0, 1, 0]);
  t.equal(run(1.5, 3n).floats[4], 12);
  t.equal(run(1, -(2n ** 40n)).floats[4], 0);
  t.equal(run(1, 2n ** 33n + 1n).floats[4], Number.POSITIVE_INFINITY);
});

t.test("loops call the vector functions, for constant operands too", async (t) => {
  const k = kernel("gamma");
  const a = k.array("a", 1);
  const n = k.extent(a);
  const unit = k.view(a, k.constant(0), [n], [k.constant(1)]);
  const out = k.alloc([n]);
  const gamma = k.constant(2.2, "float64");
  k.parfor(n, (r, i) => r.store(out, [i], r.call("pow", [r.load(unit, [i]), gamma])));
  const native = loadNative();
  const target = hostTarget(native);
  const optimized = native.compile(emitLlvm(k.program([out]), target).ir, { optLevel: 3 }).ir();
  const loop = /define internal.* @loop_0\([\s\S]*?\n\}/.exec(optimized)?.[0] ?? "";
  t.equal(loop.includes("@_ZGV"), target.vectorMath === "libmvec");
});

t.test("float32 has functions of its own", async (t) => {
  const k = kernel("single");
  const x = k.array("x", 1, "float32");
  const n = k.extent(x);
  const out = k.alloc([n], "float32");
  k.parfor(n, (r, i) => r.store(out, [i], r.call("pow", [r.call("exp", [r.load(x, [i])]), r.load(x, [i])])));
  const run = compiled(k.program([out]));
  const data = Float32Array.from({ length: 333 }, (_, index) => index / 100);
  const bytes = run({ data, shape: [333] }).arrays[0]?.bytes;
  const got = new Float32Array(bytes ?? new ArrayBuffer(0));
  t.equal(got.length, 333);
  t.ok(got.every((value, index) => Math.abs(value / Math.exp((data[index] ?? 0) ** 2) - 1) < 1e-5));
});

t.test("arithmetic of complex numbers", async (t) => {
  const k = kernel("complex");
  const [a, b] = [k.scalar("a", "complex128"), k.scalar("b", "complex128")];
  const results = [
    ...(["add", "sub", "mul", "div"] as const).map((op) => k.binary(op, a, b)),
    k.unary("neg", a),
    k.unary("conj", a),
    ...(["exp", "log", "sqrt", "sin", "cos"] as const).map((fn) => k.call(fn, [a])),
    k.complex(k.call("abs", [a], "float64"), k.call("arg", [a], "float64")),
    k.complex(k.unary("real", a, "float64"), k.unary("imag", b, "float64")),
    k.cast(k.cast(a, "complex64"), "complex128"),
  ];
  const equal = k.cast(k.compare("eq", a, b), "int64");
  const different = k.cast(k.compare("ne", a, a), "int64");
  const run = compiled(k.program([...results, equal, different]));
  const { floats, integers } = run({ re: 3, im: -4 }, { re: 0.5, im: 2 });
  const expected = [3.5, -2, 2.5, -6, 9.5, 4, -1.5294117647058822, -1.8823529411764706, -3, 4, 3, 4].concat(
    [-13.12878308146216, 15.200784463067954, Math.log(5), Math.atan2(-4, 3), 2, -1],
    [
      3.853738037919377,
      27.016813258003932,
      -27.034945603074224,
      3.8511533348117775,
      5,
      Math.atan2(-4, 3),
      3,
      2,
      3,
      -4,
    ],
  );
  for (const [index, value] of expected.entries()) {
    t.ok(near(floats[index] ?? Number.NaN, value, 8), `part ${index}: ${floats[index]}, expected ${value}`);
  }
  t.same(integers.slice(expected.length), [0n, 0n]);
  const byZero = run({ re: 1, im: 0 }, { re: 0, im: 0 }).floats;
  t.same([byZero[6], byZero[7]], [Number.POSITIVE_INFINITY, Number.NaN]);
  const extreme = run({ re: 1e300, im: 1e300 }, { re: 1e300, im: 1e300 }).floats;
  t.same([extreme[6], extreme[7]], [1, 0]);
});

t.test("arrays of complex numbers", async (t) => {
  const k = kernel("squares");
  const dtype: DType = "complex64";
  const a = k.array("a", 1, dtype);
  const n = k.extent(a);
  const out = k.alloc([n], dtype);
  k.parfor(n, (r, i) => {
    const z = r.load(a, [i]);
    r.store(out, [i], r.binary("mul", z, z));
  });
  const data = Float32Array.from({ length: 2 * 101 }, (_, index) => index % 7);
  const bytes = compiled(k.program([out]))({ data, shape: [101] }).arrays[0]?.bytes;
  const got = Array.from(new Float32Array(bytes ?? new ArrayBuffer(0)));
  const expected = Array.from({ length: 101 }, (_, index) => {
    const [re = 0, im = 0] = data.slice(2 * index, 2 * index + 2);
    return [re * re - im * im, 2 * re * im];
  }).flat();
  t.same(got, expected);
});

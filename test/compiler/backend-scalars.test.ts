import t from "tap";
import type { DType } from "../../compiler/ir/dtype.js";
import type { ValueId } from "../../compiler/ir/ids.js";
import type { IntegerFunction } from "../../compiler/ir/math-functions.js";
import type { BinaryOperator, CompareOperator } from "../../compiler/ir/ops.js";
import type { Kernel } from "./loop-builder.js";
import { kernel } from "./loop-builder.js";
import { compiled, type Run } from "./run-kernel.js";

/** Compiles a function of two scalars of a dtype. */
function ofTwo(
  dtype: DType,
  build: (k: Kernel, a: ValueId, b: ValueId) => ValueId,
): (a: number | bigint, b: number | bigint) => Run {
  const k = kernel("two");
  const [a, b] = [k.scalar("a", dtype), k.scalar("b", dtype)];
  const run = compiled(k.program([build(k, a, b)]));
  return (x, y) => run(x, y);
}
const binary = (dtype: DType, op: BinaryOperator) => ofTwo(dtype, (k, a, b) => k.binary(op, a, b));

const MIN64 = -(2n ** 63n);

t.test("integers wrap, and no division is undefined", async (t) => {
  const cases: readonly [DType, BinaryOperator, bigint, bigint, bigint][] = [
    ["int64", "div", MIN64, -1n, MIN64],
    ["int64", "rem", MIN64, -1n, 0n],
    ["int8", "div", -128n, -1n, -128n],
    ["int32", "div", -7n, 2n, -3n],
    ["int32", "rem", -7n, 2n, -1n],
    ["uint8", "div", 250n, 7n, 35n],
    ["uint64", "rem", -1n, 10n, 5n],
    ["int64", "add", 2n ** 63n - 1n, 1n, MIN64],
    ["uint8", "sub", 3n, 5n, 254n],
    ["int16", "mul", 300n, 300n, 24464n],
    ["int64", "shl", 1n, 63n, MIN64],
    ["int32", "shl", 1n, 33n, 2n],
    ["int8", "shr", -128n, 3n, -16n],
    ["uint8", "shr", 128n, 3n, 16n],
    ["uint32", "max", 2n ** 32n - 1n, 1n, 2n ** 32n - 1n],
    ["int32", "max", -1n, 1n, 1n],
    ["uint16", "xor", 65535n, 1n, 65534n],
    ["bool", "xor", 1n, 1n, 0n],
    ["bool", "or", 0n, 1n, 1n],
  ];
  for (const [dtype, op, a, b, expected] of cases) {
    t.equal(binary(dtype, op)(a, b).integers[0], expected, `${dtype} ${a} ${op} ${b}`);
  }
  // The program has checked divisors; should one be 0 all the same, the process survives.
  t.equal(binary("int64", "div")(5n, 0n).outcome.kind, "ok");
});

t.test("functions of integers", async (t) => {
  const cases: readonly [DType, IntegerFunction, bigint, bigint, bigint][] = [
    ["int64", "abs", MIN64, 0n, MIN64],
    ["int8", "abs", -5n, 0n, 5n],
    ["int64", "pow", 3n, 13n, 1594323n],
    ["int8", "pow", 2n, 8n, 0n],
    ["uint64", "pow", 7n, 0n, 1n],
    ["int64", "gcd", -12n, 18n, 6n],
    ["int64", "gcd", 0n, 0n, 0n],
    ["uint8", "gcd", 200n, 150n, 50n],
    ["int32", "lcm", -4n, 6n, 12n],
    ["int32", "lcm", 0n, 6n, 0n],
    ["int32", "clz", 1n, 0n, 31n],
    ["uint8", "clz", 0n, 0n, 8n],
    ["int64", "popcount", -1n, 0n, 64n],
  ];
  for (const [dtype, fn, a, b, expected] of cases) {
    const unary = fn === "abs" || fn === "clz" || fn === "popcount";
    const run = ofTwo(dtype, (k, x, y) => k.call(fn, unary ? [x] : [x, y]));
    t.equal(run(a, b).integers[0], expected, `${fn} of ${dtype} ${a}, ${b}`);
  }
  const cube = ofTwo("int64", (k, x) => k.call("pow", [x, k.constant(3)]));
  t.equal(cube(-5n, 0n).integers[0], -125n);
});

t.test("comparisons", async (t) => {
  const compare = (dtype: DType, op: CompareOperator, a: number | bigint, b: number | bigint) =>
    ofTwo(dtype, (k, x, y) => k.compare(op, x, y))(a, b).integers[0] === 1n;
  t.ok(compare("uint8", "gt", 200n, 100n));
  t.notOk(compare("int8", "gt", -56n, 100n));
  t.notOk(compare("float64", "eq", Number.NaN, Number.NaN));
  t.ok(compare("float64", "ne", Number.NaN, Number.NaN));
  t.notOk(compare("float64", "ge", Number.NaN, 1));
  t.ok(compare("float64", "eq", 0, -0));
  t.ok(compare("float32", "le", 1.5, 1.5));
});

t.test("floats", async (t) => {
  const float = (op: BinaryOperator, a: number, b: number) => binary("float64", op)(a, b).floats[0];
  t.equal(float("rem", -7.5, 2), -1.5);
  t.equal(float("div", 1, -0), Number.NEGATIVE_INFINITY);
  t.ok(Number.isNaN(float("max", Number.NaN, 1)));
  t.ok(Number.isNaN(float("min", 1, Number.NaN)));
  t.equal(float("min", 2, -1), -1);
  t.equal(binary("float32", "add")(0.1, 0.2).floats[0], Math.fround(Math.fround(0.1) + Math.fround(0.2)));
});

t.test("casts of floats saturate and take NaN to 0", async (t) => {
  const cast = (from: DType, to: DType) => {
    const k = kernel("cast");
    const a = k.scalar("a", from);
    const run = compiled(k.program([k.cast(a, to)]));
    return (value: number | bigint) => run(value);
  };
  const cases: readonly [DType, number, bigint][] = [
    ["int64", 2 ** 63, 2n ** 63n - 1n],
    ["int64", Number.NEGATIVE_INFINITY, MIN64],
    ["int64", Number.NaN, 0n],
    ["int64", -2.9, -2n],
    ["uint64", -1, 0n],
    ["uint64", 2 ** 64, -1n],
    ["uint8", 255.9, 255n],
    ["uint8", 1e10, 255n],
    ["uint8", -0.9, 0n],
    ["int8", -1e300, -128n],
    ["int32", 2 ** 31, 2n ** 31n - 1n],
    ["bool", Number.NaN, 1n],
    ["bool", -0, 0n],
  ];
  for (const [to, value, expected] of cases) {
    t.equal(cast("float64", to)(value).integers[0], expected, `${to}(${value})`);
    if (to !== "int64") t.equal(cast("float32", to)(value).integers[0], expected, `${to}(float32 ${value})`);
  }
  t.equal(cast("int64", "uint8")(-1n).integers[0], 255n);
  t.equal(cast("int8", "uint32")(-1n).integers[0], 2n ** 32n - 1n);
  t.equal(cast("uint64", "float64")(-1n).floats[0], 2 ** 64);
  t.equal(cast("int64", "float64")(-1n).floats[0], -1);
  t.equal(cast("bool", "int8")(1n).integers[0], 1n);
  t.equal(cast("float64", "float32")(1e40).floats[0], Number.POSITIVE_INFINITY);
});

t.test("x | 0 keeps the low 32 bits", async (t) => {
  const k = kernel("wrap");
  const a = k.scalar("a");
  const run = compiled(
    k.program([k.cast(a, "int32", "wrap"), k.cast(a, "uint32", "wrap"), k.cast(a, "int64", "wrap")]),
  );
  const values = [
    0,
    -0,
    1.9,
    -1.9,
    2 ** 31,
    -(2 ** 31) - 1,
    2 ** 32 + 5,
    2 ** 53 + 2,
    -(2 ** 70),
    1e300,
    5e-324,
  ];
  for (const value of [...values, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    t.same(
      run(value).integers.slice(0, 3),
      [BigInt(value | 0), BigInt(value >>> 0), BigInt(value | 0)],
      String(value),
    );
  }
});

t.test("ranges of any step", async (t) => {
  const k = kernel("range");
  const [start, stop, step] = [
    k.scalar("start", "int64"),
    k.scalar("stop", "int64"),
    k.scalar("step", "int64"),
  ];
  const [count, last] = [
    k.declare({ kind: "scalar", dtype: "int64" }),
    k.declare({ kind: "scalar", dtype: "int64" }),
  ];
  const one = k.constant(1);
  k.for([start, stop, step], (r, i) => {
    r.set(count, r.binary("add", r.get(count), one));
    r.set(last, i);
  });
  const run = compiled(k.program([k.get(count), k.get(last)]));
  const cases: readonly [bigint, bigint, bigint, bigint, bigint][] = [
    [0n, 10n, 3n, 4n, 9n],
    [10n, 0n, -3n, 4n, 1n],
    [5n, 5n, 1n, 0n, 0n],
    [5n, 0n, 1n, 0n, 0n],
    [0n, 5n, -1n, 0n, 0n],
    [2n ** 63n - 5n, 2n ** 63n - 1n, 3n, 2n, 2n ** 63n - 2n],
    [MIN64, 2n ** 63n - 1n, 2n ** 62n, 4n, 2n ** 62n],
    [3n, MIN64, MIN64, 2n, MIN64 + 3n],
  ];
  for (const [from, to, by, times, end] of cases) {
    t.same(run(from, to, by).integers.slice(0, 2), [times, end], `range(${from}, ${to}, ${by})`);
  }
});

t.test("inRange, select and the logic of bool", async (t) => {
  const k = kernel("inside");
  const [index, lower, upper] = [
    k.scalar("i", "int64"),
    k.scalar("lower", "int64"),
    k.scalar("upper", "int64"),
  ];
  const inside = k.tables.value({ kind: "scalar", dtype: "bool" });
  k.push({ kind: "inRange", out: inside, index, lower, upper, span: k.span });
  const outside = k.unary("not", inside);
  const chosen = k.select(inside, index, k.unary("neg", index));
  const run = compiled(k.program([inside, outside, chosen, k.unary("bitNot", index)]));
  t.same(run(3n, 3n, 4n).integers, [1n, 0n, 3n, -4n]);
  t.same(run(4n, 3n, 4n).integers, [0n, 1n, -4n, -5n]);
  t.same(run(2n, 3n, 1n).integers.slice(0, 2), [0n, 1n]);
});

t.test("a check that fails and a program that throws tell their values", async (t) => {
  const k = kernel("checks");
  const [a, n] = [k.scalar("a"), k.scalar("n", "int64")];
  const error = { kind: "error", span: k.span, errorClass: "Error", message: "{0} {1}", dtypes: [] } as const;
  const [first, second] = [k.site(error), k.site(error)];
  k.push({
    kind: "check",
    condition: k.compare("gt", a, k.constant(0, "float64")),
    site: first,
    values: [a, n],
    span: k.span,
  });
  k.if(k.compare("eq", n, k.constant(7)), (r) =>
    r.push({ kind: "fail", site: second, values: [n], span: k.span }),
  );
  const run = compiled(k.program([a]));
  t.equal(run(1, 2n).outcome.kind, "ok");
  const bits = new BigInt64Array(Float64Array.of(-1.5).buffer)[0] ?? 0n;
  t.same(run(-1.5, 2n).outcome, { kind: "failed", site: 0, order: 0n, values: [bits, 2n, 0n, 0n] });
  t.same(run(1, 7n).outcome, { kind: "failed", site: 1, order: 0n, values: [7n, 0n, 0n, 0n] });
});

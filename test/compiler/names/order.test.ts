// Scans, sorts and bisection where they are cut into blocks and merged, and at the edges of their dtypes.
import t from "tap";
import { compile } from "../../../runtime/library.js";
import { NDArray } from "../../../runtime/ndarray.js";
import { np } from "../../../runtime/np.js";

function call(expression: string, ...args: readonly unknown[]): NDArray {
  const names = args.map((_, k) => `x${k}`);
  const f = compile(`function f(${names.join(", ")}) { return ${expression}; }`)["f"];
  const result = f?.(...args);
  if (!(result instanceof NDArray)) throw new Error(`${expression} is no array`);
  return result;
}
const numbers = (array: NDArray): readonly number[] => Array.from(array.copy().data, Number);

/** Few different values, so that equal ones meet in every merge. */
const repeated = Float64Array.from({ length: 100_003 }, (_, k) => (k * 7919) % 1009);

t.test("a long array is sorted as a short one is", async (t) => {
  t.strictSame(numbers(call("sort(x0)", repeated)), Array.from(repeated.toSorted()));
});

t.test("argsort keeps the order of equal elements across merges", async (t) => {
  const order = numbers(call("argsort(x0)", repeated));
  const wanted = Array.from(repeated.keys()).sort((a, b) => (repeated[a] ?? 0) - (repeated[b] ?? 0));
  t.strictSame(order, wanted);
});

t.test("NaN sorts last, in every row, and zeros of either sign keep their order", async (t) => {
  const rows = np.array([
    [Number.NaN, 0, -0, -1],
    [2, Number.NaN, 1, Number.NaN],
  ]);
  t.strictSame(numbers(call("argsort(x0)", rows)), [3, 1, 2, 0, 2, 0, 1, 3]);
  t.strictSame(numbers(call("argsort(x0, 0)", rows)), [1, 0, 0, 0, 0, 1, 1, 1]);
  t.ok(Object.is(numbers(call("sort(x0)", rows))[2], -0));
});

t.test("a long running sum of integers is exact in every block", async (t) => {
  const steps = Int32Array.from({ length: 50_000 }, (_, k) => (k % 13) - 5);
  let sum = 0;
  const wanted = Array.from(steps, (step) => {
    sum += step;
    return sum;
  });
  t.strictSame(numbers(call("cumsum(x0)", steps)), wanted);
});

t.test("a running sum of positive numbers never falls, and one of -0 stays -0", async (t) => {
  const sums = numbers(
    call(
      "cumsum(x0)",
      Float64Array.from({ length: 70_000 }, (_, k) => 1 / (k + 3)),
    ),
  );
  t.ok(sums.every((value, k) => k === 0 || value >= (sums[k - 1] ?? 0)));
  t.ok(Object.is(numbers(call("cumsum(x0)", Float64Array.of(-0, -0)))[1], -0));
});

t.test("a running product does not overflow where its blocks would", async (t) => {
  const factors = Float64Array.from({ length: 32_768 }, (_, k) => (k < 16_384 ? 0.96 : 1.045));
  const last = numbers(call("cumprod(x0)", factors)).at(-1) ?? Number.NaN;
  t.ok(Math.abs(Math.log(last) - 16_384 * Math.log(0.96 * 1.045)) < 1e-6);
});

t.test("searchsorted finds both sides, and the place of NaN", async (t) => {
  const sorted = Float64Array.of(1, 2, 2, 5, Number.NaN);
  const sought = Float64Array.of(0, 2, 5, 9, Number.NaN);
  t.strictSame(numbers(call("searchsorted(x0, x1)", sorted, sought)), [0, 1, 3, 4, 4]);
  t.strictSame(numbers(call('searchsorted(x0, x1, "right")', sorted, sought)), [0, 3, 4, 4, 5]);
  t.strictSame(numbers(call("searchsorted(x0, x1)", new Float64Array(0), sought)), [0, 0, 0, 0, 0]);
});

t.test("sorts and scans run inside parallel loops", async (t) => {
  const source = `function f(a) {
    const out = zeros(a.shape);
    for (const i of prange(a.shape[0])) out[i] = cumsum(sort(a[i]));
    return out;
  }`;
  const result = compile(source)["f"]?.(
    np.array([
      [3, 1, 2],
      [9, 7, 8],
    ]),
  );
  t.ok(
    result instanceof NDArray &&
      np.arrayEqual(
        result,
        np.array([
          [1, 3, 6],
          [7, 15, 24],
        ]),
      ),
  );
});

t.test("wrong arguments say what would be right", async (t) => {
  const vector = Float64Array.of(1, 2);
  t.throws(() => call("sort(x0, 1)", vector), { name: "RangeError", message: /Axis 1 is out of bounds/ });
  t.throws(() => call("diff(x0, -1)", vector), { name: "RangeError", message: /n must be/ });
  t.throws(() => call('searchsorted(x0, 1, "middle")', vector), { message: /"left" or "right"/ });
  t.throws(() => call("cumsum(x0, { out: 1 })", vector), { message: /no option out/ });
});

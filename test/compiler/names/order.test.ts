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

const DTYPES = ["int8", "uint8", "int16", "uint16", "int32", "uint32", "float32", "float64"] as const;
const SPECIAL = [
  Number.NaN,
  Number.NEGATIVE_INFINITY,
  -0,
  0,
  Number.POSITIVE_INFINITY,
  -Number.MIN_VALUE,
  0,
  -0,
];

/** Numbers in no order, of both signs and many magnitudes; every eleventh of floats is special. */
function disorder(length: number, dtype: (typeof DTYPES)[number]): NDArray {
  let state = length;
  const values = Array.from({ length }, (_, k) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    if (!dtype.startsWith("float")) return state >> (state & 15);
    return k % 11 === 0 ? (SPECIAL[(k / 11) % SPECIAL.length] ?? 0) : state * 2 ** (state % 60);
  });
  return np.array(values).astype(wide(dtype)).astype(dtype);
}

const wide = (dtype: string): "float64" | "int64" => (dtype.startsWith("float") ? "float64" : "int64");

t.test("numbers of all kinds sort by value, equal ones in their order, in runs of any length", async (t) => {
  for (const dtype of DTYPES)
    for (const length of [255, 256, 257, 5000, 70_001]) {
      const array = disorder(length, dtype);
      const values = numbers(array);
      const rank = (x: number): number => (Number.isNaN(x) ? Number.POSITIVE_INFINITY : x);
      const wanted = Array.from(values.keys()).sort((i, j) => {
        const [x, y] = [values[i] ?? 0, values[j] ?? 0];
        return rank(x) < rank(y)
          ? -1
          : rank(x) > rank(y)
            ? 1
            : Number(Number.isNaN(x)) - Number(Number.isNaN(y));
      });
      t.strictSame(numbers(call("argsort(x0)", array)), wanted, `${dtype} ${length}`);
      const sorted = numbers(call("sort(x0)", array));
      t.ok(
        sorted.every((x, k) => Object.is(x, values[wanted[k] ?? 0])),
        `${dtype} ${length}`,
      );
    }
});

t.test("whole numbers of 64 bits sort by value, signed and not", async (t) => {
  for (const dtype of ["int64", "uint64"] as const) {
    const values = BigInt64Array.from(
      { length: 3000 },
      (_, k) => BigInt(Math.imul(k, 2_654_435_761)) << BigInt(k % 33),
    );
    const array = np.array(values).astype(dtype);
    const wanted = Array.from(array.copy().data, BigInt).sort((x, y) => (x < y ? -1 : x > y ? 1 : 0));
    t.strictSame(Array.from(call("sort(x0)", array).copy().data, BigInt), wanted, dtype);
  }
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

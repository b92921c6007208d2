// Loops that run in parts give what they give in one, wherever the condition changes, and fail at the same iteration.
import t from "tap";
import { compile, NDArray, np } from "../../../runtime/library.js";
import { restoreThreads } from "../../restore-threads.js";

const { band, below, around, rises, firstNegative } = compile(`
function band(n: int, k: int) { return fromFunction([n, n], (i, j) => abs(i - j) <= k ? (i + 1) / (j + 1) : 0); }
function below(n: int, k: int) { return fromFunction([n, n], (i, j) => j < k ? sqrt(i + j) : k <= i + 5 ? 1 / (j + 1) : -1); }
function around(x, k: int) {
  const out = emptyLike(x);
  for (const i of prange(x.size)) { if (i === k) out[i] = 100; else if (i > 0) out[i] = x[i] - x[i - 1]; else out[i] = x[i]; }
  return out;
}
function rises(x, k: int) {
  let s = 0;
  for (const i of prange(x.size)) if (i >= k && i !== 7) s += int64(x[i]);
  return s;
}
function firstNegative(x, k: int) {
  const out = zeros(x.size);
  for (const i of prange(x.size)) {
    if (i !== k && x[i] < 0) throw new RangeError(\`\${x[i]} at \${i}\`);
    out[i] = i < k ? x[i] / 3 : sqrt(x[i]);
  }
  return out;
}
`);

/** Bounds inside of the range, at its ends and beyond, and where sums with them would wrap. */
const BOUNDS = [0, 1, 7, 63, 64, 65, 5000, 5749, -1, -3, 9223372036854775807n, -9223372036854775808n];
const SIZES = [1, 2, 65, 5750];

const values = (result: unknown): readonly number[] => {
  if (!(result instanceof NDArray)) throw new TypeError("The result is no array");
  return Array.from(result.ravel().data, Number);
};
const table = (n: number, element: (i: number, j: number) => number): readonly number[] =>
  Array.from({ length: n * n }, (_, at) => element(Math.floor(at / n), at % n));

for (const threads of [1, 2, 7]) {
  t.test(`on ${threads} threads`, async (t) => {
    restoreThreads(t).setNumThreads(threads);
    for (const k of BOUNDS) {
      const bound = Number(k);
      for (const n of [1, 2, 65])
        t.same(
          values(band?.(n, k)),
          table(n, (i, j) => (Math.abs(i - j) <= bound ? (i + 1) / (j + 1) : 0)),
          `a band of ${k} in ${n}`,
        );
      for (const n of [1, 66]) {
        const rest = (i: number, j: number): number => (bound <= i + 5 ? 1 / (j + 1) : -1);
        const wanted = table(n, (i, j) => (j < bound ? Math.sqrt(i + j) : rest(i, j)));
        t.same(values(below?.(n, k)), wanted, `columns below ${k} in ${n}`);
      }
      for (const n of SIZES) {
        const plain = Array.from({ length: n }, (_, i) => (i * 7919) % 101);
        const x = np.array(plain);
        const differences = plain.map((value, i) => (i === bound ? 100 : value - (plain[i - 1] ?? 0)));
        t.same(values(around?.(x, k)), differences, `around ${k} in ${n}`);
        const sum = plain.reduce((total, value, i) => (i >= bound && i !== 7 ? total + value : total), 0);
        t.equal(Number(rises?.(x, k)), sum, `the sum from ${k} in ${n}`);
      }
    }
  });
}

t.test("the first iteration that fails is named, in whichever part it is", async (t) => {
  const x = np.ones([20_000]);
  for (const at of [10, 9_000, 19_999]) x.set(at, -at);
  t.throws(() => firstNegative?.(x, 5), { message: /-10 at 10/ });
  t.throws(() => firstNegative?.(x, 10), { message: /-9000 at 9000/ });
  t.throws(() => firstNegative?.(x, 15_000), { message: /-10 at 10/ });
});

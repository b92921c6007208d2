// Many calls at once: more than there are threads for calls, or slots for parallel loops, on any number of threads.
import t from "tap";
import { compile } from "../../runtime/library.js";
import { NDArray } from "../../runtime/ndarray.js";
import { np } from "../../runtime/np.js";
import { restoreThreads } from "../restore-threads.js";

const native = restoreThreads(t);
t.setTimeout(600_000);

const { f, nested, outer } = compile(`
function f(a, k) { return sum(sin(a) * sin(a) + cos(a) * cos(a)) * k; }
function nested(n) {
  const out = zeros([n, n]);
  for (const i of prange(n)) for (const j of prange(n)) out[i, j] = i * n + j;
  return out;
}
function part(row) { let s = 0.0; for (const j of prange(row.length)) s += row[j]; return s; }
function outer(a) { const out = zeros(a.shape[0]); for (const i of prange(a.shape[0])) out[i] = part(a[i]); return out; }
`);
if (f === undefined || nested === undefined || outer === undefined) throw new Error("A function is missing");

/** What `nested` makes. */
const grid = (n: number): NDArray => np.arange(n * n).reshape(n, n);
const rowSums = (n: number): NDArray =>
  np.array(Float64Array.from({ length: n }, (_, i) => i * n * n + (n * (n - 1)) / 2));

const isEqual = (result: unknown, wanted: NDArray): boolean =>
  result instanceof NDArray && np.arrayEqual(result, wanted);

for (const threads of [1, 2, 3, 7, 16]) {
  t.test(`on ${threads} threads`, async (t) => {
    native.setNumThreads(threads);
    const calls = Array.from({ length: 200 }, (_, k) => f.async(new Float64Array(20_000 + k).fill(k), k));
    const grids = Array.from({ length: 50 }, () => nested.async(60));
    // Calls of this thread run between theirs.
    for (let k = 0; k < 20; k++) {
      t.ok(isEqual(nested(30), grid(30)));
      t.ok(isEqual(outer(grid(50)), rowSums(50)));
    }
    for (const [k, sum] of (await Promise.all(calls)).entries()) {
      t.ok(Math.abs(Number(sum) - (20_000 + k) * k) <= 1e-6 * k, `call ${k} gives ${sum}`);
    }
    for (const result of await Promise.all(grids)) t.ok(isEqual(result, grid(60)));
  });
}

t.test("the number of threads may change while calls run", async (t) => {
  const calls: Promise<unknown>[] = [];
  for (let round = 0; round < 100; round++) {
    native.setNumThreads([1, 16, 2, 7, 3][round % 5] ?? 1);
    calls.push(f.async(new Float64Array(50_000).fill(round), 2));
    nested(20);
  }
  for (const sum of await Promise.all(calls)) t.ok(Math.abs(Number(sum) - 100_000) < 1e-6);
});

// Searches find what a plain loop finds, wherever the best element stands in its block.
import t from "tap";
import { compile, np } from "../../../runtime/library.js";
import { restoreThreads } from "../../restore-threads.js";

const { pair, least, greatest } = compile(`
function pair(a) {
  let best = -Infinity;
  let at = -1;
  for (const i of prange(a.size)) if (a[i] > best) { best = a[i]; at = i; }
  return [best, at];
}
function least(a) { return argmin(a); }
function greatest(a) { return argmax(a); }
`);

/** NumPy's argmax (or argmin where `sign` is -1): the first NaN, or the first of the greatest. */
function position(values: readonly number[], sign: 1 | -1): number {
  let at = 0;
  for (const [i, value] of values.entries()) {
    const best = values[at] ?? Number.NaN;
    if (!Number.isNaN(best) && (Number.isNaN(value) || sign * value > sign * best)) at = i;
  }
  return at;
}

/** A value for each index that has many ties, and rises here and falls there. */
const sample = (i: number, n: number): number => Math.round(50 * Math.sin((7 * i) / n) + ((i * 31) % 17));

for (const threads of [1, 2, 7]) {
  t.test(`on ${threads} threads`, async (t) => {
    restoreThreads(t).setNumThreads(threads);
    for (const n of [1, 31, 33, 63, 64, 65, 511, 512, 513, 1023, 1024, 1025, 3000, 20_000]) {
      const plain = Array.from({ length: n }, (_, i) => sample(i, n));
      const withNaN = plain.with(n >> 1, Number.NaN).with(n - 1, Number.NaN);
      const infinite = plain.map(() => Infinity);
      for (const [name, values] of Object.entries({
        plain,
        withNaN,
        infinite,
        falling: plain.toReversed(),
      })) {
        const a = np.array(values);
        t.equal(least?.(a), position(values, -1), `argmin of ${n}, ${name}`);
        t.equal(greatest?.(a), position(values, 1), `argmax of ${n}, ${name}`);
      }
      const at = position(plain, 1);
      t.same(pair?.(np.array(plain)), [plain[at], at], `${n} by hand`);
      t.equal(least?.(np.array(plain).astype("int8")), position(plain, -1), `${n} of int8`);
    }
  });
}

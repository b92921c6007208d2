// Reductions: the bits of the result must not depend on the number of threads.
import t from "tap";
import { loadNative } from "../../runtime/native.js";
import { putInteger, takeSmall } from "../../runtime/slots.js";
import { sum } from "./native-ir.js";

const native = loadNative();
const entry = native.compile(sum, { optLevel: 3 }).lookup("sum");
t.teardown(() => native.setNumThreads(native.cpu().threads));

/** Values of very different size, so that another order of additions gives other bits. */
const values = Float64Array.from({ length: 200_003 }, (_, i) => Math.sin(i) * 10 ** ((i * 7) % 13));

function sumOf(
  n: number,
  cost: number,
  partialBytes = 8,
): { readonly total: number; readonly blocks: number } {
  const slots = native.slots(4);
  const results = native.slots(2);
  putInteger(slots, 0, n);
  putInteger(slots, 1, cost);
  putInteger(slots, 2, native.addressOf(values.buffer));
  putInteger(slots, 3, partialBytes);
  t.equal(native.call(entry, slots, results).kind, "ok");
  return { total: results.floats[0] ?? Number.NaN, blocks: takeSmall(results, 1) };
}

t.test("a reduction has the same bits on any number of threads", async (t) => {
  for (const n of [1, 100, 20_000, values.length]) {
    native.setNumThreads(1);
    const expected = sumOf(n, 50);
    for (const threads of [2, 3, 7, 16]) {
      native.setNumThreads(threads);
      for (let repetition = 0; repetition < 20; repetition++) t.same(sumOf(n, 50), expected);
    }
  }
});

t.test("the order of additions does matter for these values", async (t) => {
  t.not(sumOf(values.length, 50).total, sumOf(values.length, 1e9).total);
});

t.test("the number of blocks depends on the work and is never more than the iterations", async (t) => {
  t.equal(sumOf(1, 1e12).blocks, 1);
  t.equal(sumOf(3, 1e6).blocks, 3);
  t.equal(sumOf(1000, 1).blocks, 1);
  t.equal(sumOf(100_000, 10).blocks, 64);
});

t.test("large partials are few, as setting and combining them is work, too", async (t) => {
  t.equal(sumOf(100_000, 10, 2 ** 12).blocks, 64);
  t.equal(sumOf(100_000, 10, 2 ** 18).blocks, 3);
  t.equal(sumOf(100_000, 10, 2 ** 22).blocks, 1);
});

t.test("all partials together have at most 64 MiB, however long the loop", async (t) => {
  t.equal(sumOf(100_000, 1e6, 2 ** 20).blocks, 64);
});

import t from "tap";
import { NDArray } from "../../runtime/ndarray.js";
import { mayOverlap } from "../../runtime/overlap.js";

const base = new NDArray("float64", new Float64Array(10), [10]);
const other = new NDArray("float64", new Float64Array(10), [10]);

t.test("views of one buffer overlap where their byte ranges meet", async (t) => {
  t.notOk(mayOverlap(base, other));
  t.ok(mayOverlap(base, base));
  t.ok(mayOverlap(base.slice("2:6"), base.slice("5:")));
  t.notOk(mayOverlap(base.slice(":5"), base.slice("5:")));
  t.ok(mayOverlap(base.slice("::2"), base.slice("1::2")), "interleaved views count");
  t.notOk(mayOverlap(base.slice("3::-1"), base.slice("4:")), "a reversed view ends before the other begins");
  t.notOk(mayOverlap(base.slice("2:2"), base), "an empty view reaches nothing");
});

t.test("typed arrays over one buffer are compared by their bytes", async (t) => {
  const buffer = new ArrayBuffer(64);
  const words = new NDArray("int32", new Int32Array(buffer, 0, 8), [8]);
  t.ok(mayOverlap(words, new NDArray("float64", new Float64Array(buffer, 24, 2), [2])));
  t.notOk(mayOverlap(words, new NDArray("float64", new Float64Array(buffer, 32, 2), [2])));
});

import t from "tap";
import { lookupName, NAME_TABLES } from "../../compiler/frontend/names/registry.js";
import {
  ARRAY_FUNCTIONS,
  ELEMENTWISE,
  PAIRS,
  PREDICATES,
  PRODUCTS,
  REDUCTIONS,
  TESTS,
} from "../../runtime/eager/kernel-names.js";
import { compile } from "../../runtime/library.js";
import { np } from "../../runtime/np.js";

const m = np.array([
  [1, 2, 3],
  [4, 5, 6],
]);

t.test("the names of kernels are names of the parallel language", async (t) => {
  for (const { names } of NAME_TABLES.flat()) {
    for (const name of names) {
      if (name.startsWith("random.")) t.ok(name.slice("random.".length) in np.random, name);
    }
  }
  for (const name of [
    ...ELEMENTWISE,
    ...PAIRS,
    ...PREDICATES,
    ...REDUCTIONS,
    ...TESTS,
    ...ARRAY_FUNCTIONS,
    ...PRODUCTS,
  ]) {
    t.ok(lookupName(name), name);
  }
  for (const name of Object.keys(np.random)) t.ok(lookupName(`random.${name}`), name);
});

t.test("elementwise functions broadcast and follow dtypes", async (t) => {
  t.same(
    np.add(m, [10, 20, 30]),
    np.array([
      [11, 22, 33],
      [14, 25, 36],
    ]),
  );
  t.same(np.maximum(new Float32Array([1, 5]), 3), np.array([3, 5], "float32"));
  t.same(np.where([true, false], [1, 2], 0), np.array([1, 0]));
  t.same(np.isnan([1, Number.NaN]), np.array([false, true]));
  t.equal(np.sqrt(9), 3, "a number gives a number");
  t.equal(np.isnan(0), false);
  t.equal(np.floor_divide, np.floorDivide);
  t.same(np.floor_divide([7, -7], 2), np.array([3, -4]));
});

t.test("reductions over all elements, an axis, or several", async (t) => {
  t.equal(np.sum(m), 21);
  t.same(np.sum(m, 0), np.array([5, 7, 9]));
  t.same(np.max(m, { axis: 1, keepdims: true }), np.array([[3], [6]]));
  t.same(np.mean(m, [0, 1]), 3.5);
  t.equal(np.var(m, { ddof: 1 }), 3.5);
  t.equal(np.argmax([3, 9, 1]), 1);
  t.equal(np.any([0, 0, 1]), true);
  const { times } = compile("function times(a, b) { return a * b; }");
  if (times !== undefined) t.equal(np.reduce(times, [1, 2, 3, 4], 1), 24);
});

t.test("the same as methods of arrays", async (t) => {
  t.equal(m.sum(), 21);
  t.same(m.mean(1), np.array([2, 5]));
  t.equal(m.all(), true);
  t.same(m.dot([1, 0, 1]), np.array([4, 10]));
});

t.test("scans, orders and products", async (t) => {
  t.same(np.cumsum([1, 2, 3]), np.array([1, 3, 6]));
  t.same(np.sort([3, 1, 2]), np.array([1, 2, 3]));
  t.same(np.round([1.25, 2.35], 1), np.array([1.2, 2.4]));
  t.equal(np.dot([1, 2], [3, 4]), 11);
  t.same(
    np.matmul(m, m.T),
    np.array([
      [14, 32],
      [32, 77],
    ]),
  );
});

t.test("random numbers repeat with their seed", async (t) => {
  np.random.seed(7);
  const first = np.random.normal(0, 1, [2, 3]);
  const next = np.random.normal(0, 1, [2, 3]);
  np.random.seed(7);
  t.same(np.random.normal(0, 1, [2, 3]), first);
  t.notSame(next, first);
  t.match(np.random.rand(2, 2), { shape: [2, 2], dtype: "float64" });
});

t.test("errors name what was wrong, without a text that nobody wrote", async (t) => {
  t.throws(() => np.add([1, 2], [1, 2, 3]), {
    name: "RangeError",
    message: /^The shapes \(2,\) and \(3,\)[^\n]*$/,
  });
  t.throws(() => Reflect.apply(np.exp, undefined, ["text"]), {
    name: "ParallelTypeError",
    message: /^[^\n]*a string[^\n]*$/,
  });
  t.throws(() => np.sum(m, 5), { name: "RangeError", message: /xis 5/ });
});

// The variance in one pass is as near to that in two passes as rounding allows, also far from 0 and with outliers.
import t from "tap";
import { compile, NDArray, np } from "../../../runtime/library.js";

const { f } = compile("function f(a) { return a.var(); }");
const varianceOf = (values: readonly number[] | Float64Array | Float32Array): unknown =>
  f?.(Array.isArray(values) ? Float64Array.from(values) : values);

/** In two passes, over the distances from the middle element, which are exact where all elements are near each other. */
function twoPass(values: ArrayLike<number>): number {
  const middle = values[values.length >> 1] ?? 0;
  const distances = Array.from(values, (value) => value - middle);
  const mean = distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
  return distances.reduce((sum, distance) => sum + (distance - mean) ** 2, 0) / distances.length;
}

const wave = (index: number): number => Math.sin(index * 1.7) + Math.cos(index * 0.013);
const SIZE = 20_011;
const samples: Readonly<Record<string, (index: number) => number>> = {
  "near 0": wave,
  "far from 0": (index) => 1e9 + wave(index),
  sorted: (index) => index * 0.1 - 5,
  "an outlier first": (index) => (index === 0 ? 1e6 : wave(index)),
  "outliers at both ends": (index) => (index === 0 || index === SIZE - 1 ? 1e4 : wave(index)),
  "of many scales": (index) => Math.exp(20 * wave(index)),
};
for (const [name, sample] of Object.entries(samples)) {
  t.test(name, async (t) => {
    const values = Float64Array.from({ length: SIZE }, (_, index) => sample(index));
    const [got, want] = [Number(varianceOf(values)), twoPass(values)];
    t.ok(Math.abs(got - want) <= 1e-11 * want, `got ${got}, want ${want}`);
  });
}

t.test("float32 is summed as float64", async (t) => {
  const values = Float32Array.from({ length: SIZE }, (_, index) => 4096 + wave(index));
  const want = twoPass(values);
  t.ok(Math.abs(Number(varianceOf(values)) - want) <= 1e-6 * want);
});

t.test("small and special inputs", async (t) => {
  t.equal(varianceOf([1, 2, 3, 4]), 1.25);
  t.equal(varianceOf([7]), 0);
  t.equal(varianceOf([0.1, 0.1, 0.1]), 0, "equal elements have no variance");
  t.same(varianceOf([]), Number.NaN);
  t.same(varianceOf([1, Number.NaN, 2]), Number.NaN);
  t.same(varianceOf([1, Infinity, 2, 3]), Number.NaN, "as in NumPy: infinity less infinity");
  t.equal(varianceOf([1e200, -1e200, 0]), Infinity, "as in NumPy: the squares overflow");
});

t.test("of views of any rank", async (t) => {
  const matrix = np.fromFunction([40, 31], (i, j) => wave(i * 31 + j));
  const view = matrix.slice("::-2", "1:30:3");
  t.ok(view instanceof NDArray);
  const want = twoPass(view.copy().data as Float64Array);
  t.ok(Math.abs(Number(f?.(view)) - want) <= 1e-12 * want);
});

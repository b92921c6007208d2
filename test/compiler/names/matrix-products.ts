import type { Test } from "tap";
import { compile } from "../../../runtime/library.js";
import { loadNative } from "../../../runtime/native.js";
import { NDArray } from "../../../runtime/ndarray.js";

type Float = "float32" | "float64" | "complex64" | "complex128";
/** A matrix, or its transpose, or a part of a larger one with other distances between its elements. */
type Layout = "rows" | "columns" | "steps" | "backward";

const isComplex = (dtype: Float): boolean => dtype.startsWith("complex");

function numbers(array: NDArray): readonly number[] {
  return Array.from(array.copy().data, Number);
}

/** Small whole numbers, whose products and sums are exact. */
function filled(dtype: Float, [rows, columns]: readonly [number, number], layout: Layout): NDArray {
  const shape: readonly number[] =
    layout === "columns" ? [columns, rows] : layout === "steps" ? [2 * rows, 3 * columns] : [rows, columns];
  const size = shape.reduce((product, extent) => product * extent, isComplex(dtype) ? 2 : 1);
  const values = Float64Array.from({ length: size }, (_, k) => ((k * 37) % 11) - 5);
  const single = dtype === "float32" || dtype === "complex64";
  const array = new NDArray(dtype, single ? Float32Array.from(values) : values, shape);
  switch (layout) {
    case "rows":
      return array;
    case "columns":
      return array.T;
    case "steps":
      return array.slice("::2", "1::3");
    case "backward":
      return array.slice("::-1", "::-1");
  }
}

/** The first place where two lists differ; comparing long ones item by item in the report of a test takes minutes. */
function difference(got: readonly number[], want: readonly number[]): string | null {
  if (got.length !== want.length) return `${got.length} numbers, not ${want.length}`;
  const at = got.findIndex((number, index) => number !== want[index]);
  return at < 0 ? null : `${got[at]} at ${at}, not ${want[at]}`;
}

/** The product by its definition; of complex numbers the parts by turns. */
function productOf(a: NDArray, b: NDArray, parts: number): readonly number[] {
  const [rows = 0, depth = 0] = a.shape;
  const [, columns = 0] = b.shape;
  const [x, y] = [numbers(a), numbers(b)];
  return Array.from({ length: rows * columns }, (_, at) => {
    const [i, j] = [Math.floor(at / columns), at % columns];
    let [re, im] = [0, 0];
    for (let k = 0; k < depth; k++) {
      const [left, right] = [parts * (i * depth + k), parts * (k * columns + j)];
      const [aRe = 0, aIm = 0] = parts === 2 ? [x[left], x[left + 1]] : [x[left]];
      const [bRe = 0, bIm = 0] = parts === 2 ? [y[right], y[right + 1]] : [y[right]];
      re += aRe * bRe - aIm * bIm;
      im += aRe * bIm + aIm * bRe;
    }
    return parts === 2 ? [re, im] : [re];
  }).flat();
}

const SIZES = [
  [1, 1, 1],
  [7, 300, 19],
  [100, 257, 33],
  [5, 600, 1],
  [1, 3, 131],
  [13, 513, 70],
  [3, 0, 2],
  [0, 3, 2],
  [200, 3, 530],
] as const;
const LAYOUTS: readonly (readonly [Layout, Layout])[] = [
  ["rows", "rows"],
  ["columns", "rows"],
  ["rows", "columns"],
  ["columns", "columns"],
  ["steps", "backward"],
];

/** Products of matrices of every dtype, size and layout are exact, and have the same bits on any number of threads. */
export function checkProducts(t: Test): void {
  const { f } = compile("function f(a, b) { return matmul(a, b); }");
  const product = (a: NDArray, b: NDArray): readonly number[] => {
    const result = f?.(a, b);
    if (!(result instanceof NDArray)) throw new Error("A product is no array");
    return numbers(result);
  };
  for (const dtype of ["float32", "float64", "complex64", "complex128"] as const) {
    for (const [m, k, n] of SIZES) {
      for (const [left, right] of LAYOUTS) {
        const [a, b] = [filled(dtype, [m, k], left), filled(dtype, [k, n], right)];
        const name = `${dtype} (${m}, ${k}) by (${k}, ${n}), ${left} by ${right}`;
        t.equal(difference(product(a, b), productOf(a, b, isComplex(dtype) ? 2 : 1)), null, name);
      }
    }
  }
  const thirds = (shape: readonly [number, number]): NDArray => {
    const values = Float64Array.from({ length: shape[0] * shape[1] }, (_, k) => ((k * 37) % 1013) / 3);
    return new NDArray("float64", values, shape);
  };
  const [a, b] = [thirds([401, 700]), thirds([700, 530])];
  const native = loadNative();
  const threads = native.numThreads();
  const onThreads = (count: number): readonly number[] => {
    native.setNumThreads(count);
    return product(a, b);
  };
  const alone = onThreads(1);
  for (const count of [2, 7]) {
    t.equal(difference(onThreads(count), alone), null, `the same bits on ${count} threads`);
  }
  native.setNumThreads(threads);
}

// The blocked matrix product at sizes that fill no block, and the ranks that dot and matmul treat differently.
import t from "tap";
import { compile } from "../../../runtime/library.js";
import { NDArray } from "../../../runtime/ndarray.js";
import { np } from "../../../runtime/np.js";

function call(expression: string, a: NDArray, b: NDArray): NDArray {
  const result = compile(`function f(a, b) { return ${expression}; }`)["f"]?.(a, b);
  if (!(result instanceof NDArray)) throw new Error(`${expression} is no array`);
  return result;
}
const numbers = (array: NDArray): readonly number[] => Array.from(array.copy().data, Number);

/** Small whole numbers, whose products and sums are exact. */
function filled(dtype: "float32" | "float64", shape: readonly number[]): NDArray {
  const size = shape.reduce((product, extent) => product * extent, 1);
  const values = Float64Array.from({ length: size }, (_, k) => ((k * 37) % 11) - 5);
  return new NDArray(dtype, dtype === "float32" ? Float32Array.from(values) : values, shape);
}

function productOf(a: NDArray, b: NDArray): readonly number[] {
  const [rows = 0, depth = 0] = a.shape;
  const [, columns = 0] = b.shape;
  const [x, y] = [numbers(a), numbers(b)];
  return Array.from({ length: rows * columns }, (_, at) => {
    const [i, j] = [Math.floor(at / columns), at % columns];
    let sum = 0;
    for (let k = 0; k < depth; k++) sum += (x[i * depth + k] ?? 0) * (y[k * columns + j] ?? 0);
    return sum;
  });
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
] as const;

for (const dtype of ["float32", "float64"] as const) {
  for (const [m, k, n] of SIZES) {
    t.test(`${dtype} (${m}, ${k}) by (${k}, ${n})`, async (t) => {
      const [a, b] = [filled(dtype, [m, k]), filled(dtype, [k, n])];
      const wanted = productOf(a, b);
      t.strictSame(numbers(call("matmul(a, b)", a, b)), wanted);
      t.strictSame(numbers(call("dot(b.T, a.T).T", a, b)), wanted, "of strided operands");
    });
  }
}

t.test("stacks: matmul broadcasts them, dot pairs each with each", async (t) => {
  const [a, b] = [filled("float64", [3, 1, 2, 4]), filled("float64", [5, 4, 2])];
  t.strictSame(call("matmul(a, b)", a, b).shape, [3, 5, 2, 2]);
  t.strictSame(call("dot(a, b)", a, b).shape, [3, 1, 2, 5, 2]);
});

t.test("shapes that don't fit are RangeErrors that name both", async (t) => {
  const [a, b] = [filled("float64", [2, 3]), filled("float64", [4, 2])];
  for (const name of ["matmul", "dot"]) {
    t.throws(() => call(`${name}(a, b)`, a, b), { name: "RangeError", message: /\(2, 3\) and \(4, 2\)/ });
  }
  t.throws(() => call("matmul(a, 2)", a, b), { name: "ParallelTypeError", message: /multiply by a scalar/ });
  t.throws(() => call("trace(a, 0, 1, 1)", a, b), { name: "RangeError", message: /two different axes/ });
});

t.test("the product does not alias its operands", async (t) => {
  const source = "function f(a, b) { a = matmul(a, b); return a; }";
  const [a, b] = [
    np.array([
      [1, 2],
      [3, 4],
    ]),
    np.array([
      [0, 1],
      [1, 0],
    ]),
  ];
  const result = compile(source)["f"]?.(a, b);
  t.ok(
    result instanceof NDArray &&
      np.arrayEqual(
        result,
        np.array([
          [2, 1],
          [4, 3],
        ]),
      ),
  );
  t.ok(
    np.arrayEqual(
      a,
      np.array([
        [1, 2],
        [3, 4],
      ]),
    ),
  );
});

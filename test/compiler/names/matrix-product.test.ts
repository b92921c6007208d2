// The matrix product by Weft's own blocks, and the ranks that dot and matmul treat differently.
import process from "node:process";
import t from "tap";
import { compile } from "../../../runtime/library.js";
import { loadNative } from "../../../runtime/native.js";
import { NDArray } from "../../../runtime/ndarray.js";
import { np } from "../../../runtime/np.js";
import { checkProducts } from "./matrix-products.js";

process.env["WEFT_BLAS"] = "off";

function call(expression: string, a: NDArray, b: NDArray): NDArray {
  const result = compile(`function f(a, b) { return ${expression}; }`)["f"]?.(a, b);
  if (!(result instanceof NDArray)) throw new Error(`${expression} is no array`);
  return result;
}
const filled = (dtype: "float64", shape: readonly number[]): NDArray =>
  new NDArray(dtype, new Float64Array(shape.reduce((product, extent) => product * extent, 1)), shape);

t.test("products by Weft's own blocks", async (t) => {
  t.equal(loadNative().blas(), null);
  checkProducts(t);
});

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

import { filled, uniform } from "../inputs.js";
import { type Kernel, lengths } from "./kernel.js";

const VECTORS = lengths(1e4, 1e6, 1e7);
const pair =
  (dtype: "float32" | "float64") =>
  (n: number): ReturnType<Kernel["inputs"]> => [uniform([n], 1, -1, 1, dtype), uniform([n], 2, -1, 1, dtype)];

const SUM_OF_SQUARES = {
  array: "function KERNEL(a, b) { return (a ** 2 + b ** 2).sum(); }",
  loop: `function KERNEL(a, b) {
    let s = 0.0;
    for (const i of prange(a.size)) s += a[i] * a[i] + b[i] * b[i];
    return s;
  }`,
};
const SQUARES = { array: "function KERNEL(a, b) { return a ** 2 + b ** 2; }" };

export const ELEMENTWISE: readonly Kernel[] = [
  {
    name: "sq_sum_f64",
    idioms: SUM_OF_SQUARES,
    sizes: VECTORS,
    inputs: pair("float64"),
    bytes: (n) => 16 * n,
    tolerance: 1e-9,
  },
  {
    name: "sq_sum_f32",
    idioms: SUM_OF_SQUARES,
    sizes: VECTORS,
    inputs: pair("float32"),
    bytes: (n) => 8 * n,
    tolerance: 1e-5,
  },
  {
    name: "sq_vec_f64",
    makesArray: true,
    idioms: SQUARES,
    sizes: VECTORS,
    inputs: pair("float64"),
    bytes: (n) => 24 * n,
    tolerance: 1e-9,
  },
  {
    name: "sq_vec_f32",
    makesArray: true,
    idioms: SQUARES,
    sizes: VECTORS,
    inputs: pair("float32"),
    bytes: (n) => 12 * n,
    tolerance: 1e-6,
  },
  {
    name: "sq_vec_out_f64",
    idioms: {
      array: 'function KERNEL(a, b, c) { c[":"] = a ** 2 + b ** 2; return c; }',
      loop: `function KERNEL(a, b, c) {
        for (const i of prange(a.size)) c[i] = a[i] * a[i] + b[i] * b[i];
        return c;
      }`,
    },
    sizes: VECTORS,
    inputs: (n) => [...pair("float64")(n), filled([n], "float64", () => 0)],
    bytes: (n) => 24 * n,
    tolerance: 1e-9,
  },
  {
    name: "exp_vec",
    makesArray: true,
    idioms: { array: "function KERNEL(x) { return exp(x); }" },
    sizes: VECTORS,
    inputs: (n) => [uniform([n], 3, -10, 10)],
    bytes: (n) => 16 * n,
    tolerance: 1e-9,
  },
  {
    name: "response",
    makesArray: true,
    idioms: {
      ufunc: `const f = vectorize((v, g) => v < 0 ? 0 : v < 1 ? v * v * (3 - 2 * v) * g : g + 0.1 * (v - 1));
      function KERNEL(v, g) { return f(v, g); }`,
    },
    sizes: { s: [10, 1000], m: [1000, 1000], l: [10000, 1000] },
    inputs: (rows, columns) => [uniform([rows, columns], 5, -1, 2), uniform([columns], 6, 0.5, 1.5)],
    bytes: (rows, columns) => 16 * rows * columns,
    tolerance: 1e-9,
  },
  {
    name: "mask_assign",
    idioms: {
      array: 'function KERNEL(a, b) { b[":"] = a; b[b < 0] = 0; return b; }',
      loop: `function KERNEL(a, b) {
        for (const i of prange(a.size)) b[i] = a[i] < 0 ? 0 : a[i];
        return b;
      }`,
    },
    sizes: VECTORS,
    inputs: (n) => [uniform([n], 1, -1, 1), filled([n], "float64", () => 0)],
    bytes: (n) => 16 * n,
    tolerance: 1e-9,
  },
];

import { filled, hash32, uniform } from "../inputs.js";
import type { Kernel } from "./kernel.js";

const ROWS: Kernel["sizes"] = { s: [100, 64], m: [10000, 64], l: [200000, 64] };

export const ROW_WISE: readonly Kernel[] = [
  {
    name: "logreg",
    idioms: {
      array: `function KERNEL(Y, X, w0, iterations: int) {
        const w = w0.copy();
        for (const i of range(iterations)) w -= dot((1 / (1 + exp(-Y * dot(X, w))) - 1) * Y, X);
        return w;
      }`,
    },
    sizes: { s: [1e4, 10, 20], m: [1e5, 10, 20], l: [1e6, 10, 20] },
    inputs: (n, d, iterations) => {
      const X = uniform([n, d], 4, -1, 1);
      const { data } = X;
      const scale = 1 / Math.sqrt(n);
      for (let i = 0; i < data.length; i++) data[i] = Number(data[i]) * scale;
      const label = (i: number): number => (Number(data[i * d]) + 0.5 * Number(data[i * d + 1]) > 0 ? 1 : -1);
      return [filled([n], "float64", label), X, filled([d], "float64", () => 0), iterations];
    },
    bytes: (n, d, iterations) => iterations * n * 8 * (d + 1),
    tolerance: 1e-7,
  },
  {
    name: "normalize_rows",
    makesArray: true,
    idioms: {
      array: `function KERNEL(X) {
        const out = emptyLike(X);
        for (const i of prange(X.shape[0])) out[i] = X[i] / sqrt(sum(X[i] * X[i]));
        return out;
      }`,
      loop: `function KERNEL(X) {
        const out = emptyLike(X);
        for (const i of prange(X.shape[0])) {
          let s = 0.0;
          for (const j of range(X.shape[1])) s += X[i, j] * X[i, j];
          s = sqrt(s);
          for (const j of range(X.shape[1])) out[i, j] = X[i, j] / s;
        }
        return out;
      }`,
    },
    sizes: ROWS,
    inputs: (rows, d) => [uniform([rows, d], 7, -1, 1)],
    bytes: (rows, d) => 16 * rows * d,
    tolerance: 1e-9,
  },
  {
    name: "zscore_rows",
    makesArray: true,
    idioms: {
      array: `function KERNEL(X) {
        const out = emptyLike(X);
        for (const i of prange(X.shape[0])) out[i] = (X[i] - X[i].mean()) / X[i].std();
        return out;
      }`,
    },
    sizes: ROWS,
    inputs: (rows, d) => [uniform([rows, d], 7, -1, 1)],
    bytes: (rows, d) => 16 * rows * d,
    tolerance: 1e-9,
  },
  {
    name: "kmeans",
    idioms: {
      loop: `function KERNEL(A, C0, iterations: int) {
        let C = C0.copy();
        const [k, d] = C.shape;
        for (const t of range(iterations)) {
          const s = zeros([k, d]);
          const count = zeros(k);
          for (const i of prange(A.shape[0])) {
            let best = 0;
            let least = Infinity;
            for (const c of range(k)) {
              let q = 0.0;
              for (const j of range(d)) q += (A[i, j] - C[c, j]) ** 2;
              if (q < least) { least = q; best = c; }
            }
            for (const j of range(d)) s[best, j] += A[i, j];
            count[best] += 1;
          }
          C = s / count.reshape(k, 1);
        }
        return C;
      }`,
    },
    sizes: { s: [1e3, 10, 5, 5], m: [1e5, 10, 5, 5], l: [1e6, 10, 5, 5] },
    inputs: (n, d, k, iterations) => {
      const A = uniform([n, d], 13);
      const { data } = A;
      for (let i = 0; i < data.length; i++) data[i] = Number(data[i]) + (hash32(Math.floor(i / d), 14) % k);
      return [A, A.slice(`:${k}`).copy(), iterations];
    },
    bytes: (n, d, _, iterations) => iterations * 8 * n * d,
    tolerance: 1e-7,
  },
];

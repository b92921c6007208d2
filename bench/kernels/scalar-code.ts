import { uniform } from "../inputs.js";
import { type Kernel, lengths } from "./kernel.js";

const VECTORS = lengths(1e4, 1e6, 1e7);
const options = (n: number): ReturnType<Kernel["inputs"]> => [
  uniform([n], 10, 5, 30),
  uniform([n], 11, 1, 100),
  uniform([n], 12, 0.25, 10),
];
const blackScholes = (distribution: string): string => `
const R = 0.02;
const V = 0.3;
${distribution}
function KERNEL(S, X, T) {
  const vt = V * sqrt(T);
  const d1 = (log(S / X) + (R + 0.5 * V * V) * T) / vt;
  const n1 = cnd(d1);
  const n2 = cnd(d1 - vt);
  const e = X * exp(-R * T);
  return [S * n1 - e * n2, e * (1 - n2) - S * (1 - n1)];
}`;

export const SCALAR_CODE: readonly Kernel[] = [
  {
    name: "bs_erf",
    makesArray: true,
    idioms: { array: blackScholes("const cnd = vectorize((d) => 0.5 + 0.5 * erf(d * 0.7071067811865476));") },
    sizes: VECTORS,
    inputs: options,
    bytes: (n) => 40 * n,
    tolerance: 1e-8,
  },
  {
    name: "bs_poly",
    makesArray: true,
    idioms: {
      array: blackScholes(`const cnd = vectorize((d) => {
        const k = 1 / (1 + 0.2316419 * abs(d));
        const q = 0.3989422804014327 * exp(-0.5 * d * d) * (k * (0.31938153 + k * (
          -0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429)))));
        return d > 0 ? 1 - q : q;
      });`),
    },
    sizes: VECTORS,
    inputs: options,
    bytes: (n) => 40 * n,
    tolerance: 1e-8,
  },
  {
    name: "mandelbrot",
    idioms: {
      loop: `function KERNEL(h: int, w: int, limit: int) {
        const out = empty([h, w], "int32");
        for (const i of prange(h)) {
          const ci = 1.25 * i / h;
          for (const j of range(w)) {
            const cr = -2 + 2.5 * j / w;
            let [zr, zi, k] = [0.0, 0.0, 0];
            while (k < limit) {
              const [r2, i2] = [zr * zr, zi * zi];
              if (r2 + i2 > 4) break;
              zi = 2 * zr * zi + ci;
              zr = r2 - i2 + cr;
              k += 1;
            }
            out[i, j] = k;
          }
        }
        return out;
      }`,
    },
    sizes: { s: [128, 128, 200], m: [512, 512, 200], l: [1536, 1536, 200] },
    inputs: (h, w, limit) => [h, w, limit],
    bytes: (h, w) => 4 * h * w,
    tolerance: 1e-3,
  },
  {
    name: "nbody",
    idioms: {
      loop: `function KERNEL(x, y, z, m) {
        const n = x.size;
        const [ax, ay, az] = [empty(n), empty(n), empty(n)];
        for (const i of prange(n)) {
          let [sx, sy, sz] = [0.0, 0.0, 0.0];
          for (const j of range(n)) {
            const [dx, dy, dz] = [x[j] - x[i], y[j] - y[i], z[j] - z[i]];
            const r2 = dx * dx + dy * dy + dz * dz + 1e-3;
            const w = m[j] / (r2 * sqrt(r2));
            sx += w * dx;
            sy += w * dy;
            sz += w * dz;
          }
          ax[i] = sx;
          ay[i] = sy;
          az[i] = sz;
        }
        return [ax, ay, az];
      }`,
      array: `function KERNEL(x, y, z, m) {
        const n = x.size;
        const [ax, ay, az] = [empty(n), empty(n), empty(n)];
        for (const i of prange(n)) {
          const [dx, dy, dz] = [x - x[i], y - y[i], z - z[i]];
          const r2 = dx * dx + dy * dy + dz * dz + 1e-3;
          const w = m / (r2 * sqrt(r2));
          ax[i] = sum(w * dx);
          ay[i] = sum(w * dy);
          az[i] = sum(w * dz);
        }
        return [ax, ay, az];
      }`,
    },
    sizes: lengths(256, 1024, 4096),
    inputs: (n) => [...[15, 16, 17].map((seed) => uniform([n], seed, -1, 1)), uniform([n], 18, 0.5, 1.5)],
    bytes: (n) => 56 * n,
    tolerance: 1e-8,
  },
  {
    name: "kde",
    idioms: {
      array: `function KERNEL(ev, s, w) {
        const out = emptyLike(ev);
        for (const i of prange(ev.size)) out[i] = mean(exp(-0.5 * ((ev[i] - s) / w) ** 2) / w) / 2.5066282746310002;
        return out;
      }`,
      loop: `function KERNEL(ev, s, w) {
        const out = emptyLike(ev);
        for (const i of prange(ev.size)) {
          let acc = 0.0;
          for (const j of range(s.size)) {
            const t = (ev[i] - s[j]) / w[j];
            acc += exp(-0.5 * t * t) / w[j];
          }
          out[i] = acc / (2.5066282746310002 * s.size);
        }
        return out;
      }`,
    },
    sizes: { s: [100, 1000], m: [300, 1e4], l: [1000, 1e5] },
    inputs: (m, n) => [uniform([m], 20, -3, 3), uniform([n], 21, -2, 2), uniform([n], 22, 0.1, 0.5)],
    bytes: (m, n) => 16 * n + 8 * m,
    tolerance: 1e-9,
  },
  {
    name: "band_matrix",
    makesArray: true,
    idioms: {
      comprehension: `function KERNEL(n: int) {
        return fromFunction([n, n], (i, j) => abs(i - j) <= 2 ? (i + 1) / (j + 1) : 0);
      }`,
    },
    sizes: lengths(100, 1000, 4000),
    inputs: (n) => [n],
    bytes: (n) => 8 * n * n,
    tolerance: 1e-9,
  },
];

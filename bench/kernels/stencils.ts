import { filled, hash32, uniform } from "../inputs.js";
import { type Kernel, lengths } from "./kernel.js";

const image = (height: number, width: number): ReturnType<Kernel["inputs"]> => [
  filled([height, width], "uint8", (i) => hash32(i, 9) >>> 24),
];
const IMAGES: Kernel["sizes"] = { s: [48, 64], m: [240, 320], l: [480, 640] };

export const STENCILS: readonly Kernel[] = [
  {
    name: "neighbor_mean",
    makesArray: true,
    idioms: {
      stencil: `const mean3 = stencil((x) => (x[-1] + x[0] + x[1]) / 3);
      function KERNEL(x) { return mean3(x); }`,
    },
    sizes: lengths(1e4, 1e6, 1e7),
    inputs: (n) => [uniform([n], 1, -1, 1)],
    bytes: (n) => 16 * n,
    tolerance: 1e-9,
  },
  {
    name: "heat2d",
    makesArray: true,
    idioms: {
      stencil: `const step = stencil((u) => u[0, 0] + 0.1 * (u[-1, 0] + u[1, 0] + u[0, -1] + u[0, 1] - 4 * u[0, 0]));
      function KERNEL(u) { return step(u); }`,
    },
    sizes: { s: [100, 100], m: [500, 500], l: [4000, 4000] },
    inputs: (height, width) => [uniform([height, width], 8)],
    bytes: (height, width) => 16 * height * width,
    tolerance: 1e-9,
  },
  {
    name: "wave2d",
    idioms: {
      array: `function KERNEL(u0, u1, steps: int) {
        let [p, u] = [u0.copy(), u1.copy()];
        let next = zerosLike(u);
        for (const s of range(steps)) {
          next["1:-1", "1:-1"] = 2 * u["1:-1", "1:-1"] - p["1:-1", "1:-1"] + 0.25 * (
            u[":-2", "1:-1"] + u["2:", "1:-1"] + u["1:-1", ":-2"] + u["1:-1", "2:"] - 4 * u["1:-1", "1:-1"]);
          [p, u, next] = [u, next, p];
        }
        return u;
      }`,
    },
    sizes: { s: [100, 20], m: [500, 20], l: [2000, 20] },
    inputs: (n, steps) => {
      const inner = uniform([n, n], 19, -1, 1).data;
      const isBorder = (i: number): boolean =>
        [Math.floor(i / n), i % n].some((index) => index === 0 || index === n - 1);
      const element = (i: number): number => (isBorder(i) ? 0 : Number(inner[i]));
      return [filled([n, n], "float64", element), filled([n, n], "float64", (i) => 0.5 * element(i)), steps];
    },
    bytes: (n, steps) => steps * 24 * n * n,
    tolerance: 1e-9,
  },
  {
    name: "blur_u8",
    idioms: {
      stencil: `const N = 10;
      const GAMMA = 2.2;
      const blur = stencil((x) => {
        let acc = 0.0;
        for (const i of range(-N, N + 1)) for (const j of range(-N, N + 1)) acc += x[i, j] ** GAMMA;
        return uint8((acc / (2 * N + 1) ** 2) ** (1 / GAMMA));
      }, { neighborhood: [[-N, N], [-N, N]] });
      function KERNEL(image) { return blur(image); }`,
    },
    sizes: IMAGES,
    inputs: image,
    bytes: (height, width) => 2 * height * width,
    tolerance: 1e-4,
  },
  {
    name: "blur_u8_hoist",
    idioms: {
      stencil: `const N = 10;
      const GAMMA = 2.2;
      const box = stencil((x) => {
        let acc = 0.0;
        for (const i of range(-N, N + 1)) for (const j of range(-N, N + 1)) acc += x[i, j];
        return acc / (2 * N + 1) ** 2;
      }, { neighborhood: [[-N, N], [-N, N]] });
      function KERNEL(image) { return uint8(box(image ** GAMMA) ** (1 / GAMMA)); }`,
    },
    sizes: IMAGES,
    inputs: image,
    bytes: (height, width) => 2 * height * width,
    tolerance: 1e-4,
  },
  {
    name: "blur_u8_sep",
    idioms: {
      loop: `const N = 10;
      const GAMMA = 2.2;
      function KERNEL(image) {
        const [h, w] = image.shape;
        const table = arange(256.0) ** GAMMA;
        const out = zerosLike(image);
        const rows = zeros([h, w]);
        for (const i of prange(h))
          for (const d of range(-N, N + 1))
            for (const j of range(N, w - N)) rows[i, j] += table[image[i, j + d]];
        for (const i of prange(N, h - N)) {
          const acc = zeros(w);
          for (const d of range(-N, N + 1)) for (const j of range(N, w - N)) acc[j] += rows[i + d, j];
          for (const j of range(N, w - N)) out[i, j] = uint8((acc[j] / (2 * N + 1) ** 2) ** (1 / GAMMA));
        }
        return out;
      }`,
      rows: `const N = 10;
      const GAMMA = 2.2;
      function KERNEL(image) {
        const [h, w] = image.shape;
        const table = arange(256.0) ** GAMMA;
        const out = zerosLike(image);
        const rows = zeros([h, w]);
        for (const i of prange(h)) {
          const row = table[image[i]];
          for (const d of range(-N, N + 1)) for (const j of range(N, w - N)) rows[i, j] += row[j + d];
        }
        for (const i of prange(N, h - N)) {
          const acc = zeros(w);
          for (const d of range(-N, N + 1)) for (const j of range(N, w - N)) acc[j] += rows[i + d, j];
          for (const j of range(N, w - N)) out[i, j] = uint8((acc[j] / (2 * N + 1) ** 2) ** (1 / GAMMA));
        }
        return out;
      }`,
    },
    sizes: IMAGES,
    inputs: image,
    bytes: (height, width) => 2 * height * width,
    tolerance: 1e-4,
  },
];

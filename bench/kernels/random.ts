import { type Kernel, lengths } from "./kernel.js";

const COUNTS = lengths(1e4, 1e6, 1e7);

export const RANDOM: readonly Kernel[] = [
  {
    name: "mc_pi_rng",
    idioms: {
      loop: `function KERNEL(n: int) {
        let hits = 0;
        for (const i of prange(n)) {
          const [x, y] = [random.random(), random.random()];
          if (x * x + y * y <= 1) hits += 1;
        }
        return 4 * hits / n;
      }`,
      array: `function KERNEL(n: int) {
        const [x, y] = [random.rand(n), random.rand(n)];
        return 4 * sum(x ** 2 + y ** 2 <= 1) / n;
      }`,
    },
    sizes: COUNTS,
    inputs: (n) => [n],
    bytes: () => 0,
    tolerance: 2e-2,
  },
  {
    name: "mc_pi_hash",
    idioms: {
      loop: `const SEED = 0x5384540f;
      function unit(i) {
        let x = uint32(i) + SEED;
        x = (x ^ (x >> 16)) * uint32(0x7feb352d);
        x = (x ^ (x >> 15)) * uint32(0x846ca68b);
        return (x ^ (x >> 16)) * 2.0 ** -32;
      }
      function KERNEL(n: int) {
        let hits = 0;
        for (const i of prange(n)) {
          const [x, y] = [unit(2 * i), unit(2 * i + 1)];
          if (x * x + y * y <= 1) hits += 1;
        }
        return 4 * hits / n;
      }`,
    },
    sizes: COUNTS,
    inputs: (n) => [n],
    bytes: () => 0,
    tolerance: 1e-12,
  },
  {
    name: "randn",
    makesArray: true,
    idioms: { array: "function KERNEL(n: int) { return random.randn(n); }" },
    sizes: COUNTS,
    inputs: (n) => [n],
    bytes: (n) => 8 * n,
    tolerance: null,
  },
];

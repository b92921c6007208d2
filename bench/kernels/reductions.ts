import { uniform } from "../inputs.js";
import { type Kernel, lengths } from "./kernel.js";

const OF_ONE_ARRAY: readonly Kernel[] = ["mean", "var", "std", "argmin", "argmax"].map((name) => ({
  name,
  idioms: { array: `function KERNEL(x) { return x.${name}(); }` },
  sizes: lengths(1e4, 1e6, 1e7),
  inputs: (n) => [uniform([n], 1, -1, 1)],
  bytes: (n) => 8 * n,
  tolerance: 1e-9,
}));

export const REDUCTIONS: readonly Kernel[] = [
  ...OF_ONE_ARRAY,
  {
    name: "arr_prod",
    idioms: {
      loop: `function KERNEL(n: int) {
        const result = 2 * ones([13, 17], "int64");
        const tmp = 3 * onesLike(result);
        for (const i of prange(n)) result *= tmp;
        return result;
      }`,
    },
    sizes: lengths(1e3, 1e5, 1e6),
    inputs: (n) => [n],
    bytes: () => 13 * 17 * 8,
    tolerance: 1e-9,
  },
];

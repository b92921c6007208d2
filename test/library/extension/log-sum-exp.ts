import type { ReductionRegistration } from "../../../runtime/library.js";

/** The logarithm of the sum of exponentials, in one walk: the greatest element so far, and the sum relative to it. */
export const logSumExp: ReductionRegistration = {
  name: "logSumExp",
  identity: [-Infinity, 0],
  element: "(x) => [x, 1]",
  combine: `([m, s], [n, t]) => {
    const top = max(m, n);
    return top == -inf ? [top, s] : [top, s * exp(m - top) + t * exp(n - top)];
  }`,
  finish: "(top, total) => top + log(total)",
};

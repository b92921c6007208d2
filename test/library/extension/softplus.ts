import type { ElementwiseRegistration } from "../../../runtime/library.js";

/** log(1 + exp(x)) without overflow: a smooth max(x, 0). */
export const softplus: ElementwiseRegistration = {
  name: "softplus",
  source: "(x) => log1p(exp(-abs(x))) + max(x, 0)",
};

import type { ReductionRegistration } from "../../../runtime/library.js";

/** The square root of the sum of squares. */
export const hypotenuse: ReductionRegistration = {
  name: "hypotenuse",
  identity: 0,
  element: "(x) => x * x",
  combine: "(a, b) => a + b",
  finish: "(total) => sqrt(total)",
};

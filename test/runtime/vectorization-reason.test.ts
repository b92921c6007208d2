import t from "tap";
import { vectorizationReason } from "../../runtime/vectorization-reason.js";

const REMARKS: readonly (readonly [remark: string, reason: string | null])[] = [
  [
    "loop not vectorized: unsafe dependent memory operations in loop. Use #pragma clang loop distribute(enable) to allow loop distribution to attempt to isolate the offending operations into a separate loop\nUnsafe indirect dependence.",
    "one iteration may write an element that another one reads or writes",
  ],
  [
    "loop not vectorized: the cost-model indicates that vectorization is not beneficial",
    "vectors would not be faster",
  ],
  [
    "loop not vectorized: value that could not be identified as reduction is used outside the loop",
    "a value goes from one iteration into the next",
  ],
  [
    "loop not vectorized: cannot prove it is safe to reorder floating-point operations",
    "its floating-point operations have an order, which --fastmath lifts",
  ],
  ["loop not vectorized: something new", "something new"],
  ["loop not vectorized", null],
];

t.test("reasons for not vectorizing are in words of the source", async (t) => {
  for (const [remark, reason] of REMARKS) t.equal(vectorizationReason(remark), reason, remark.slice(0, 60));
});

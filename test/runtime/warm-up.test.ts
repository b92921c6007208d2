import t from "tap";
import { loadNative } from "../../runtime/native.js";
import { warmUpSteps } from "../../runtime/warm-up.js";

t.test("every program that warms the compiler up is one that it compiles", async (t) => {
  const steps = warmUpSteps(loadNative());
  t.ok(steps.length > 4);
  for (const step of steps) t.doesNotThrow(step);
});

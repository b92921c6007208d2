// Elementary functions are within 4 ulp of exact results on a sample of their arguments, in each variant of vector code that this
// machine can run; `npm run accuracy` takes all arguments of float32.
import t from "tap";
import { runnableTargets } from "./evaluate.js";
import { ELEMENTARY_FUNCTIONS } from "./functions.js";
import { buildReference, measureAccuracy } from "./measure.js";
import { everyFloat32, sampleArguments } from "./samples.js";
import { accuracyRow, isAccurate } from "./table.js";

t.setTimeout(600_000);
const reference = buildReference();
const targets = runnableTargets();
/** A prime, so that the low bits vary as much as the high ones. */
const STRIDE = 65_537;
const SAMPLES = 20_000;

for (const dtype of ["float32", "float64"] as const) {
  t.test(`functions of ${dtype}`, async (t) => {
    for (const fn of ELEMENTARY_FUNCTIONS) {
      const samples = sampleArguments(dtype, fn.arguments, SAMPLES);
      const blocks =
        dtype === "float32" && fn.arguments === 1 ? [...samples, ...everyFloat32(STRIDE)] : samples;
      const measured = await measureAccuracy(reference, fn, dtype, targets, blocks);
      t.ok(
        measured.every((each) => isAccurate(fn, each)),
        accuracyRow(fn, dtype, measured),
      );
    }
  });
}

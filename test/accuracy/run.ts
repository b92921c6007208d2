// npm run accuracy -- [--stride N] [--samples N] [--only NAME]… [--dtype float32|float64]
// Compares the elementary functions with exact results, in each variant of vector code that this machine can run: functions of one
// float32 on every N-th of their 2^32 arguments (all by default), the others on N samples (10^7 by default). Prints a table in
// Markdown. Fails where an error is beyond what is promised, or a special result is wrong.
import process from "node:process";
import { parseArgs } from "node:util";
import { runnableTargets } from "./evaluate.js";
import { ELEMENTARY_FUNCTIONS } from "./functions.js";
import { buildReference, measureAccuracy } from "./measure.js";
import { everyFloat32, sampleArguments } from "./samples.js";
import { accuracyRow, isAccurate, tableHead } from "./table.js";

const { values } = parseArgs({
  options: {
    stride: { type: "string", default: "1" },
    samples: { type: "string", default: "10000000" },
    only: { type: "string", multiple: true, default: [] },
    dtype: { type: "string", multiple: true, default: ["float32", "float64"] },
  },
});
const [stride, samples] = [Number(values.stride), Number(values.samples)];
const reference = buildReference();
const targets = runnableTargets();
const functions = ELEMENTARY_FUNCTIONS.filter(
  ({ name }) => values.only.length === 0 || values.only.includes(name),
);

console.log(tableHead(targets));
for (const dtype of ["float32", "float64"] as const) {
  if (!values.dtype.includes(dtype)) continue;
  for (const fn of functions) {
    const blocks =
      dtype === "float32" && fn.arguments === 1
        ? everyFloat32(stride)
        : sampleArguments(dtype, fn.arguments, samples);
    const measured = await measureAccuracy(reference, fn, dtype, targets, blocks);
    console.log(accuracyRow(fn, dtype, measured));
    if (!measured.every((each) => isAccurate(fn, each))) process.exitCode = 1;
  }
}

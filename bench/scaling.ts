// npm run bench:scaling -- [--only KERNEL]… [--write]
// Measures the suite on one thread and on two, and prints what bounds each program on a large machine; --write makes it
// docs/scaling.md.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { loadNative } from "../runtime/native.js";
import { measureBandwidth } from "./bandwidth.js";
import { KERNELS, kernelOf } from "./kernels/all-kernels.js";
import { measureJoin } from "./scaling/measure-join.js";
import { scalingPage } from "./scaling/page.js";
import { profileKernel } from "./scaling/profile-kernel.js";

const { values } = parseArgs({
  options: {
    only: { type: "string", multiple: true, default: [] },
    write: { type: "boolean", default: false },
  },
});
const kernels = values.only.length === 0 ? KERNELS : values.only.map(kernelOf);

function bandwidthOn(threads: number): number {
  const measured = measureBandwidth(threads);
  if (measured === null) throw new Error("The bandwidth is measured with gcc, which is not here");
  return measured;
}

const page = scalingPage({
  processor: loadNative().cpu().name,
  bandwidth: [bandwidthOn(1), bandwidthOn(2)],
  join: measureJoin(2),
  profiles: kernels.map(profileKernel),
});
if (values.write) writeFileSync(fileURLToPath(new URL("../../docs/scaling.md", import.meta.url)), page);
else console.log(page);

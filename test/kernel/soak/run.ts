// `npm run soak -- --cells N --interrupts M`: whether memory and descriptors of a kernel stay what they were.
import { tmpdir } from "node:os";
import { parseArgs } from "node:util";
import { startKernel } from "../../../kernel/client.js";
import { soak } from "./soak-kernel.js";

const { values } = parseArgs({ options: { cells: { type: "string" }, interrupts: { type: "string" } } });
const kernel = await startKernel({
  directory: tmpdir(),
  stderr: "ignore",
  environment: { WEFT_HISTORY: "off" },
});
try {
  const report = await soak(kernel, {
    cells: Number(values.cells ?? 10_000),
    interrupts: Number(values.interrupts ?? 1000),
    progress: (line) => process.stdout.write(`${line}\n`),
  });
  for (const { name, before, after } of report) {
    process.stdout.write(
      `${name}: ${before.megabytes} MB, ${before.descriptors} descriptors; then ${after.megabytes} MB, ${after.descriptors}\n`,
    );
  }
  const grown = report.filter(
    ({ before, after }) => after.megabytes > before.megabytes * 1.1 || after.descriptors > before.descriptors,
  );
  process.stdout.write(
    grown.length === 0 ? "Flat within 10 %.\n" : `Grown: ${grown.map(({ name }) => name).join(", ")}\n`,
  );
  process.exitCode = grown.length === 0 ? 0 : 1;
} finally {
  await kernel.shutdown();
}

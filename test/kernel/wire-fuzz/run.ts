// `npm run fuzz:wire -- --count N --seed S`: broken messages against a kernel of its own.
import { tmpdir } from "node:os";
import { parseArgs } from "node:util";
import { startKernel } from "../../../kernel/client.js";
import { fuzzWire } from "./fuzz-wire.js";

const { values } = parseArgs({ options: { count: { type: "string" }, seed: { type: "string" } } });
const count = Number(values.count ?? 100_000);
const seed = Number(values.seed ?? Date.now() % 1e9);
process.stdout.write(`${count} messages, seed ${seed}\n`);
const kernel = await startKernel({ directory: tmpdir(), stderr: "ignore" });
try {
  await fuzzWire(kernel, {
    count,
    seed,
    progress(done) {
      if (done % 5000 === 0) process.stdout.write(`${done}\n`);
    },
  });
  process.stdout.write("All were answered as they should be.\n");
} finally {
  await kernel.shutdown();
}

// A short run of what `npm run soak` does for longer.
import { tmpdir } from "node:os";
import t from "tap";
import { startKernel } from "../../../kernel/client.js";
import { soak } from "./soak-kernel.js";

t.test("many cells and interrupts leave nothing behind", async (t) => {
  const kernel = await startKernel({
    directory: tmpdir(),
    stderr: "ignore",
    environment: { WEFT_HISTORY: "off", WEFT_TYPECHECK: "off" },
  });
  t.teardown(() => kernel.shutdown());
  for (const { name, before, after } of await soak(kernel, { cells: 400, interrupts: 40 })) {
    t.ok(
      after.descriptors <= before.descriptors,
      `${name}: ${before.descriptors} descriptors, then ${after.descriptors}`,
    );
    t.ok(
      after.megabytes < before.megabytes + 150,
      `${name}: ${before.megabytes} MB, then ${after.megabytes}`,
    );
  }
});

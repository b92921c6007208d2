import { availableParallelism, totalmem } from "node:os";
import t from "tap";
import { startEndlessCell, testKernel } from "./kernel-client.js";

t.test("usage counts the session as well, and is told while a cell runs", async (t) => {
  const kernel = await testKernel(t);
  const ask = async () => (await kernel.request("control", "usage_request", {})).reply;
  await ask();
  const { answer } = await startEndlessCell(kernel, "for (;;);");
  await new Promise((resolve) => setTimeout(resolve, 300));
  const usage = await ask();
  t.equal(usage["pid"], kernel.process.pid);
  t.equal(usage["cpu_count"], availableParallelism());
  t.match(usage["host_virtual_memory"], { total: totalmem() });
  t.ok(Number(usage["kernel_memory"]) > 2 ** 20);
  t.ok(Number(usage["kernel_cpu"]) > 1, "the loop of the session");
  await kernel.request("control", "interrupt_request", {});
  await answer;
});

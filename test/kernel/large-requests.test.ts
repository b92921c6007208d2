// What large requests leave in the memory of the kernel process.
import t from "tap";
import { assertAlive } from "./alive.js";
import { resultText, testKernel } from "./kernel-client.js";
import { residentMegabytes } from "./resident-megabytes.js";

t.test("what large requests carry is not kept", async (t) => {
  const kernel = await testKernel(t);
  await kernel.execute("1");
  const before = residentMegabytes(kernel);
  for (let request = 0; request < 20; request++) {
    await kernel.execute("1", {}, {}, { buffers: [Buffer.alloc(20_000_000, 1)] });
  }
  // They are collected after a second.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const kept = residentMegabytes(kernel) - before;
  t.comment(`${kept} MB`);
  t.ok(kept < 200, "of 400 MB");
  await assertAlive(kernel);
});

t.test("the kernel process keeps nothing of a cell of 50 MB", async (t) => {
  const kernel = await testKernel(t);
  await kernel.execute("1");
  const before = residentMegabytes(kernel);
  t.equal(resultText(await kernel.execute(`//${"c".repeat(50_000_000)}\n2`)), "2");
  let kept = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 20 && kept > 40; attempt++) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    kept = residentMegabytes(kernel) - before;
  }
  t.comment(`${kept} MB`);
  t.ok(kept <= 40);
  await assertAlive(kernel);
});

import t from "tap";
import { compile, np } from "../../runtime/library.js";
import { MinorCollection } from "../../runtime/minor-collection.js";
import { loadNative } from "../../runtime/native.js";

const MEGABYTE = 2 ** 20;

t.test("the results of a loop are freed while it runs", async (t) => {
  const { double } = compile("function double(a) { return a + a; }");
  const a = np.ones([MEGABYTE / 8]);
  const begin = loadNative().memoryStats().liveBytes;
  let most = 0;
  for (let i = 0; i < 300; i++) {
    double?.(a);
    most = Math.max(most, loadNative().memoryStats().liveBytes - begin);
  }
  t.ok(most < 60 * MEGABYTE, `${most / MEGABYTE} MB were alive at once`);
});

t.test("arrays that are kept are looked for ever less often", async (t) => {
  let asked = 0;
  let live = 0;
  const collection = new MinorCollection(() => {
    asked++;
    return { liveBytes: live, liveBuffers: 0 };
  });
  for (let i = 0; i < 2048; i++) {
    live += MEGABYTE;
    collection.count(MEGABYTE);
    collection.collectWhereDue();
  }
  t.ok(asked > 4 && asked < 30, `${asked} times in 2 GB`);
});

t.test("small results are freed while a loop runs", async (t) => {
  const { double } = compile("function double(a) { return a + a; }");
  const a = np.ones([8]);
  const begin = loadNative().memoryStats().liveBuffers;
  let most = 0;
  for (let i = 0; i < 20_000; i++) {
    double?.(a);
    most = Math.max(most, loadNative().memoryStats().liveBuffers - begin);
  }
  t.ok(most < 6000, `${most} arrays were alive at once`);
});

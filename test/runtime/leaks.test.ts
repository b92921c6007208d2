// Calls leave nothing behind; `npm run leaks` makes a million of each kind, and looks at the resident size.
import t from "tap";
import { np } from "../../runtime/np.js";
import { callKinds } from "./leak-kinds.js";
import { measureLeak } from "./measure-leaks.js";

t.setTimeout(300_000);
for (const kind of callKinds()) {
  t.test(kind.name, async (t) => {
    const { buffers, growth } = await measureLeak(kind, 20_000);
    t.equal(buffers, 0, "buffers");
    t.ok(growth < 32 * 2 ** 20, `the resident size grew by ${growth} bytes`);
  });
}

t.test("V8 knows how large results are", async (t) => {
  const before = process.memoryUsage().arrayBuffers;
  const result = np.ones([5_000_000]);
  t.ok(process.memoryUsage().arrayBuffers - before >= result.nbytes, "so that its collector runs in time");
});

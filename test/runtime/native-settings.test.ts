import t from "tap";
import { readNativeSettings } from "../../runtime/native-settings.js";

const threads = (text: string) => readNativeSettings({ WEFT_NUM_THREADS: text }).threads;
const limit = (text: string) => readNativeSettings({ WEFT_MEMORY_LIMIT: text }).memoryLimit;

t.test("settings that are not set keep their defaults", async (t) => {
  t.same(readNativeSettings({}), { threads: 0, memoryLimit: 0 });
  t.same(readNativeSettings({ WEFT_NUM_THREADS: "", WEFT_MEMORY_LIMIT: "" }), { threads: 0, memoryLimit: 0 });
});

t.test("threads", async (t) => {
  t.equal(threads("7"), 7);
  for (const text of ["0", "-2", "four", "2.5", "1e3"])
    t.throws(() => threads(text), /WEFT_NUM_THREADS is ".+"/);
});

t.test("memory sizes", async (t) => {
  t.equal(limit("1000"), 1000);
  t.equal(limit("4G"), 4 * 2 ** 30);
  t.equal(limit("1.5GiB"), 1.5 * 2 ** 30);
  t.equal(limit("500 mb"), 500 * 2 ** 20);
  for (const text of ["0", "-4G", "much", "4X", "G"])
    t.throws(() => limit(text), /WEFT_MEMORY_LIMIT is ".+"/);
});

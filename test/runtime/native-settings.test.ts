import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import t from "tap";
import { readNativeSettings } from "../../runtime/native-settings.js";

const threads = (text: string) => readNativeSettings({ WEFT_NUM_THREADS: text }).threads;
const limit = (text: string) => readNativeSettings({ WEFT_MEMORY_LIMIT: text }).memoryLimit;

t.test("settings that are not set keep their defaults", async (t) => {
  t.match(readNativeSettings({}), { threads: 0, memoryLimit: 0, cacheFolder: /\/\.cache\/weft$/ });
  t.match(readNativeSettings({ WEFT_NUM_THREADS: "", WEFT_MEMORY_LIMIT: "", WEFT_CACHE_DIR: "" }), {
    threads: 0,
    memoryLimit: 0,
    cacheFolder: /\/\.cache\/weft$/,
  });
});

t.test("the folder of compiled code", async (t) => {
  const folder = (environment: Readonly<Record<string, string>>) =>
    readNativeSettings(environment).cacheFolder;
  t.equal(folder({ WEFT_CACHE: "off", WEFT_CACHE_DIR: "/somewhere" }), null);
  t.equal(folder({ WEFT_CACHE_DIR: "/somewhere", XDG_CACHE_HOME: "/caches" }), "/somewhere");
  t.equal(folder({ XDG_CACHE_HOME: "/caches" }), "/caches/weft");
});

t.test("the library that multiplies matrices", async (t) => {
  const blas = (text: string) => readNativeSettings({ WEFT_BLAS: text }).blas;
  t.equal(readNativeSettings({}).blas, "auto");
  t.equal(blas("off"), "off");
  t.equal(blas("/opt/libopenblas.so.0"), "/opt/libopenblas.so.0");
  t.throws(() => blas("openblas"), /WEFT_BLAS is "openblas"/);
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
  t.equal(readNativeSettings({ WEFT_PAST_CACHES: "8M" }).pastCaches, 8 * 2 ** 20);
  t.throws(() => readNativeSettings({ WEFT_PAST_CACHES: "all" }), /WEFT_PAST_CACHES is "all"/);
});

function runFixture(name: string, environment: Readonly<Record<string, string>>) {
  const script = fileURLToPath(new URL(name, import.meta.url));
  const env = { ...process.env, ...environment };
  return spawnSync(process.execPath, [script], { env, encoding: "utf8" });
}

t.test("the environment sets threads and memory of a process", async (t) => {
  const { stdout, stderr } = runFixture("native-limited.js", {
    WEFT_NUM_THREADS: "5",
    WEFT_MEMORY_LIMIT: "50M",
  });
  t.equal(stderr, "");
  t.equal(stdout, `${JSON.stringify([5, 50 * 2 ** 20, 8, "out-of-memory", 100])}\n`);
});

t.test("a wrong setting is named when the runtime is loaded", async (t) => {
  const { status, stderr } = runFixture("native-limited.js", { WEFT_NUM_THREADS: "many" });
  t.equal(status, 1);
  t.match(stderr, /RangeError: WEFT_NUM_THREADS is "many"/);
});

t.test("a process may end while a kernel runs", async (t) => {
  t.match(runFixture("native-exit.js", {}), { status: 3, signal: null, stderr: "" });
});

import { existsSync, mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import t from "tap";
import { programFile } from "../../runtime/program-file.js";

t.test("a packed program stands for its module as long as nothing was compiled after it", async (t) => {
  const folder = t.testdir({ kernel: { session: { "main.js": "" } } });
  const dist = pathToFileURL(`${folder}/`);
  const module = new URL("kernel/session/start.js", dist);
  t.equal(programFile(module, dist).href, module.href, "nothing is packed");

  mkdirSync(join(folder, "packed", "kernel-session-start"), { recursive: true });
  const packed = join(folder, "packed", "kernel-session-start", "program.js");
  writeFileSync(packed, "");
  utimesSync(packed, 1000, 1000);
  t.equal(programFile(module, dist).href, pathToFileURL(packed).href, "an installed package has no record");

  const record = join(folder, ".tsbuildinfo");
  writeFileSync(record, "");
  utimesSync(record, 999, 999);
  t.equal(programFile(module, dist).href, pathToFileURL(packed).href, "packed after it was compiled");
  utimesSync(record, 1001, 1001);
  t.equal(programFile(module, dist).href, module.href, "compiled again since");
});

t.test("every program has its module", async (t) => {
  const dist = new URL("../../", import.meta.url);
  for (const name of [
    "kernel/serve.js",
    "kernel/transpile/worker.js",
    "kernel/language/worker.js",
    "kernel/session/control.js",
    "kernel/session/start.js",
  ]) {
    t.ok(existsSync(programFile(new URL(name, dist))), name);
  }
});

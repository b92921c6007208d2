import { spawnSync } from "node:child_process";
import { join } from "node:path";
import t from "tap";
import { root, venvPython } from "./project.js";

const { stderr } = spawnSync(venvPython, ["-m", "unittest", "--verbose", "kernel_test"], {
  cwd: join(root, "test", "clients"),
  encoding: "utf8",
});
const outcomes = [...stderr.matchAll(/^(test_\w+) \(.*?\.\.\. (ok|FAIL|ERROR|skipped.*)$/gms)];
for (const [, name, outcome] of outcomes) {
  t.match(outcome, /^(ok|skipped)/, `jupyter_kernel_test: ${name}`, {
    skip: outcome?.startsWith("skipped") ?? false,
  });
}
t.match(stderr, /^OK/m, "all of jupyter_kernel_test");

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import t from "tap";
import { root, venvPython } from "./project.js";

/** Runs a module of Python's unittest in test/clients; each of its tests is one here. `suite` names them. */
export function runPythonTests(module: string, suite: string): void {
  const { stderr } = spawnSync(venvPython, ["-m", "unittest", "--verbose", module], {
    cwd: join(root, "test", "clients"),
    encoding: "utf8",
  });
  const outcomes = [...stderr.matchAll(/^(test_\w+) \(.*?\.\.\. (ok|FAIL|ERROR|skipped.*)$/gms)];
  for (const [, name, outcome] of outcomes) t.equal(outcome, "ok", `${suite}: ${name}`);
  if (!/^OK/m.test(stderr)) t.comment(stderr);
  t.match(stderr, /^OK/m, `all of ${suite}`);
}

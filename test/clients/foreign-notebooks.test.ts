// Notebooks made for Deno's kernel and for tslab: their ways to display work here.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import t from "tap";
import { executionProblems } from "./notebook.js";
import { copyNotebook, root } from "./project.js";

const run = promisify(execFile);
const cli = join(root, "dist", "kernel", "cli.js");

t.setTimeout(120_000);

for (const kernel of ["deno", "tslab"]) {
  t.test(`a notebook made for ${kernel}`, async (t) => {
    const folder = t.testdir();
    const fixture = join(root, "test", "clients", "fixtures", `made-for-${kernel}.ipynb`);
    const copy = copyNotebook(fixture, folder);
    await run(process.execPath, [cli, "run", copy], { cwd: folder });
    t.same(executionProblems(copy), [], "every cell ran and shows what it should");
    const executed = readFileSync(copy, "utf8");
    t.notMatch(executed, /"name": ?"stderr"/, "there is nothing to warn of");
    t.notMatch(executed, /"<i>before<\/i>"|"step 1"/, "what was updated is gone");
  });
}

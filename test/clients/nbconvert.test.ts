import { execFile } from "node:child_process";
import { basename } from "node:path";
import { promisify } from "node:util";
import t from "tap";
import { executionProblems } from "./notebook.js";
import { copyNotebook, notebooks, venvPython } from "./project.js";

const run = promisify(execFile);

for (const notebook of notebooks()) {
  t.test(`nbconvert --execute ${basename(notebook)}`, async (t) => {
    const folder = t.testdir();
    const copy = copyNotebook(notebook, folder);
    const options = [
      "--to=notebook",
      "--execute",
      "--inplace",
      "--allow-errors",
      "--ExecutePreprocessor.timeout=120",
    ];
    const { stderr } = await run(venvPython, ["-m", "nbconvert", ...options, copy], { cwd: folder });
    t.same(executionProblems(copy), [], "every cell ran and shows what it should");
    t.notMatch(stderr, /Traceback/, "nbconvert has nothing to complain about");
  });
}

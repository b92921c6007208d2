import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import t from "tap";
import { codeSources, executionProblems, outputCounts } from "./notebook.js";
import { copyNotebook, notebooks, venvPython } from "./project.js";

const run = promisify(execFile);

const folder = t.testdir({});
const copies = notebooks().map((notebook) =>
  copyNotebook(notebook, join(folder, basename(notebook, ".ipynb"))),
);
/** The others are executed by other clients; what is converted of them are the outputs that they have. */
const EXECUTED = ["smoke.ipynb", "tour.ipynb", "gallery.ipynb"];

const nbconvert = (...options: readonly string[]) =>
  run(venvPython, ["-m", "nbconvert", ...options], { cwd: folder });

for (const copy of copies.filter((path) => EXECUTED.includes(basename(path)))) {
  t.test(`nbconvert --execute ${basename(copy)}`, async (t) => {
    const options = ["--execute", "--inplace", "--allow-errors", "--ExecutePreprocessor.timeout=120"];
    const { stderr } = await nbconvert("--to=notebook", ...options, copy);
    t.same(executionProblems(copy), [], "every cell ran and shows what it should");
    t.notMatch(stderr, /Traceback/, "nbconvert has nothing to complain about");
  });
}

t.test("pages and scripts of all of them", async (t) => {
  await Promise.all(["html", "script"].map((format) => nbconvert(`--to=${format}`, ...copies)));
  for (const copy of copies) {
    const name = basename(copy, ".ipynb");
    const page = readFileSync(copy.replace(/ipynb$/, "html"), "utf8");
    t.ok(page.includes("highlight hl-typescript"), `${name}: the cells are coloured as TypeScript`);
    const shown = page.match(/<div class="jp-OutputArea-child/g) ?? [];
    const outputs = outputCounts(copy).reduce((sum, count) => sum + count, 0);
    t.equal(shown.length, outputs, `${name}: each output is on the page`);
    const script = readFileSync(copy.replace(/ipynb$/, "ts"), "utf8");
    const missing = codeSources(copy).filter((source) => !script.includes(source));
    t.same(missing, [], `${name}: each cell is in the script`);
  }
});

import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import t from "tap";
import { executionProblems } from "./notebook.js";
import { copyNotebook, notebooks, root, smokeNotebook } from "./project.js";

const run = promisify(execFile);
const cli = join(root, "dist", "kernel", "cli.js");

for (const notebook of notebooks()) {
  t.test(`weft run ${basename(notebook)}`, async (t) => {
    const folder = t.testdir();
    const copy = copyNotebook(notebook, folder);
    await run(process.execPath, [cli, "run", copy], { cwd: folder });
    t.same(executionProblems(copy), [], "every cell ran and shows what it should");
  });
}

t.test("weft run --html", async (t) => {
  const folder = t.testdir();
  const copy = copyNotebook(smokeNotebook, folder);
  await run(process.execPath, [cli, "run", copy, "--html"], { cwd: folder });
  t.match(readFileSync(join(folder, "smoke.html"), "utf8"), "<b>rich</b>");
  t.equal(
    readFileSync(copy, "utf8"),
    readFileSync(smokeNotebook, "utf8"),
    "the notebook itself is untouched",
  );
});

function notebookOf(...sources: readonly string[]): string {
  const cells = sources.map((source) => ({
    cell_type: "code",
    execution_count: null,
    metadata: {},
    outputs: [],
    source,
  }));
  const metadata = {
    kernelspec: { display_name: "TypeScript (Weft)", language: "typescript", name: "weft" },
  };
  return JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 4 });
}

t.test("what a cell prints after its end is under it all the same", async (t) => {
  const folder = t.testdir({
    "late.ipynb": notebookOf(
      'setTimeout(() => console.log("late"), 200); console.log("soon")',
      "await new Promise((resolve) => setTimeout(resolve, 1500)); 2",
    ),
  });
  await run(process.execPath, [cli, "run", "late.ipynb"], { cwd: folder });
  const { cells } = JSON.parse(readFileSync(join(folder, "late.ipynb"), "utf8"));
  const [first, second] = cells.map(({ outputs }: { outputs: unknown }) => JSON.stringify(outputs));
  t.match(first, /soon.*late/);
  t.notMatch(second, /late/);
});

t.test("weft run stops at the first error", async (t) => {
  const notebook = notebookOf(
    'throw new RangeError("on purpose")',
    'import("node:fs").then((fs) => fs.writeFileSync("ran", ""))',
  );
  const folder = t.testdir({ "broken.ipynb": notebook });
  const failure = run(process.execPath, [cli, "run", "broken.ipynb"], { cwd: folder });
  await t.rejects(failure, { code: 1, stderr: /RangeError.*on purpose/ });
  t.notOk(existsSync(join(folder, "ran")), "the cell after the error did not run");
});

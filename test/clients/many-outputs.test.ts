import { execFile } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import t from "tap";
import { executionProblems, outputCounts } from "./notebook.js";
import { root } from "./project.js";
import { writeNotebook } from "./write-notebook.js";

const run = promisify(execFile);
const OUTPUTS = 200;
const MEGABYTE = 2 ** 20;

/** What people look at most; large data, whose outputs must not be. */
const SOURCES = [
  "const big = np.linspace(0, 1, 1_000_000); plot(np.sin(np.multiply(big, 100)))",
  "hist(big)",
  "scatter(big, np.cos(big))",
  "np.random.standardNormal([1000, 1000])",
  "describe(big)",
  "np.sum(big)",
  "display.table(Array.from({ length: 10_000 }, (_, n) => ({ n, square: n * n })))",
  "imshow(np.outer(np.linspace(0, 1, 300), np.linspace(0, 1, 300)))",
  "display.image(np.zeros([3000, 2000]), { colormap: 'viridis' })",
  "Array.from({ length: 100_000 }, (_, n) => ({ n, inner: { list: [n] } }))",
];

t.setTimeout(240_000);

t.test(`a notebook of ${OUTPUTS} outputs of large data is below 20 MB`, async (t) => {
  const notebook = join(t.testdir(), "many.ipynb");
  writeNotebook(
    notebook,
    Array.from({ length: OUTPUTS }, (_, place) => SOURCES[place % SOURCES.length] ?? ""),
  );
  // A bar of a loop that takes long would be an output more.
  const env = { ...process.env, WEFT_PROGRESS: "off" };
  await run(process.execPath, [join(root, "dist", "kernel", "cli.js"), "run", notebook], { env });
  t.same(executionProblems(notebook), []);
  t.same(new Set(outputCounts(notebook)), new Set([1]), "each cell has its output");
  t.ok(statSync(notebook).size < 20 * MEGABYTE, `${(statSync(notebook).size / MEGABYTE).toFixed(1)} MB`);
  t.notMatch(readFileSync(notebook, "utf8"), /was left out/);
});

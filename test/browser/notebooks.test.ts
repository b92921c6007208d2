// Every notebook in JupyterLab: executed once, its outputs are there, and in the light and the dark theme they look like pictures that
// somebody has looked at: those in test/browser/approved, which `npm run screenshots` renews.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Page } from "playwright-core";
import t, { type Test } from "tap";
import { type LabServer, startLabServer } from "../clients/lab-server.js";
import { executionProblems, outputCounts } from "../clients/notebook.js";
import { copyNotebook, root, shippedNotebooks } from "../clients/project.js";
import { ApprovedPictures } from "./approved-pictures.js";
import { launchBrowser } from "./launch-browser.js";
import { CONTRAST, leastContrast } from "./least-contrast.js";
import { openNotebook } from "./open-notebook.js";
import { runAllCells } from "./run-all-cells.js";
import { saveNotebook } from "./save-notebook.js";
import { shownOutputs } from "./shown-outputs.js";
import { THEMES, type Theme, useTheme } from "./use-theme.js";

const artifacts = join(root, "test", "artifacts");
mkdirSync(artifacts, { recursive: true });
const pictures = new ApprovedPictures(join(root, "test", "browser", "approved"));
/** Part of the names of the notebooks to look at; all of them without it. */
const wanted = process.env["WEFT_SCREENSHOTS_OF"] ?? "";
const notebooks = shippedNotebooks().filter((path) => basename(path).includes(wanted));

interface Cell {
  readonly cell_type: string;
  readonly id: string;
  /** `changes`: its output is another one each time, a duration for example. */
  readonly metadata: { readonly changes?: boolean };
}

const browser = await launchBrowser(t);
t.setTimeout(900_000);

const [first] = notebooks;
if (first === undefined) throw new Error(`No notebook has ${wanted} in its name`);
const folder = t.testdir();
const server = await startLabServer(copyNotebook(first, folder), {
  // Whether a loop takes long, and what its threads share, depends on the machine.
  WEFT_PROGRESS: "off",
  WEFT_NUM_THREADS: "2",
});
t.teardown(() => server.stop());

for (const notebook of notebooks) {
  const name = basename(notebook, ".ipynb");
  t.test(name, async (t) => {
    t.setTimeout(300_000);
    const { cells }: { readonly cells: readonly Cell[] } = JSON.parse(readFileSync(notebook, "utf8"));
    const code = cells.filter(({ cell_type }) => cell_type === "code");
    const page = await browser.newPage({ viewport: { width: 1200, height: 1000 } });
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    await openNotebook(page, server, name);
    t.equal(await page.locator(".jp-Dialog").count(), 0, "no dialog stands in the way");
    // The server remembers the theme of the notebook before, and charts of other libraries keep the one that they were drawn in.
    await useTheme(page, "Light");
    await runAllCells(page);
    await saveNotebook(page);
    const executed = join(folder, basename(notebook));
    t.same(executionProblems(executed), [], "every cell ran and shows what it should");
    const counts = outputCounts(executed);
    t.same(await shownOutputs(page, counts), counts, "every output is in the page");
    for (const theme of THEMES) {
      await useTheme(page, theme);
      for (const [place, cell] of code.entries()) await lookAt(t, page, { place, cell, name, theme });
    }
    t.same(errors, [], "no script of the page failed");
    await page.close();
    await stopKernels(server);
  });
}

interface Shown {
  /** Which of the code cells it is. */
  readonly place: number;
  readonly cell: Cell;
  /** Of the notebook. */
  readonly name: string;
  readonly theme: Theme;
}

/** The output of a cell can be read, and looks as it was approved. */
async function lookAt(t: Test, page: Page, { place, cell, name, theme }: Shown): Promise<void> {
  const output = page.locator(".jp-CodeCell").nth(place).locator(".jp-Cell-outputArea");
  if ((await output.locator(".jp-OutputArea-child").count()) === 0) return;
  await output.scrollIntoViewIfNeeded();
  // Animations stand still for their pictures.
  for (const still of await output.getByText(/^frame \d+$/).all()) await still.click();
  await page.mouse.move(0, 0);
  const file = `${name}-${cell.id}-${theme.toLowerCase()}.png`;
  const picture = await output.screenshot();
  writeFileSync(join(artifacts, file), picture);
  await page.evaluate(
    `document.querySelectorAll(".jp-CodeCell")[${place}].setAttribute("data-looked-at", ${JSON.stringify(cell.id)})`,
  );
  const least = await leastContrast(page, `[data-looked-at="${cell.id}"] .jp-OutputArea-output`);
  t.ok(
    least.contrast >= CONTRAST,
    `${file}: the least contrast, of ${JSON.stringify(least.text)}, is ${least.contrast.toFixed(2)}`,
  );
  if (cell.metadata.changes === true) return;
  const problem = pictures.problem(file, picture);
  t.equal(problem, null, `${file} looks as approved: else see ${join(artifacts, file)}`);
}

/** Each notebook has a kernel of its own, which would outlive its page. */
async function stopKernels({ page, token }: LabServer): Promise<void> {
  const headers = { authorization: `token ${token}` };
  const answer = await fetch(new URL("/api/kernels", page), { headers });
  const kernels: readonly { readonly id: string }[] = JSON.parse(await answer.text());
  for (const { id } of kernels)
    await fetch(new URL(`/api/kernels/${id}`, page), { method: "DELETE", headers });
}

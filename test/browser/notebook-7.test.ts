// The other interface of Jupyter: Notebook 7 shows each kind of output, stops a cell and asks for input.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { startLabServer } from "../clients/lab-server.js";
import { root } from "../clients/project.js";
import { writeNotebook } from "../clients/write-notebook.js";
import { launchBrowser } from "./launch-browser.js";

/** A cell, and what its output must have, as a selector. */
const CELLS = [
  ["display.table([{ n: 1, square: 1 }, { n: 2, square: 4 }])", "table td"],
  ["display.image(np.outer(np.linspace(0, 1, 40), np.linspace(0, 1, 60)))", "img"],
  ["plot(np.sin(np.linspace(0, 6, 50)))", ".vega-embed svg path"],
  ["%%parallel\nfunction scaled(x, a) {\n  return a * x + 1;\n}", ""],
  ["scaled(np.arange(4), 2)", "table td"],
  ["scaled.parallelDiagnostics()", '[aria-label="Parallel diagnostics of scaled"] summary'],
  ["console.log('printed')", '[data-mime-type="application/vnd.jupyter.stdout"]'],
  ["missing", "text=ReferenceError: missing is not defined"],
  ["for (;;);", "text=All variables keep their values"],
] as const;
const artifacts = join(root, "test", "artifacts");
const LIMIT = 60_000;

t.setTimeout(200_000);
mkdirSync(artifacts, { recursive: true });
const file = join(t.testdir(), "seven.ipynb");
writeNotebook(
  file,
  CELLS.map(([source]) => source),
  { tags: ["raises-exception"] },
);
const browser = await launchBrowser(t);
const server = await startLabServer(file);
t.teardown(() => server.stop());
const page = await browser.newPage({ viewport: { width: 1200, height: 2400 } });
page.setDefaultTimeout(LIMIT);
await page.goto(new URL(`/notebooks/seven.ipynb?token=${server.token}`, server.page).href);
await page.locator(".jp-NotebookKernelLogo img").waitFor();
await page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').waitFor();
await page.getByText("Kernel Connecting").waitFor({ state: "hidden" });
// From here on: Notebook 7.6 itself complains at its start, whatever the kernel.
const errors: string[] = [];
page.on("pageerror", (error) => errors.push(error.message));

t.test("run all, and stop the last cell, which never ends", async (t) => {
  await page.getByRole("menuitem", { name: "Run", exact: true }).click();
  await page.getByRole("menuitem", { name: "Run All Cells", exact: true }).click();
  const cells = page.locator(".jp-CodeCell");
  const last = cells.nth(CELLS.length - 1);
  await last
    .locator(".jp-InputPrompt")
    .getByText("[*]")
    .waitFor()
    .finally(() => page.screenshot({ path: join(artifacts, "notebook-7-start.png") }));
  await cells
    .nth(CELLS.length - 2)
    .locator(".jp-OutputArea-child")
    .first()
    .waitFor();
  await page.locator('[data-command="notebook:interrupt-kernel"]').first().click();
  await last.getByText("Interrupted").first().waitFor();
  await page.screenshot({ path: join(artifacts, "notebook-7.png") });
  for (const [place, [source, selector]] of CELLS.entries()) {
    if (selector === "") continue;
    const shown = cells.nth(place).locator(".jp-OutputArea").locator(selector);
    t.ok((await shown.count()) > 0, source);
  }
  t.same(errors, [], "no script of the page failed");
});

import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { Page } from "playwright-core";
import t from "tap";
import { startLabServer } from "../clients/lab-server.js";
import { executionProblems, outputCounts } from "../clients/notebook.js";
import { copyNotebook, notebooks, root } from "../clients/project.js";
import { launchBrowser } from "./launch-browser.js";
import { runAllCells } from "./run-all-cells.js";

const windowWidth = 1300;
const artifacts = join(root, "test", "artifacts");

const browser = await launchBrowser(t);
mkdirSync(artifacts, { recursive: true });

for (const notebook of notebooks()) {
  const name = basename(notebook, ".ipynb");
  t.test(`${name} in JupyterLab`, async (t) => {
    const copy = copyNotebook(notebook, t.testdir());
    const server = await startLabServer(copy);
    t.teardown(() => server.stop());
    const page = await browser.newPage({ viewport: { width: windowWidth, height: 1000 } });
    const pageErrors: string[] = [];
    page.on("pageerror", (error) => pageErrors.push(error.message));

    await page.goto(server.page.href, { timeout: 60_000 });
    await page.locator(".jp-NotebookPanel .jp-CodeCell").first().waitFor({ timeout: 60_000 });
    await page.locator("#jupyterlab-splash").waitFor({ state: "detached", timeout: 30_000 });
    t.equal(await page.locator(".jp-Dialog").count(), 0, "no dialog stands in the way");

    await page.getByText(/Weft.*\| Idle$/).waitFor({ timeout: 60_000 });
    await runAllCells(page).finally(() => screenshot(page, join(artifacts, `${name}.png`)));
    await save(page);
    t.same(executionProblems(copy), [], "every cell ran and shows what it should");
    t.same(await shownOutputs(page, outputCounts(copy)), outputCounts(copy), "every output is in the page");
    t.same(pageErrors, [], "no script of the page failed");
    await page.close();
    t.equal(await server.stop(), 0, "Ctrl-C ends npm start cleanly");
  });
}

/** A picture of the whole notebook: the window grows to its height. */
async function screenshot(page: Page, path: string): Promise<void> {
  const height: number = await page.evaluate(
    "document.querySelector('.jp-WindowedPanel-outer').scrollHeight",
  );
  await page.setViewportSize({ width: windowWidth, height: Math.min(height + 150, 16_000) });
  await page.evaluate("document.querySelector('.jp-WindowedPanel-outer').scrollTo(0, 0)");
  await page.screenshot({ path });
}

async function save(page: Page): Promise<void> {
  const saved = page.waitForResponse((response) => response.request().method() === "PUT" && response.ok());
  await page.keyboard.press("Control+s");
  await saved;
}

/** For each code cell, how many outputs take room on the page, once they are as many as `wanted`, or after a while. */
async function shownOutputs(page: Page, wanted: readonly number[]): Promise<readonly number[]> {
  const counts = `
    [...document.querySelectorAll(".jp-CodeCell")].map((cell) =>
      [...cell.querySelectorAll(".jp-OutputArea-child")].filter((output) => output.getBoundingClientRect().height > 0).length)
  `;
  // What is replaced or taken back, as progress is, goes a moment later.
  const isComplete = `JSON.stringify(${counts}) === ${JSON.stringify(JSON.stringify(wanted))}`;
  await page.waitForFunction(isComplete, undefined, { timeout: 10_000 }).catch(() => null);
  return page.evaluate(counts);
}

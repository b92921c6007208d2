import { existsSync, mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { chromium, type Page } from "playwright-core";
import t from "tap";
import { startLabServer } from "../clients/lab-server.js";
import { executionProblems, outputCounts } from "../clients/notebook.js";
import { copyNotebook, notebooks, root } from "../clients/project.js";

const windowWidth = 1300;
const artifacts = join(root, "test", "artifacts");
const browsers = [process.env["CHROMIUM"], "/usr/bin/chromium", "/usr/bin/google-chrome"];
const executablePath = browsers.find((path) => path !== undefined && existsSync(path));
if (executablePath === undefined) throw new Error("No Chromium found; set CHROMIUM to its path");

const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});
t.teardown(() => browser.close());
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
    t.same(await shownOutputs(page), outputCounts(copy), "every output is in the page");
    t.same(pageErrors, [], "no script of the page failed");
    await page.close();
    t.equal(await server.stop(), 0, "Ctrl-C ends npm start cleanly");
  });
}

/** Runs the notebook from the menu and waits until no cell is waiting or running. */
async function runAllCells(page: Page): Promise<void> {
  await page.getByRole("menuitem", { name: "Run", exact: true }).click();
  await page.getByRole("menuitem", { name: "Run All Cells", exact: true }).click();
  await page.waitForFunction(
    `(() => {
      const prompts = [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")].map((each) => each.textContent);
      return /\\d/.test(prompts[0]) && !prompts.some((prompt) => prompt.includes("*"));
    })()`,
    undefined,
    { timeout: 180_000, polling: 100 },
  );
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

/** For each code cell, how many outputs take room on the page. */
function shownOutputs(page: Page): Promise<readonly number[]> {
  return page.evaluate(`
    [...document.querySelectorAll(".jp-CodeCell")].map((cell) =>
      [...cell.querySelectorAll(".jp-OutputArea-child")].filter((output) => output.getBoundingClientRect().height > 0).length)
  `);
}

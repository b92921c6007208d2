import type { Page } from "playwright-core";

/** Runs the notebook from the menu and waits until no cell is waiting or running. */
export async function runAllCells(page: Page): Promise<void> {
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

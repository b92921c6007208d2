import type { Page } from "playwright-core";

/** For each code cell, how many outputs take room on the page, once they are as many as `wanted`, or after a while. */
export async function shownOutputs(page: Page, wanted: readonly number[]): Promise<readonly number[]> {
  const counts = `
    [...document.querySelectorAll(".jp-CodeCell")].map((cell) =>
      [...cell.querySelectorAll(".jp-OutputArea-child")].filter((output) => output.getBoundingClientRect().height > 0).length)
  `;
  // What is replaced or taken back, as progress is, goes a moment later.
  const isComplete = `JSON.stringify(${counts}) === ${JSON.stringify(JSON.stringify(wanted))}`;
  await page.waitForFunction(isComplete, undefined, { timeout: 10_000 }).catch(() => null);
  return page.evaluate(counts);
}

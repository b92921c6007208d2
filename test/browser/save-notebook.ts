import type { Page } from "playwright-core";

/** Saves the notebook by the keyboard, and waits until the server has it. */
export async function saveNotebook(page: Page): Promise<void> {
  const saved = page.waitForResponse((response) => response.request().method() === "PUT" && response.ok());
  await page.keyboard.press("Control+s");
  await saved;
}

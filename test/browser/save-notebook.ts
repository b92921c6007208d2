import type { Page } from "playwright-core";

/** Saves the notebook by the keyboard, and waits until the server has it. */
export async function saveNotebook(page: Page): Promise<void> {
  // Settings are put as well, and an answer may be to a save that began before.
  const save = page.waitForRequest(
    (request) => request.method() === "PUT" && /\/api\/contents\/.*\.ipynb/.test(request.url()),
  );
  await page.keyboard.press("Control+s");
  const answer = await (await save).response();
  if (answer?.ok() !== true)
    throw new Error(`The notebook was not saved: ${answer?.status() ?? "no answer"}`);
}

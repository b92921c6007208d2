import type { Page } from "playwright-core";
import type { LabServer } from "../clients/lab-server.js";

/** Opens a notebook of the server's folder in a workspace of its own, so that it is alone, and waits for its kernel. */
export async function openNotebook(page: Page, server: LabServer, name: string): Promise<void> {
  const address = new URL(`/lab/workspaces/${name}/tree/${name}.ipynb?token=${server.token}`, server.page);
  await page.goto(address.href, { timeout: 60_000 });
  await page.locator("#jupyterlab-splash").waitFor({ state: "detached", timeout: 60_000 });
  await page.getByText(/Weft.*\| Idle$/).waitFor({ timeout: 60_000 });
}

import type { Page } from "playwright-core";
import type { Test } from "tap";
import { type LabServer, startLabServer } from "../clients/lab-server.js";
import { launchBrowser } from "./launch-browser.js";

/** Milliseconds that JupyterLab and the kernel may take to be there. */
const START_LIMIT = 60_000;

export interface ServeOptions {
  readonly viewport: { readonly width: number; readonly height: number };
  readonly environment?: Readonly<Record<string, string>>;
}

/** A page with a notebook in a JupyterLab of its own, the kernel idle. Browser and server end with the test. */
export async function serveNotebook(t: Test, file: string, options: ServeOptions): Promise<Page> {
  const browser = await launchBrowser(t);
  const server = await startLabServer(file, options.environment);
  t.teardown(() => server.stop());
  const page = await browser.newPage({ viewport: options.viewport });
  await openInLab(page, server.page);
  return page;
}

/** Opens a notebook of the server's folder in a workspace of its own, so that it is alone, and waits for its kernel. */
export async function openNotebook(page: Page, server: LabServer, name: string): Promise<void> {
  await openInLab(
    page,
    new URL(`/lab/workspaces/${name}/tree/${name}.ipynb?token=${server.token}`, server.page),
  );
}

/** Opens an address of JupyterLab that names a notebook, and waits for its kernel. */
export async function openInLab(page: Page, address: URL): Promise<void> {
  await page.goto(address.href, { timeout: START_LIMIT });
  await page.locator("#jupyterlab-splash").waitFor({ state: "detached", timeout: START_LIMIT });
  await page.getByText(/Weft.*\| Idle$/).waitFor({ timeout: START_LIMIT });
}

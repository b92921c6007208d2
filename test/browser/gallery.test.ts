// Every kind of output in JupyterLab, in its light and its dark theme, compared with pictures that somebody has looked at:
// those in test/browser/approved, which `npm run screenshots` renews.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import t from "tap";
import { startLabServer } from "../clients/lab-server.js";
import { copyNotebook, root } from "../clients/project.js";
import { findChromium } from "./find-chromium.js";
import { CONTRAST, leastContrast } from "./least-contrast.js";
import { pictureDifference } from "./picture-difference.js";
import { runAllCells } from "./run-all-cells.js";
import { THEMES, useTheme } from "./use-theme.js";

const notebook = join(root, "notebooks", "gallery.ipynb");
const approved = join(root, "test", "browser", "approved");
const artifacts = join(root, "test", "artifacts");
const isRenewed = process.env["WEFT_SCREENSHOTS"] === "renew";
/** The share of a picture that may differ from the approved one. */
const TOLERANCE = 0.03;

interface Cell {
  readonly cell_type: string;
  readonly id: string;
  /** `changes`: its output is another one each time, a duration for example. */
  readonly metadata: { readonly changes?: boolean };
  readonly outputs?: readonly unknown[];
}

const { cells }: { readonly cells: readonly Cell[] } = JSON.parse(readFileSync(notebook, "utf8"));
const code = cells.filter(({ cell_type }) => cell_type === "code");

for (const folder of [approved, artifacts]) mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});
t.teardown(() => browser.close());
t.setTimeout(300_000);

const server = await startLabServer(copyNotebook(notebook, t.testdir()), {
  // Whether a loop takes long depends on the machine.
  WEFT_PROGRESS: "off",
});
t.teardown(() => server.stop());
const page = await browser.newPage({ viewport: { width: 1200, height: 1000 } });
await page.goto(server.page.href, { timeout: 60_000 });
await page.locator("#jupyterlab-splash").waitFor({ state: "detached", timeout: 60_000 });
await page.getByText(/Weft.*\| Idle$/).waitFor({ timeout: 60_000 });
await runAllCells(page);

for (const theme of THEMES) {
  t.test(`the gallery in the ${theme.toLowerCase()} theme`, async (t) => {
    t.setTimeout(200_000);
    await useTheme(page, theme);
    for (const [place, { id, metadata }] of code.entries()) {
      const output = page.locator(".jp-CodeCell").nth(place).locator(".jp-Cell-outputArea");
      if ((await output.locator(".jp-OutputArea-child").count()) === 0) continue;
      await output.scrollIntoViewIfNeeded();
      // Animations stand still for their pictures.
      for (const still of await output.getByText(/^frame \d+$/).all()) await still.click();
      await page.mouse.move(0, 0);
      const name = `gallery-${id}-${theme.toLowerCase()}.png`;
      const picture = await output.screenshot();
      writeFileSync(join(artifacts, name), picture);
      await page.evaluate(
        `document.querySelectorAll(".jp-CodeCell")[${place}].setAttribute("data-gallery", ${JSON.stringify(id)})`,
      );
      const least = await leastContrast(page, `[data-gallery="${id}"] .jp-OutputArea-output`);
      t.ok(
        least.contrast >= CONTRAST,
        `${name}: the least contrast, of ${JSON.stringify(least.text)}, is ${least.contrast.toFixed(2)}`,
      );
      if (metadata.changes === true) continue;
      const file = join(approved, name);
      if (isRenewed) writeFileSync(file, picture);
      if (!existsSync(file)) {
        t.fail(`${name} has not been approved: look at ${join(artifacts, name)}, then npm run screenshots`);
        continue;
      }
      const difference = pictureDifference(picture, readFileSync(file));
      t.ok(
        difference <= TOLERANCE,
        `${name}: ${(100 * difference).toFixed(1)} % differ from the approved picture`,
      );
    }
  });
}

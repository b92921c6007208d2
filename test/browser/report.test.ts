// The report as JupyterLab shows it, in its light and its dark theme; the pictures go to test/artifacts.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { copyNotebook, root } from "../clients/project.js";
import { CONTRAST, leastContrast } from "./least-contrast.js";
import { serveNotebook } from "./open-notebook.js";
import { runAllCells } from "./run-all-cells.js";
import { THEMES, useTheme } from "./use-theme.js";

const notebook = join(root, "test", "browser", "fixtures", "reports.ipynb");
const artifacts = join(root, "test", "artifacts");
const NAMES = ["example", "logisticRegression", "scatter"];
/** Charts of what was measured, and the cells that have them. */
const CHARTS = [
  ["timeline", 7],
  ["roofline", 8],
] as const;

mkdirSync(artifacts, { recursive: true });
t.setTimeout(300_000);

const page = await serveNotebook(t, copyNotebook(notebook, t.testdir()), {
  viewport: { width: 1200, height: 1000 },
});
await runAllCells(page);

for (const theme of THEMES) {
  t.test(`in the ${theme.toLowerCase()} theme`, async (t) => {
    await useTheme(page, theme);
    for (const name of NAMES) {
      const report = page.locator(`[aria-label="Parallel diagnostics of ${name}"]`);
      await report.scrollIntoViewIfNeeded();
      const line = report.locator(".weft-source summary").first();
      await line.hover();
      t.ok(
        await line.locator(".weft-hover").isVisible(),
        `${name}: the pointer shows what is known of a loop`,
      );
      await report.screenshot({ path: join(artifacts, `report-${name}-${theme.toLowerCase()}.png`) });
      await line.focus();
      await page.keyboard.press("Enter");
      const notes = report.locator(".weft-source .weft-notes").first();
      t.ok(await notes.isVisible(), `${name}: the keyboard opens it`);
      await page.keyboard.press("Enter");
      t.notOk(await notes.isVisible(), `${name}: and closes it`);
      const least = await leastContrast(page, `[aria-label="Parallel diagnostics of ${name}"]`);
      t.ok(
        least.contrast >= CONTRAST,
        `${name}: the least contrast of a text is ${least.contrast.toFixed(2)}`,
      );
    }
    for (const [name, place] of CHARTS) {
      const cell = page.locator(".jp-CodeCell").nth(place);
      await cell.scrollIntoViewIfNeeded();
      const chart = cell.locator(".jp-OutputArea-output").first();
      await chart.locator("svg").first().waitFor();
      await chart.evaluate((element, id) => element.setAttribute("id", id), name);
      await chart.screenshot({ path: join(artifacts, `${name}-${theme.toLowerCase()}.png`) });
      const least = await leastContrast(page, `#${name}`);
      t.ok(
        least.contrast >= CONTRAST,
        `${name}: the least contrast of a text is ${least.contrast.toFixed(2)}`,
      );
    }
  });
}

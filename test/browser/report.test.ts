// The report as JupyterLab shows it, in its light and its dark theme; the pictures go to test/artifacts.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Page } from "playwright-core";
import t from "tap";
import { startLabServer } from "../clients/lab-server.js";
import { copyNotebook, root } from "../clients/project.js";
import { findChromium } from "./find-chromium.js";
import { runAllCells } from "./run-all-cells.js";

const notebook = join(root, "test", "browser", "fixtures", "reports.ipynb");
const artifacts = join(root, "test", "artifacts");
const NAMES = ["example", "logisticRegression", "scatter"];
/** The least contrast of text of this size that the WCAG's level AA allows. */
const CONTRAST = 4.5;

mkdirSync(artifacts, { recursive: true });
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});
t.teardown(() => browser.close());
t.setTimeout(300_000);

const server = await startLabServer(copyNotebook(notebook, t.testdir()));
t.teardown(() => server.stop());
const page = await browser.newPage({ viewport: { width: 1200, height: 1000 } });
await page.goto(server.page.href, { timeout: 60_000 });
await page.locator("#jupyterlab-splash").waitFor({ state: "detached", timeout: 60_000 });
await page.getByText(/Weft.*\| Idle$/).waitFor({ timeout: 60_000 });
await runAllCells(page);

for (const theme of ["Light", "Dark"]) {
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
      const least = await leastContrast(page, name);
      t.ok(least >= CONTRAST, `${name}: the least contrast of a text is ${least.toFixed(2)}`);
    }
  });
}

async function useTheme(page: Page, theme: string): Promise<void> {
  await page.getByRole("menuitem", { name: "Settings", exact: true }).click();
  await page.locator(".lm-Menu-item[data-type=submenu]", { hasText: /^Theme$/ }).hover();
  await page.locator(".lm-Menu-item", { hasText: new RegExp(`^JupyterLab ${theme}$`) }).click();
  await page
    .locator(`body[data-jp-theme-name="JupyterLab ${theme}"]`)
    .waitFor({ state: "attached", timeout: 30_000 });
  // The style sheet of the theme comes a moment after its name.
  await page.waitForFunction(
    `getComputedStyle(document.body).getPropertyValue("--jp-layout-color0").trim() ${theme === "Dark" ? "!==" : "==="} "white"`,
  );
}

/** The least contrast of a text of the report with what is behind it, by the formula of the WCAG 2. */
function leastContrast(page: Page, name: string): Promise<number> {
  return page.evaluate(`(() => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const over = (below, colour, opacity) => {
      canvas.globalAlpha = 1;
      canvas.fillStyle = "rgb(" + below.join(",") + ")";
      canvas.fillRect(0, 0, 1, 1);
      canvas.globalAlpha = opacity;
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)];
    };
    const luminance = (rgb) => {
      const [r, g, b] = rgb.map((part) => part / 255).map((part) =>
        part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const report = document.querySelector('[aria-label="Parallel diagnostics of ${name}"]');
    let least = Infinity;
    for (const element of report.querySelectorAll("*")) {
      const shows = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== "");
      if (!shows || element.tagName === "STYLE" || element.getClientRects().length === 0) continue;
      const around = [];
      for (let each = element; each !== null; each = each.parentElement) around.unshift(getComputedStyle(each));
      const behind = around.reduce((below, style) => over(below, style.backgroundColor, 1), [255, 255, 255]);
      const opacity = around.reduce((product, style) => product * Number(style.opacity), 1);
      const text = over(behind, getComputedStyle(element).color, opacity);
      const [low, high] = [luminance(text), luminance(behind)].sort((a, b) => a - b);
      least = Math.min(least, (high + 0.05) / (low + 0.05));
    }
    return least;
  })()`);
}

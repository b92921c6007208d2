// Every control of every kind of output, in JupyterLab: the Tab key reaches it, one sees that it has the focus, and keys move it.
import { join } from "node:path";
import type { Locator } from "playwright-core";
import t, { type Test } from "tap";
import { writeNotebook } from "../clients/write-notebook.js";
import { CONTRAST, leastContrast } from "./least-contrast.js";
import { serveNotebook } from "./open-notebook.js";
import { runAllCells } from "./run-all-cells.js";
import { THEMES, useTheme } from "./use-theme.js";

/** Displays, and how many controls each has at least. */
const CELLS = [
  ["np.zeros([20, 30, 40])", 1],
  ["np.zeros([20, 30, 3]).astype('uint8')", 1],
  ["display.image(np.zeros([20, 30]), { colormap: 'viridis', title: 'zeros' })", 0],
  ["display.animation(np.random.random([6, 20, 20]), { title: 'noise', colormap: 'magma' })", 1],
  ["display.compare(np.zeros([40, 40]), np.ones([40, 40]))", 1],
  ["display.table(Array.from({ length: 40 }, (_, n) => ({ n, name: `row ${n}`, on: n % 2 === 0 })))", 0],
  ["describe({ a: np.arange(5), b: np.ones(5) })", 0],
  ["display.array(np.random.random([5, 6]), { heat: true })", 0],
  ["({ list: [1, 2, { deep: [new Map([['a', 1]]), new Error('within')] }], text: 'x'.repeat(400) })", 1],
  ["plot({ a: [1, 2, 3], b: [3, 1, 2] }, { title: 'lines' })", 1],
  ["heatmap([[1, 2], [3, 4]])", 1],
  ["%%parallel\nfunction scaled(x, a) {\n  return a * x + 1;\n}", 0],
  ["scaled(np.arange(4), 2)", 0],
  ["scaled.parallelDiagnostics()", 1],
  ["new Error('shown', { cause: new RangeError('below') })", 0],
  ["missing", 0],
] as const;
const CONTROLS = "input, select, textarea, button, a[href], summary";

t.setTimeout(200_000);
const file = join(t.testdir(), "controls.ipynb");
writeNotebook(
  file,
  CELLS.map(([source]) => source),
  { tags: ["raises-exception"] },
);
const page = await serveNotebook(t, file, { viewport: { width: 1200, height: 1000 } });
page.setDefaultTimeout(30_000);
await runAllCells(page);
const outputs = (place: number): Locator =>
  page.locator(".jp-NotebookPanel .jp-CodeCell").nth(place).locator(".jp-Cell-outputArea");

/** What the Tab key would stop at: of the buttons of a choice the chosen one alone. */
const isStop = (control: Locator): Promise<boolean> =>
  control.evaluate((element) =>
    element.matches("input[type=radio]") ? element.matches(":checked") : element.checkVisibility(),
  );

/** Whether the element, or the label that stands for it, is marked. */
const isMarked = (control: Locator): Promise<boolean> =>
  control.evaluate((element) => {
    const parts = element.matches("input[type=radio]") ? [element, element.nextElementSibling] : [element];
    return parts.some((part) => {
      const { outlineStyle, outlineWidth, boxShadow } = part.ownerDocument.defaultView.getComputedStyle(part);
      return (outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== "none";
    });
  });

/** What keys change: which is chosen, how far, whether it is open. */
const state = (control: Locator): Promise<string> =>
  control.evaluate((element) => {
    if (element.matches("input[type=radio]")) return String(element.matches(":checked"));
    return String(element.matches("input") ? element.value : element.closest("details").open);
  });

/** Moves a control that has the focus by its key, and back. */
async function useKeys(t: Test, control: Locator, name: string): Promise<void> {
  const [there, back] = (await control.evaluate((element) => element.tagName === "INPUT"))
    ? ["ArrowRight", "ArrowLeft"]
    : ["Enter", "Enter"];
  const before = await state(control);
  await page.keyboard.press(there);
  t.not(await state(control), before, `${name}: ${there} moves it`);
  await page.keyboard.press(back);
  t.equal(await state(control), before, `${name}: ${back} moves it back`);
}

for (const [place, [source, least]] of CELLS.entries()) {
  // The definition of a function shows nothing.
  if (source.startsWith("%%parallel")) continue;
  t.test(`by the keyboard: ${source.slice(0, 50)}`, async (t) => {
    const area = outputs(place);
    await area.locator(".jp-OutputArea-output").first().waitFor();
    await area.scrollIntoViewIfNeeded();
    const controls = area.locator(CONTROLS);
    if (least > 0) await controls.first().waitFor({ state: "attached" });
    let stops = 0;
    // From just before the output on.
    await area.evaluate((element) => {
      const start = element.ownerDocument.createElement("span");
      start.tabIndex = 0;
      element.before(start);
      start.focus();
    });
    for (const control of await controls.all()) {
      if (!(await isStop(control))) continue;
      stops++;
      const name = await control.evaluate((element) => element.outerHTML.slice(0, 60));
      const focused = control.and(page.locator(":focus"));
      // Areas that scroll are stops of their own.
      for (let presses = 0; presses < 8 && (await focused.count()) === 0; presses++)
        await page.keyboard.press("Tab");
      t.equal(await focused.count(), 1, `${name}: the Tab key reaches it`);
      t.ok(await isMarked(control), `${name}: the focus is seen`);
      await useKeys(t, control, name);
    }
    t.ok(stops >= least, `it has ${stops} controls`);
  });
}

for (const theme of THEMES) {
  t.test(`contrast in the ${theme.toLowerCase()} theme`, async (t) => {
    await useTheme(page, theme);
    for (const [place, [source]] of CELLS.entries()) {
      for (const [part, output] of (await outputs(place).locator(".jp-OutputArea-output").all()).entries()) {
        const id = `display-${place}-${part}`;
        await output.evaluate((element, value) => element.setAttribute("id", value), id);
        const least = await leastContrast(page, `#${id}`);
        t.ok(
          least.contrast >= CONTRAST,
          `${source.slice(0, 40)}: ${JSON.stringify(least.text)} has ${least.contrast.toFixed(2)}`,
        );
      }
    }
  });
}

// Data of others may hold anything: text that would be a script if it were taken for HTML never runs, whatever shows it.
import { join } from "node:path";
import t from "tap";
import { writeNotebook } from "../clients/write-notebook.js";
import { serveNotebook } from "./open-notebook.js";
import { runAllCells } from "./run-all-cells.js";

const SCRIPT = `<script>window.hostile = true</script><img src=x onerror="window.hostile = true">"'><svg onload="window.hostile = true">`;

/** Each shows the text in other places: values, keys, titles, names, messages. */
const CELLS = [
  `const evil = ${JSON.stringify(SCRIPT)};\nevil`,
  "display.tree({ [evil]: evil, list: [evil], map: new Map([[evil, new Set([evil])]]), error: new Error(evil, { cause: evil }) })",
  "const named = { [evil]() { return evil; } }; named[evil]",
  "[{ [evil]: evil, n: 1 }, { [evil]: evil, n: 2 }]",
  "display.table(new Map([[evil, evil], ['b', evil]]), { title: evil })",
  "describe({ [evil]: np.array([1, 2]), b: np.array([3, 4]) })",
  "display.image(np.zeros([4, 4]), { title: evil })",
  "display.images([np.zeros([4, 4])], { titles: [evil] })",
  "display.compare(np.zeros([4, 4]), np.zeros([4, 4]), { titles: [evil, evil] })",
  "display.animation(np.zeros([3, 4, 4]), { title: evil })",
  "plot({ [evil]: [1, 2, 3], b: [3, 2, 1] }, { title: evil, xLabel: evil, yLabel: evil })",
  "bar({ [evil]: 3, b: 5 }, { title: evil })",
  "scatter([1, 2], [2, 1], { color: [evil, 'b'], colorLabel: evil })",
  "boxplot({ [evil]: [1, 2, 3] })",
  "heatmap([[1, 2]], { xNames: [evil, 'b'], yNames: [evil], colorLabel: evil })",
  "for (const _ of progress(3, { label: evil })) await new Promise((resolve) => setTimeout(resolve, 150));",
  "console.log(evil); console.error(evil)",
  "readImage(evil)",
  "throw new Error(evil)",
  "({ toSpec: () => ({ mark: 'point', title: evil, data: { values: [{ a: evil }] }, encoding: { x: { field: 'a', type: 'nominal', title: evil } } }) })",
];

const folder = t.testdir();
const notebook = join(folder, "hostile.ipynb");
// What fails must not keep the cells after it from running.
writeNotebook(notebook, CELLS, { tags: ["raises-exception"] });

t.setTimeout(300_000);
const page = await serveNotebook(t, notebook, { viewport: { width: 1200, height: 1000 } });
await runAllCells(page);

t.test("no text of the data becomes a part of the page", async (t) => {
  for (const [place, source] of CELLS.entries()) {
    const outputs = page.locator(".jp-CodeCell").nth(place).locator(".jp-OutputArea-child");
    // Charts appear when their library has loaded.
    await outputs.first().waitFor({ state: "attached" });
    t.ok((await outputs.count()) > 0, `shown: ${source.slice(0, 60)}`);
  }
  t.equal(await page.evaluate("window.hostile"), undefined, "no script ran");
  const planted = `document.querySelectorAll('[onload*="hostile"], [onerror*="hostile"]').length`;
  t.equal(await page.evaluate(planted), 0, "and none could");
});

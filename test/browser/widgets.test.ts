// Controls as JupyterLab draws them with ipywidgets' front end and anywidget's, moved by the keyboard. The pictures go to
// test/artifacts.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import t from "tap";
import { root } from "../clients/project.js";
import { CONTRAST, leastContrast } from "./least-contrast.js";
import { serveNotebook } from "./open-notebook.js";
import { runAllCells } from "./run-all-cells.js";
import { THEMES, useTheme } from "./use-theme.js";

const artifacts = join(root, "test", "artifacts");

const COUNTER = `%%anywidget Counter
interface Model {
  get(name: string): number;
  set(name: string, value: number): void;
  save_changes(): void;
  send(content: unknown, callbacks?: unknown, buffers?: readonly ArrayBuffer[]): void;
  on(event: string, handler: (content: { readonly doubled: number }, buffers: readonly DataView[]) => void): void;
}
function render({ model, el }: { model: Model; el: HTMLElement }) {
  const button = document.createElement("button");
  button.className = "counter";
  const told = document.createElement("output");
  const show = (): void => { button.textContent = \`count is \${model.get("count")}\`; };
  button.addEventListener("click", () => {
    model.set("count", model.get("count") + 1);
    model.save_changes();
    model.send({ count: model.get("count") }, undefined, [Uint8Array.of(model.get("count"), 7).buffer]);
  });
  model.on("change:count", show);
  model.on("msg:custom", (content, [bytes]) => { told.textContent = \`\${content.doubled} and \${bytes?.getUint8(1)}\`; });
  show();
  el.append(button, told);
}
export default { render };`;

const CELLS = [
  `interact(({ n, word }) => \`\${word.repeat(n)}!\`, { n: slider(0, 10, { value: 2 }), word: ["ab", "xyz"] });`,
  `const area = outputArea();
let presses = 0;
display(button("Press", () => { area.clear(); area.print("pressed", ++presses); area.show(np.arange(presses)); }, { icon: "play", style: "primary" }));
area`,
  COUNTER,
  `const counter = Counter({ count: 5 }, { css: ".counter { font-weight: bold; }" });
counter.onMessage(({ count }, [bytes]) => counter.send({ doubled: 2 * count }, [bytes.map((byte) => 3 * byte)]));
counter`,
  `counter.set("count", 40)`,
];
const notebook = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { kernelspec: { name: "weft", display_name: "TypeScript (Weft)", language: "typescript" } },
  cells: CELLS.map((source, index) => ({
    cell_type: "code",
    id: `cell-${index}`,
    metadata: {},
    execution_count: null,
    outputs: [],
    source,
  })),
};

t.setTimeout(280_000);
mkdirSync(artifacts, { recursive: true });
const file = join(t.testdir(), "widgets.ipynb");
writeFileSync(file, JSON.stringify(notebook));
const page = await serveNotebook(t, file, { viewport: { width: 1000, height: 1000 } });
page.setDefaultTimeout(30_000);
await runAllCells(page);
const cell = (place: number): Locator => page.locator(".jp-NotebookPanel .jp-CodeCell").nth(place);

/** Presses a key until the element has the focus. */
async function tabTo(wanted: Locator): Promise<void> {
  for (let presses = 0; presses < 30; presses++) {
    if ((await wanted.and(page.locator(":focus")).count()) === 1) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("The Tab key does not reach the control");
}

t.test("interact: a slider and a list of choices, by the keyboard", async (t) => {
  const output = cell(0).locator(".jp-OutputArea");
  await output.getByText("'abab!'").waitFor();
  const handle = output.locator(".noUi-handle");
  await handle.focus();
  await page.keyboard.press("ArrowRight");
  await output.getByText("'ababab!'").waitFor();
  const choice = output.locator("select");
  await tabTo(choice);
  // Arrows belong to the notebook until the list is open.
  for (const key of ["Space", "ArrowDown", "Enter"]) await page.keyboard.press(key);
  await output.getByText("'xyzxyzxyz!'").waitFor();
  t.equal(await handle.getAttribute("aria-valuenow"), "3.0");
});

t.test("a button fills an output area", async (t) => {
  const output = cell(1).locator(".jp-OutputArea").first();
  const pressed = output.getByRole("button", { name: "Press" });
  await pressed.focus();
  await page.keyboard.press("Enter");
  await output.getByText("pressed 1").waitFor();
  await page.keyboard.press("Space");
  await output.getByText("pressed 2").waitFor();
  await output.getByText("float64").first().waitFor();
  t.equal(await output.getByText("pressed 1").count(), 0, "what was cleared is gone");
});

t.test("a module of anywidget shares its state, and sends bytes", async (t) => {
  const output = cell(3).locator(".jp-OutputArea");
  const counter = output.locator("button.counter");
  await counter.getByText("count is 40").waitFor();
  await counter.focus();
  await page.keyboard.press("Enter");
  await counter.getByText("count is 41").waitFor();
  await output.locator("output").getByText("82 and 21").waitFor();
  t.equal(
    await page.evaluate(`getComputedStyle(document.querySelector("button.counter")).fontWeight`),
    "700",
    "its style sheet holds",
  );
});

for (const theme of THEMES) {
  t.test(`in the ${theme.toLowerCase()} theme`, async (t) => {
    await useTheme(page, theme);
    for (const [place, name] of [
      [0, "interact"],
      [1, "button"],
    ] as const) {
      const area = cell(place).locator(".jp-Cell-outputArea");
      await area.screenshot({ path: join(artifacts, `widget-${name}-${theme.toLowerCase()}.png`) });
      for (const [part, output] of (
        await area.locator("> .jp-OutputArea-child > .jp-OutputArea-output").all()
      ).entries()) {
        const id = `${name}-${part}`;
        await output.evaluate((element, value) => element.setAttribute("id", value), id);
        const least = await leastContrast(page, `#${id}`);
        t.ok(
          least.contrast >= CONTRAST,
          `${id}: ${least.text} has a contrast of ${least.contrast.toFixed(2)}`,
        );
      }
    }
  });
}

// What a user does in JupyterLab besides running cells: completion, help, stopping, input, debugging, restarting. The
// pictures go to test/artifacts; `npm run screenshots` renews that of docs/debugging.md.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import t from "tap";
import { root } from "../clients/project.js";
import { writeNotebook } from "../clients/write-notebook.js";
import { serveNotebook } from "./open-notebook.js";
import { runAllCells } from "./run-all-cells.js";

const artifacts = join(root, "test", "artifacts");
const LIMIT = 40_000;

const CELLS = [
  `const grid = np.arange(6).reshape(2, 3);
grid.sum()`,
  `function area(width: number, height: number): number {
  const product = width * height;
  return product;
}
area(6, 7)`,
  "",
];
t.setTimeout(280_000);
mkdirSync(artifacts, { recursive: true });
const file = join(t.testdir(), "session.ipynb");
writeNotebook(file, CELLS);
const page = await serveNotebook(t, file, { viewport: { width: 1400, height: 900 } });
page.setDefaultTimeout(LIMIT);

const cells = page.locator(".jp-NotebookPanel .jp-CodeCell");
const scratch = cells.nth(CELLS.length - 1);
const output = scratch.locator(".jp-OutputArea");
const picture = (name: string): Promise<Buffer> =>
  page.screenshot({ path: join(artifacts, `lab-${name}.png`) });

/** Puts a text into the notebook's last cell, as if it were typed. */
async function write(text: string): Promise<void> {
  await scratch.locator(".cm-content").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await page.keyboard.insertText(text);
}

async function run(text: string): Promise<void> {
  await write(text);
  await page.keyboard.press("Control+Enter");
}

const prompt = (cell: Locator): Locator => cell.locator(".jp-InputPrompt");
const isRunning = (cell: Locator): Promise<void> => prompt(cell).getByText("[*]").waitFor();

t.test("run all", async (t) => {
  await cells.first().locator(".cm-content").click();
  await write("grid.shape");
  await runAllCells(page);
  t.match(await cells.nth(0).locator(".jp-OutputArea-executeResult").innerText(), /15/);
  t.match(await cells.nth(1).locator(".jp-OutputArea-executeResult").innerText(), /42/);
  t.match(await output.innerText(), /\[ 2, 3 \]/);
  await picture("run-all");
});

t.test("completion and help", async (t) => {
  await write("grid.resh");
  await page.keyboard.press("Tab");
  await page
    .getByText(/^reshape/)
    .first()
    .waitFor();
  await picture("completion");
  await page.keyboard.press("Escape");
  const help = page.locator(".jp-Tooltip");
  const signature = help.getByText(/area\(width: number, height: number\): number/).first();
  // A language service that is still starting leaves the types out.
  for (let tries = 0; tries < 20 && !(await signature.isVisible()); tries++) {
    await write("area");
    await page.keyboard.press("Shift+Tab");
    await help.waitFor();
  }
  t.ok(await signature.isVisible(), "help shows the type of a function of another cell");
  await picture("help");
  await page.keyboard.press("Escape");
});

t.test("the stop button", async (t) => {
  const stop = page.locator('[data-command="notebook:interrupt-kernel"]').first();
  for (const [name, code] of [
    ["running", "let turns = 0;\nfor (;;) turns++;"],
    ["awaiting", "await new Promise(() => undefined);"],
  ] as const) {
    await run(code);
    await isRunning(scratch);
    await stop.click();
    await output.getByText("Interrupted").first().waitFor();
    await picture(`stop-${name}`);
    t.match(await output.innerText(), /All variables keep their values/, `a cell that is ${name}`);
  }
});

t.test("input", async (t) => {
  await run('`Hello, ${prompt("Who are you? ")}!`');
  const field = scratch.locator(".jp-Stdin-input");
  await field.waitFor();
  await picture("input");
  await field.fill("Ada");
  await field.press("Enter");
  await output.getByText("Hello, Ada!").waitFor();
  t.pass("the answer arrived");
});

t.test("a breakpoint and a step", async (t) => {
  await page.locator(".jp-DebuggerBugButton").first().click();
  const panel = page.locator(".jp-DebuggerSidebar");
  await panel.waitFor();
  const code = cells.nth(1);
  await code.locator(".cm-breakpoint-gutter .cm-gutterElement").nth(2).click();
  await panel.locator(".jp-DebuggerBreakpoint").first().waitFor();
  await run("area(2, 21)");
  const stack = panel.locator(".jp-DebuggerCallstack-body");
  await stack.getByText("area").first().waitFor();
  const here = page.locator(".jp-DebuggerEditor-highlight").first();
  await here.waitFor();
  t.match(await here.innerText(), /const product = width \* height/, "it stands still at the breakpoint");
  const variables = panel.locator(".jp-DebuggerVariables");
  await variables.getByText("width").first().waitFor();
  await picture("breakpoint");
  await panel.locator('jp-button[title^="Next"]').click();
  await page.locator(".jp-DebuggerEditor-highlight", { hasText: "return product" }).first().waitFor();
  await variables.getByText("product").first().waitFor();
  await picture("step");
  if (process.env["WEFT_SCREENSHOTS"] === "renew") {
    const path = join(root, "docs", "debugging.png");
    await page.screenshot({ path, clip: { x: 290, y: 60, width: 1078, height: 500 } });
  }
  await panel.locator('jp-button[title^="Continue"]').click();
  await output.getByText("42").waitFor();
  t.pass("and goes on to the end of the cell");
});

t.test("a session that ends while the debugger is attached", async (t) => {
  const grid = page.locator(".jp-DebuggerVariables").getByText("grid").first();
  await grid.waitFor();
  await run("process.exit(3)");
  await grid.waitFor({ state: "detached" });
  await picture("lost-session");
  t.match(await output.innerText(), /exit/);
  await cells.first().locator(".cm-content").click();
  await page.keyboard.press("Control+Enter");
  await grid.waitFor();
  t.pass("the variables of the fresh session are shown, no others");
});

t.test("restart", async (t) => {
  await page.getByRole("menuitem", { name: "Kernel", exact: true }).click();
  await page
    .getByRole("menuitem", { name: /^Restart Kernel/ })
    .first()
    .click();
  await page.locator(".jp-Dialog .jp-mod-accept").click();
  await page.locator(".jp-Dialog").waitFor({ state: "detached" });
  // The debugger, which is attached, shows the variables of the fresh session: none.
  await page.locator(".jp-DebuggerVariables").getByText("grid").first().waitFor({ state: "detached" });
  await page.getByText(/Weft.*\| Idle$/).waitFor();
  await run("typeof grid");
  await output.getByText("'undefined'").waitFor();
  await picture("restart");
  t.pass("all variables are gone");
});

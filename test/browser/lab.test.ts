// `npm start` as a user meets it: JupyterLab with the smoke notebook, and Ctrl-C at the end. The other notebooks are opened by notebooks.test.ts.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { startLabServer } from "../clients/lab-server.js";
import { executionProblems, outputCounts } from "../clients/notebook.js";
import { copyNotebook, root, smokeNotebook } from "../clients/project.js";
import { launchBrowser } from "./launch-browser.js";
import { openInLab } from "./open-notebook.js";
import { runAllCells } from "./run-all-cells.js";
import { saveNotebook } from "./save-notebook.js";
import { shownOutputs } from "./shown-outputs.js";

const artifacts = join(root, "test", "artifacts");

t.setTimeout(200_000);
mkdirSync(artifacts, { recursive: true });
const browser = await launchBrowser(t);

t.test("a notebook in JupyterLab, from npm start to Ctrl-C", async (t) => {
  const copy = copyNotebook(smokeNotebook, t.testdir());
  const server = await startLabServer(copy);
  t.teardown(() => server.stop());
  const page = await browser.newPage({ viewport: { width: 1300, height: 1000 } });
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await openInLab(page, server.page);
  t.equal(await page.locator(".jp-Dialog").count(), 0, "no dialog stands in the way");
  await runAllCells(page).finally(() => page.screenshot({ path: join(artifacts, "smoke.png") }));
  await saveNotebook(page);
  t.same(executionProblems(copy), [], "every cell ran and shows what it should");
  t.same(await shownOutputs(page, outputCounts(copy)), outputCounts(copy), "every output is in the page");
  t.same(errors, [], "no script of the page failed");
  await page.close();
  t.equal(await server.stop(), 0, "Ctrl-C ends npm start cleanly");
});

// `npm run docs:site [-- FOLDER]`: makes the pages of docs/ and of the notebooks, with pictures of real runs, and the reference of the library,
// a static site in build/site.
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import process from "node:process";
import { PROJECT } from "./all-pages.js";
import { notebookPages } from "./notebook-pages.js";

const [folder = join(PROJECT, "build", "site")] = process.argv.slice(2);
const pages = join(PROJECT, "build", "site-pages");
rmSync(pages, { recursive: true, force: true });
mkdirSync(pages, { recursive: true });
for (const { file, markdown } of notebookPages()) {
  const linked = markdown.replaceAll(`](${PROJECT}`, `](${relative(pages, PROJECT)}/`);
  writeFileSync(join(pages, file), linked);
}
const typedoc = join(PROJECT, "node_modules", "typedoc", "bin", "typedoc");
const { status } = spawnSync(process.execPath, [typedoc, "--out", resolve(folder)], {
  cwd: PROJECT,
  stdio: "inherit",
});
process.exitCode = status ?? 1;

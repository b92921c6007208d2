import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { errorsPage } from "./errors-page.js";
import { namesPages, type Page } from "./names-pages.js";
import { numbaPage } from "./numba-page.js";
import { renderPage } from "./render-page.js";

/** The project, seen from the compiled generator. */
export const PROJECT = fileURLToPath(new URL("../../../", import.meta.url));
export const DOCS = join(PROJECT, "docs");

/** Every page of the documentation before its examples ran: those made from tables, and those written by hand. */
export function allPages(): readonly Page[] {
  const made = [...namesPages(), numbaPage(PROJECT), errorsPage()];
  const files = new Set(made.map(({ file }) => file));
  const written = readdirSync(DOCS, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".md"))
    .map((entry) => relative(DOCS, join(entry.parentPath, entry.name)))
    .filter((file) => !files.has(file))
    .map((file) => ({ file, markdown: readFileSync(join(DOCS, file), "utf8") }));
  return [...made, ...written];
}

/** The page as it has to be on disk. */
export const finished = async ({ file, markdown }: Page): Promise<Page> => ({
  file,
  markdown: `${(await renderPage(markdown, PROJECT)).trimEnd()}\n`,
});

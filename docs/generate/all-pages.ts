import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { errorsPage } from "./errors-page.js";
import { magicsPage } from "./magics-page.js";
import { namesPages, type Page } from "./names-pages.js";
import { numbaPage } from "./numba-page.js";
import { renderPage } from "./render-page.js";

/** The project, seen from the compiled generator. */
export const PROJECT = fileURLToPath(new URL("../../../", import.meta.url));
export const DOCS = join(PROJECT, "docs");

/** The pages that are made from tables, before their examples ran. */
export const madePages = (): readonly Page[] => [
  ...namesPages(),
  numbaPage(PROJECT),
  errorsPage(),
  magicsPage(),
];

/** The pages that are written by hand, with what their examples showed last. */
export function writtenPages(): readonly Page[] {
  const made = new Set(madePages().map(({ file }) => file));
  return readdirSync(DOCS, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".md"))
    .map((entry) => relative(DOCS, join(entry.parentPath, entry.name)))
    .filter((file) => !made.has(file))
    .map((file) => ({ file, markdown: readFileSync(join(DOCS, file), "utf8") }));
}

/** The page as it has to be on disk. */
export async function finished({ file, markdown, inEmptyFolder = false }: Page): Promise<Page> {
  const folder = inEmptyFolder ? mkdtempSync(join(tmpdir(), "weft-page-")) : PROJECT;
  try {
    return { file, markdown: `${(await renderPage(markdown, folder)).trimEnd()}\n` };
  } finally {
    if (inEmptyFolder) rmSync(folder, { recursive: true });
  }
}

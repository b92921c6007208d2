import { pageOf, partsOf } from "./examples.js";
import { runCells } from "./run-cells.js";

/** On a page with this comment, each example is the text of a parallel cell. */
export const PARALLEL_PAGE = "<!-- Each example is the text of a %%parallel cell. -->";

/**
 * The page with the outputs that its examples have now. The examples of a page are the cells of one notebook, in the folder
 * of the project.
 */
export async function renderPage(markdown: string, directory: string): Promise<string> {
  const magic = markdown.includes(PARALLEL_PAGE) ? "%%parallel\n" : "";
  const parts = partsOf(markdown);
  const cells = parts.flatMap((part) => (part.kind === "example" ? [`${magic}${part.code}`] : []));
  const outputs = [...(cells.length === 0 ? [] : await runCells(cells, directory))];
  return pageOf(
    parts.map((part) => (part.kind === "example" ? { ...part, output: outputs.shift() ?? "" } : part)),
  );
}

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { PROJECT } from "./all-pages.js";
import type { Page } from "./names-pages.js";

interface NotebookCell {
  readonly cell_type: "code" | "markdown" | "raw";
  readonly id: string;
  readonly source: string | readonly string[];
}

/** The pictures of outputs that the tests compare with: each of a real run, in JupyterLab. */
const PICTURES = join(PROJECT, "test", "browser", "approved");

/** A page for each notebook: its text, its code, and what JupyterLab shows below it, as far as there is a picture. */
export function notebookPages(): readonly Page[] {
  const folder = join(PROJECT, "notebooks");
  const names = readdirSync(folder).filter((file) => file.endsWith(".ipynb"));
  return names.sort().map((file) => {
    const { cells }: { readonly cells: readonly NotebookCell[] } = JSON.parse(
      readFileSync(join(folder, file), "utf8"),
    );
    const name = basename(file, ".ipynb");
    return { file: `${name}.md`, markdown: `${cells.map((cell) => cellText(name, cell)).join("\n\n")}\n` };
  });
}

function cellText(notebook: string, { cell_type: kind, id, source }: NotebookCell): string {
  const text = typeof source === "string" ? source : source.join("");
  if (kind !== "code") return text;
  const picture = join(PICTURES, `${notebook}-${id}-light.png`);
  const code = `\`\`\`typescript\n${text}\n\`\`\``;
  return existsSync(picture) ? `${code}\n\n![What JupyterLab shows](${picture})` : code;
}

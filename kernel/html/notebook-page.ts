import { escapeHtml } from "../display/html-text.js";
import { type CodeCell, joinLines, type Notebook } from "../notebook/notebook.js";
import { isJsonObject, type Json, type JsonObject } from "../wire.js";
import { ansiToHtml } from "./ansi.js";
import { highlight } from "./highlight.js";
import { renderMarkdown } from "./markdown.js";
import { PAGE_STYLE } from "./page-style.js";

/** An executed notebook as one self-contained HTML page. */
export function notebookPage(notebook: Notebook): string {
  const cells = notebook.cells.map((cell) => {
    switch (cell.kind) {
      case "markdown":
        return `<section class="markdown">${renderMarkdown(cell.source)}</section>`;
      case "raw":
        return `<section><pre>${escapeHtml(cell.source)}</pre></section>`;
      case "code":
        return codeSection(cell);
      default: {
        const unknown: never = cell;
        throw new Error(`Unknown cell ${JSON.stringify(unknown)}`);
      }
    }
  });
  const title = /^#\s+(.+)$/m.exec(notebook.cells.find(({ kind }) => kind === "markdown")?.source ?? "")?.[1];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title ?? "Notebook")}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
${cells.join("\n")}
</main>
</body>
</html>
`;
}

function codeSection(cell: CodeCell): string {
  const count = cell.executionCount ?? " ";
  const outputs = cell.outputs.map((output) => `<div class="output">${outputHtml(output)}</div>`);
  return `<section class="code"><div class="count">[${count}]</div><pre class="input">${highlight(cell.source)}</pre>${outputs.join("")}</section>`;
}

function outputHtml(output: JsonObject): string {
  switch (output["output_type"]) {
    case "stream":
      return `<pre class="${output["name"] === "stderr" ? "stderr" : "stdout"}">${ansiToHtml(joinLines(output["text"]))}</pre>`;
    case "error": {
      const { traceback } = output;
      const text = Array.isArray(traceback) ? traceback.join("\n") : "";
      return `<pre class="error">${ansiToHtml(text)}</pre>`;
    }
    default:
      return bundleHtml(output["data"]);
  }
}

/** The richest representation that a page without scripts can show. */
function bundleHtml(data: Json | undefined): string {
  if (!isJsonObject(data)) return "";
  const text = (mime: string): string | undefined => {
    const value = data[mime];
    return value === undefined ? undefined : joinLines(value);
  };
  const html = text("text/html");
  if (html !== undefined) return html;
  const svg = text("image/svg+xml");
  if (svg !== undefined) return svg;
  for (const mime of ["image/png", "image/jpeg", "image/gif", "image/webp"]) {
    const image = text(mime);
    if (image !== undefined) return `<img alt="" src="data:${mime};base64,${image.replace(/\s/g, "")}">`;
  }
  const markdown = text("text/markdown");
  if (markdown !== undefined) return renderMarkdown(markdown);
  return `<pre>${escapeHtml(text("text/plain") ?? text("text/latex") ?? JSON.stringify(data, null, 2))}</pre>`;
}

import { escapeHtml } from "../display/html-text.js";

/**
 * Markdown as notebooks use it, to HTML: headings, paragraphs, lists, quotes, rules, tables, fenced code, emphasis,
 * code, links and images. Raw HTML is shown as text; formulas between dollar signs stay as they are.
 */
export function renderMarkdown(text: string): string {
  const lines = text.split("\n");
  const html: string[] = [];
  let at = 0;
  const takeWhile = (test: (line: string) => boolean): string[] => {
    const taken: string[] = [];
    for (let line = lines[at]; line !== undefined && test(line); line = lines[at]) {
      taken.push(line);
      at++;
    }
    return taken;
  };
  while (at < lines.length) {
    const line = lines[at] ?? "";
    const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
    if (line.trim() === "") {
      at++;
    } else if (heading !== null) {
      const level = heading[1]?.length ?? 1;
      html.push(`<h${level}>${inline(heading[2] ?? "")}</h${level}>`);
      at++;
    } else if (/^(```|~~~)/.test(line)) {
      at++;
      const code = takeWhile((each) => !/^(```|~~~)/.test(each));
      at++;
      html.push(`<pre><code>${escapeHtml(code.join("\n"))}</code></pre>`);
    } else if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) {
      html.push("<hr>");
      at++;
    } else if (line.startsWith(">")) {
      const quoted = takeWhile((each) => each.startsWith(">")).map((each) => each.replace(/^> ?/, ""));
      html.push(`<blockquote>${renderMarkdown(quoted.join("\n"))}</blockquote>`);
    } else if (LIST_ITEM.test(line)) {
      html.push(list(takeWhile((each) => LIST_ITEM.test(each) || /^\s+\S/.test(each))));
    } else if (line.includes("|") && TABLE_RULE.test(lines[at + 1] ?? "")) {
      html.push(table(takeWhile((each) => each.includes("|"))));
    } else {
      const paragraph = takeWhile((each) => each.trim() !== "" && !/^(#{1,6}\s|```|~~~|>)/.test(each));
      html.push(`<p>${inline(paragraph.join("\n"))}</p>`);
    }
  }
  return html.join("\n");
}

const LIST_ITEM = /^(\s*)([-*+]|\d+[.)])\s+/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

function list(lines: readonly string[]): string {
  const ordered = /^\s*\d/.test(lines[0] ?? "");
  const indent = LIST_ITEM.exec(lines[0] ?? "")?.[1]?.length ?? 0;
  const items: string[][] = [];
  for (const line of lines) {
    const item = LIST_ITEM.exec(line);
    if (item !== null && (item[1]?.length ?? 0) <= indent) items.push([line.slice(item[0].length)]);
    else items.at(-1)?.push(line.slice(Math.min(indent + 2, line.search(/\S|$/))));
  }
  const body = items.map(([first = "", ...rest]) => {
    const nested = rest.length === 0 ? "" : renderMarkdown(rest.join("\n"));
    return `<li>${inline(first)}${nested}</li>`;
  });
  const tag = ordered ? "ol" : "ul";
  return `<${tag}>${body.join("")}</${tag}>`;
}

function table(lines: readonly string[]): string {
  const cells = (line: string): string[] =>
    line
      .trim()
      .replace(/^\||\|$/g, "")
      .split(/(?<!\\)\|/)
      .map((cell) => inline(cell.trim().replace(/\\\|/g, "|")));
  const [head = "", , ...rows] = lines;
  const row = (line: string, tag: string): string =>
    `<tr>${cells(line)
      .map((cell) => `<${tag}>${cell}</${tag}>`)
      .join("")}</tr>`;
  return `<table><thead>${row(head, "th")}</thead><tbody>${rows.map((each) => row(each, "td")).join("")}</tbody></table>`;
}

/** Emphasis, links and images; what stands between backticks or dollar signs is left alone. */
function inline(text: string): string {
  return text
    .split(/(`+[^`]*`+|\$\$[^$]*\$\$|\$[^$\n]+\$)/)
    .map((part, index) => (index % 2 === 0 ? emphasis(escapeHtml(part)) : verbatim(part)))
    .join("");
}

function verbatim(part: string): string {
  if (!part.startsWith("`")) return escapeHtml(part);
  return `<code>${escapeHtml(part.replace(/^`+|`+$/g, ""))}</code>`;
}

function emphasis(html: string): string {
  return html
    .replace(
      /!\[([^\]]*)\]\(([^)\s]+)\)/g,
      (_, alt: string, target: string) => `<img alt="${alt}" src="${safeUrl(target)}">`,
    )
    .replace(
      /\[([^\]]+)\]\(([^)\s]+)\)/g,
      (_, label: string, target: string) => `<a href="${safeUrl(target)}">${label}</a>`,
    )
    .replace(/\*\*(.+?)\*\*/g, "<strong>$1</strong>")
    .replace(
      /(?<![\p{ID_Continue}*])[*_]([^*_\s](?:[^*_]*[^*_\s])?)[*_](?![\p{ID_Continue}*])/gu,
      "<em>$1</em>",
    );
}

/** A link may lead to the web, to a file beside the page or into the page, but never be a script. */
function safeUrl(url: string): string {
  return /^(https?:|mailto:|data:image\/|[^:]*$)/i.test(url) ? url : "#";
}

// Every link from one page of the project to another leads to a file, and to a heading that is there.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import t from "tap";
import { madePages, PROJECT, writtenPages } from "../../docs/generate/all-pages.js";
import { anchorOf } from "../../docs/generate/names-pages.js";

const PAGES = [
  "README.md",
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...[...madePages(), ...writtenPages()].map(({ file }) => join("docs", file)),
];

/** The targets of links in Markdown, outside of code. */
function linksOf(markdown: string): readonly string[] {
  const prose = markdown.replace(/^```[\s\S]*?^```/gm, "").replace(/(?<!\[)`[^`\n]*`(?!\])/g, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
}

function problem(page: string, link: string): string | null {
  const [path = "", anchor] = link.split("#");
  const file = path === "" ? page : join(dirname(page), path);
  if (!existsSync(join(PROJECT, file))) return `${page} links to ${link}, and there is no ${file}`;
  if (anchor === undefined) return null;
  const text = readFileSync(join(PROJECT, file), "utf8");
  const line = /^L(\d+)$/.exec(anchor)?.[1];
  if (line !== undefined) {
    return Number(line) <= text.split("\n").length ? null : `${file} has no line ${line}`;
  }
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => anchorOf(heading));
  return headings.includes(anchor) ? null : `${page} links to ${link}, and ${file} has no such heading`;
}

for (const page of PAGES) {
  const links = linksOf(readFileSync(join(PROJECT, page), "utf8")).filter((link) => !/^\w+:/.test(link));
  t.same(
    links.flatMap((link) => problem(page, link) ?? []),
    [],
    `the ${links.length} links of ${page}`,
  );
}

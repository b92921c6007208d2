import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "./names-pages.js";
import { NUMBA_OPERATIONS } from "./numba-operations.js";
import type { Operation, OperationSection } from "./operation.js";
import { tableCode } from "./table-code.js";

const HEAD = `<!-- Made by \`npm run docs\` from docs/generate/numba-operations.ts: change it there. -->

# Numba's operations, and where they are tested

Each operation that Numba's documentation lists as one with parallel semantics, then what belongs to its explicit parallel
loops, its stencils and its report. The links lead to the cases of the conformance corpus that check it: each has a source, its
arguments, and the result that NumPy gives. Quotations are from
[Numba's page on automatic parallelization](https://numba.readthedocs.io/en/stable/user/parallel.html). The constructs are set
side by side in [From Numba to Weft](from-numba.md).
`;

/** The table of Numba's operations; links lead to lines of the corpus, which stands in the folder \`project\`. */
export function numbaPage(project: string): Page {
  const sections = NUMBA_OPERATIONS.map((section) => sectionText(section, project));
  return { file: "numba-operations.md", markdown: [HEAD, ...sections].join("\n") };
}

function sectionText({ title, note, operations }: OperationSection, project: string): string {
  const rows = operations.map(({ numba, weft, cases }: Operation) => {
    const links = cases.map((id) => `[${tableCode(id)}](${caseLink(id, project)})`);
    return `| ${inTable(numba)} | ${inTable(weft)} | ${links.join(", ")} |`;
  });
  return [
    `## ${title}`,
    "",
    note,
    "",
    "| Numba | Weft | tested by |",
    "| --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}

const inTable = (text: string): string =>
  text.endsWith(".") ? text.replaceAll("|", "\\|") : tableCode(text);

/** Where a case stands: its file in the project, and the text with which its line begins. */
export function caseSource(id: string): { readonly file: string; readonly begin: string } {
  const [group = "", ...rest] = id.split("/");
  return group === "numpy"
    ? {
        file: "test/compiler/names/fixtures/functions.json",
        begin: `[${JSON.stringify(rest.join("/"))}`,
      }
    : { file: `test/corpus/cases/${group}.json`, begin: `"id": ${JSON.stringify(id)}` };
}

/** The case's line in its file. Throws where there is no such case. */
function caseLink(id: string, project: string): string {
  const { file, begin } = caseSource(id);
  const lines = readFileSync(join(project, file), "utf8").split("\n");
  const line = lines.findIndex((text) => text.trim().startsWith(begin));
  if (line < 0) throw new Error(`${file} has no case ${id}`);
  return `../${file}#L${line + 1}`;
}

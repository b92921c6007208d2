import { MAGICS } from "../../kernel/magics/magic-table.js";
import type { Page } from "./names-pages.js";
import { tableCode } from "./table-code.js";

const HEAD = `<!-- Made by \`npm run docs\` from kernel/magics: change it there, examples in docs/generate/magics-page.ts. -->

# Magics

A line that begins with \`%\` or \`!\` is a magic, and so is the first line of a cell that begins with \`%%\`. They stand among
TypeScript: \`const n = 7 % 3\` is none, and \`%time\` has the value of its expression. \`Tab\` completes names and arguments, \`%time?\` shows
the help of one, \`%lsmagic\` lists them. What is misspelled is an error that says what may have been meant.
`;

/** Cells that show what a magic does, in the order in which they run. */
interface Example {
  readonly cells: readonly string[];
  /** Shown only: what they do depends on the machine, or on the network. */
  readonly isShownOnly?: boolean;
}

const EXAMPLES: ReadonlyMap<string, Example> = new Map([
  [
    "%%parallel",
    {
      cells: [
        "%%parallel --threads=2\nfunction scaled(x, a) {\n  return a * x + 1;\n}",
        "scaled(np.arange(3), 2)",
      ],
    },
  ],
  [
    "%check",
    {
      cells: ["%check\nconst count: string = 3;", "%check\n%%parallel\nsum(arrange(4))"],
    },
  ],
  ["%%time", { cells: ["%%time\nlet sum = 0;\nfor (let i = 0; i < 1e6; i++) sum += i;\nsum"] }],
  ["%%timeit", { cells: ["%%timeit\nconst squares = Array.from({ length: 100 }, (_, i) => i * i);"] }],
  [
    "%%anywidget",
    {
      isShownOnly: true,
      cells: [
        "%%anywidget Hello\nexport default {\n  render({ model, el }) {\n    el.textContent = `Hello, ${model.get('name')}`;\n  },\n};",
        "Hello({ name: 'Ada' })",
      ],
    },
  ],
  [
    "%%writefile",
    {
      cells: [
        "%%writefile circle.ts\nconst area = (radius: number) => Math.PI * radius ** 2;\nconst unit = area(1);",
      ],
    },
  ],
  ["%run", { cells: ["%run circle.ts\nunit"] }],
  ["%%bash", { cells: ["%%bash\nfor n in 1 2; do echo $n; done\nwc -l < circle.ts"] }],
  ["!", { cells: ["!ls", "for (const n of [1, 2]) {\n  !false\n}"] }],
  ["%parallel_diagnostics", { cells: ["%parallel_diagnostics scaled 1"] }],
  ["%roofline", { isShownOnly: true, cells: ["%roofline"] }],
  ["%time", { cells: ["%time scaled(np.arange(4), 2).size"] }],
  ["%timeit", { cells: ["%timeit area(2)"] }],
  ["%who", { cells: ["%who", "%who number"] }],
  ["%whos", { cells: ["%whos"] }],
  ["%cd", { isShownOnly: true, cells: ["%cd data", "%cd -"] }],
  ["%env", { cells: ["%env GREETING=hello", "!echo $GREETING"] }],
  ["%install", { isShownOnly: true, cells: ["%install d3-array", "import { mean } from 'd3-array';"] }],
  ["%config", { cells: ["%config", "%config output_limit=64"] }],
  ["%typecheck", { cells: ["%typecheck strict", "const text: string = unit;", "%typecheck warn"] }],
  ["%reset", { cells: ["%reset", "%who"] }],
  ["%lsmagic", { cells: ["%tiem 1 + 1"] }],
]);

/** The page of magics, made from their table: what each does, how it is written, and an example. */
export function magicsPage(): Page {
  const missing = MAGICS.filter(({ name }) => !EXAMPLES.has(name)).map(({ name }) => name);
  if (missing.length > 0)
    throw new Error(`docs/generate/magics-page.ts has no example of ${missing.join(", ")}`);
  const rows = MAGICS.map(({ usage, summary }) => `| ${tableCode(usage)} | ${summary} |`);
  const table = ["| you write | it does |", "| --- | --- |", ...rows, ""].join("\n");
  return {
    file: "magics.md",
    markdown: [HEAD, table, ...[...EXAMPLES].map(([name, example]) => section(name, example))].join("\n"),
    inEmptyFolder: true,
  };
}

function section(name: string, { cells, isShownOnly = false }: Example): string {
  const magic = MAGICS.find((each) => each.name === name);
  if (magic === undefined)
    throw new Error(`docs/generate/magics-page.ts has an example of ${name}, which is no magic`);
  const { summary, details } = magic;
  const blocks = cells.map((cell) => `\`\`\`${isShownOnly ? "typescript" : "ts"}\n${cell}\n\`\`\`\n`);
  const text = details === undefined ? summary : `${summary} ${details.replaceAll("\n", "; ")}`;
  return [`## \`${name}\``, "", text.replaceAll("|", "\\|"), "", ...blocks].join("\n");
}

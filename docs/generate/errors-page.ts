import { RACE_ERRORS, RUN_ERRORS } from "../../test/compiler/frontend/run-error-cases.js";
import type { SourceCase } from "../../test/compiler/frontend/source-case.js";
import { SYNTAX_ERRORS } from "../../test/compiler/frontend/syntax-error-cases.js";
import { TYPE_ERRORS } from "../../test/compiler/frontend/type-error-cases.js";
import type { Page } from "./names-pages.js";
import { tableCode } from "./table-code.js";

const HEAD = `<!-- Made by \`npm run docs\` from the tables in test/compiler/frontend: change it there. -->

# Errors

What people try in parallel cells, and what they are told. The tests execute every row and compare its message. In a notebook
each message comes with the lines of the cell around the mistake. The session and all its variables remain after every error.

| class | when |
| --- | --- |
| ParallelSyntaxError | the text is outside of the language |
| ParallelTypeError | dtypes, ranks or names do not fit |
| ParallelRaceError | the iterations of a parallel loop depend on each other |
| RangeError | an index, a shape or a parameter does not fit when the function runs |
| Error | what the program throws itself |
| ParallelMemoryError | an allocation cannot be had |
| ParallelInterrupt | the run was interrupted |
`;

const SECTIONS: readonly (readonly [title: string, note: string, cases: readonly SourceCase[]])[] = [
  [
    "Outside of the language",
    "These are ParallelSyntaxErrors unless the row says otherwise; nothing of the cell has run.",
    SYNTAX_ERRORS,
  ],
  [
    "Types that do not fit",
    "In these rows `a` is a vector of four floats. They are errors of the compilation, before the function runs.",
    TYPE_ERRORS,
  ],
  [
    "Races",
    "A race that is certain is an error; one that cannot be excluded is a warning of the report.",
    RACE_ERRORS,
  ],
  [
    "When the function runs",
    "Arrays stay valid, and what was written before the error remains written.",
    RUN_ERRORS,
  ],
];

/** The page of errors, made from the tables of the tests. */
export const errorsPage = (): Page => ({
  file: "errors.md",
  markdown: [HEAD, ...SECTIONS.map(([title, note, cases]) => sectionText(title, note, cases))].join("\n"),
});

/** Rows with the same message stand together. */
function sectionText(title: string, note: string, cases: readonly SourceCase[]): string {
  const outcomes = [...new Set(cases.map(([, , outcome]) => outcome))];
  const rows = outcomes.map((outcome) => {
    const sources = cases.filter((each) => each[2] === outcome).map(([source]) => tableCode(essence(source)));
    return `| ${sources.join("<br>")} | ${inProse(outcome)} |`;
  });
  return [`## ${title}`, "", note, "", "| you write | you are told |", "| --- | --- |", ...rows, ""].join(
    "\n",
  );
}

/** The body of `function f(…) { … }`, where that is all there is and its parameters are plain. */
function essence(source: string): string {
  const [, body] = /^function f\([\w, ]*\) \{ (.*) \}$/.exec(source) ?? [];
  return (body ?? source).replace(/^return (.*);$/, "$1").replaceAll("\n", " ");
}

/** Markdown that shows the text as it is, but for its code in backquotes. */
const inProse = (text: string): string =>
  text
    .split(/(`[^`]+`)/)
    .map((part, index) =>
      index % 2 === 1 ? tableCode(part.slice(1, -1)) : part.replace(/[|*_[\]<>`]/g, "\\$&"),
    )
    .join("");

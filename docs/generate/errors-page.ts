import { RACE_ERRORS, RUN_ERRORS } from "../../test/compiler/frontend/run-error-cases.js";
import type { SourceCase } from "../../test/compiler/frontend/source-case.js";
import { TRIED_JAVASCRIPT } from "../../test/compiler/frontend/tried-javascript.js";
import { TRIED_MEMBERS } from "../../test/compiler/frontend/tried-members.js";
import { TRIED_NUMPY } from "../../test/compiler/frontend/tried-numpy.js";
import { TRIED_OBJECTS } from "../../test/compiler/frontend/tried-objects.js";
import { TRIED_OPERANDS } from "../../test/compiler/frontend/tried-operands.js";
import { TRIED_PYTHON } from "../../test/compiler/frontend/tried-python.js";
import { TRIED_STATEMENTS } from "../../test/compiler/frontend/tried-statements.js";
import type { TriedThing } from "../../test/compiler/frontend/tried-thing.js";
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

interface Row {
  readonly tried: string;
  /** The class and the message. */
  readonly outcome: string;
}
const triedRows = (things: readonly TriedThing[]): readonly Row[] =>
  things.map(({ tried, class: errorClass, message }) => ({ tried, outcome: `${errorClass}: ${message}` }));
const caseRows = (cases: readonly SourceCase[]): readonly Row[] =>
  cases.map(([source, , outcome]) => ({ tried: essence(source), outcome }));

const SECTIONS: readonly (readonly [title: string, note: string, rows: readonly Row[]])[] = [
  [
    "JavaScript's objects, texts and modules",
    "In all rows `a` is a vector of floats, `m` a matrix, `k` a vector of integers and `n` a number. Nothing of the cell has run.",
    triedRows(TRIED_OBJECTS),
  ],
  ["Statements and declarations", "The message points at the statement.", triedRows(TRIED_STATEMENTS)],
  [
    "Spellings of Python",
    "Some of them TypeScript can't even parse; the message names what to write.",
    triedRows(TRIED_PYTHON),
  ],
  ["Names of NumPy", "What is not offered, and how to do without it.", triedRows(TRIED_NUMPY)],
  ["Names of JavaScript", "They are there in ordinary cells.", triedRows(TRIED_JAVASCRIPT)],
  ["Members of arrays and numbers", "Arrays are NumPy's, and have a fixed size.", triedRows(TRIED_MEMBERS)],
  [
    "Operands, indices and arguments",
    "Dtypes and ranks are known when a function is compiled, before it runs.",
    triedRows(TRIED_OPERANDS),
  ],
  [
    "Races",
    "A race that is certain is an error; one that cannot be excluded is a warning of the report.",
    caseRows(RACE_ERRORS),
  ],
  [
    "When the function runs",
    "Arrays stay valid, and what was written before the error remains written.",
    caseRows(RUN_ERRORS),
  ],
];

/** The page of errors, made from the tables of the tests. */
export const errorsPage = (): Page => ({
  file: "errors.md",
  markdown: [HEAD, ...SECTIONS.map(([title, note, rows]) => sectionText(title, note, rows))].join("\n"),
});

/** Rows with the same message stand together. */
function sectionText(title: string, note: string, given: readonly Row[]): string {
  const outcomes = [...new Set(given.map(({ outcome }) => outcome))];
  const rows = outcomes.map((outcome) => {
    const tried = given.filter((row) => row.outcome === outcome);
    const code = tried.map((row) => tableCode(row.tried.replaceAll("\n", " ")));
    return `| ${code.join("<br>")} | ${inProse(outcome)} |`;
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

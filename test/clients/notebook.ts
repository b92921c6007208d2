import { readFileSync } from "node:fs";

type Text = string | readonly string[];

interface Output {
  readonly output_type: "stream" | "display_data" | "execute_result" | "error";
  readonly text?: Text;
  /** By MIME type: text, or an object where the type is JSON. */
  readonly data?: Readonly<Record<string, Text | Readonly<Record<string, unknown>>>>;
  readonly ename?: string;
  readonly evalue?: string;
}

interface CodeCell {
  readonly cell_type: "code";
  readonly execution_count: number | null;
  readonly metadata: { readonly expect?: string };
  readonly outputs: readonly Output[];
  readonly source: Text;
}

interface OtherCell {
  readonly cell_type: "markdown" | "raw";
}

interface Notebook {
  readonly cells: readonly (CodeCell | OtherCell)[];
}

/** What an executed notebook lacks: cells that did not run, error outputs, outputs without the text that the cell's metadata expects. */
export function executionProblems(path: string): readonly string[] {
  return codeCells(path).flatMap((cell) => {
    const name = `cell ${JSON.stringify(joined(cell.source).slice(0, 60))}`;
    const errors = cell.outputs
      .filter(({ output_type }) => output_type === "error")
      .map(({ ename, evalue }) => `${name} failed: ${ename}: ${evalue}`);
    const shown = cell.outputs
      .flatMap(({ text, data }) => [text ?? "", ...Object.values(data ?? {})].map(joined))
      .join("\n");
    const { expect } = cell.metadata;
    return [
      ...errors,
      ...(cell.execution_count === null ? [`${name} did not run`] : []),
      ...(expect !== undefined && !shown.includes(expect)
        ? [`${name} shows ${JSON.stringify(shown)}, not ${expect}`]
        : []),
    ];
  });
}

/** For each code cell of a notebook, how many outputs it has. */
export function outputCounts(path: string): readonly number[] {
  return codeCells(path).map(({ outputs }) => outputs.length);
}

/** The text of each code cell. */
export function codeSources(path: string): readonly string[] {
  return codeCells(path).map(({ source }) => joined(source));
}

function codeCells(path: string): readonly CodeCell[] {
  const notebook: Notebook = JSON.parse(readFileSync(path, "utf8"));
  return notebook.cells.filter((cell) => cell.cell_type === "code");
}

function joined(text: Text | Readonly<Record<string, unknown>>): string {
  if (typeof text === "string") return text;
  return isLines(text) ? text.join("") : JSON.stringify(text);
}

const isLines = (text: object): text is readonly string[] => Array.isArray(text);

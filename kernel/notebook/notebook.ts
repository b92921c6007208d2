import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { messageOf } from "../../runtime/message-of.js";
import { isJsonObject, type Json, type JsonObject } from "../wire.js";

export interface MarkdownCell {
  readonly kind: "markdown" | "raw";
  readonly source: string;
  /** The cell as it stands in the file, written back with what changed. */
  readonly original: JsonObject;
}

export interface CodeCell {
  readonly kind: "code";
  readonly source: string;
  readonly original: JsonObject;
  executionCount: number | null;
  outputs: JsonObject[];
}

export interface Notebook {
  readonly cells: readonly (CodeCell | MarkdownCell)[];
  readonly metadata: JsonObject;
}

/** @throws Error when the file is missing, is no JSON, or is no notebook of format 4. */
export function readNotebook(path: string): Notebook {
  const fail = (reason: string): never => {
    throw new Error(`'${path}' is no notebook that can be run: ${reason}`);
  };
  let parsed: Json;
  try {
    parsed = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    return fail(messageOf(error));
  }
  if (!isJsonObject(parsed)) return fail("it holds no JSON object");
  if (parsed["nbformat"] !== 4) return fail(`its format is ${JSON.stringify(parsed["nbformat"])}, not 4`);
  const { cells, metadata } = parsed;
  if (!Array.isArray(cells)) return fail("it has no list of cells");
  return {
    metadata: isJsonObject(metadata) ? metadata : {},
    cells: cells.map((cell: Json, index) => {
      if (!isJsonObject(cell)) return fail(`cell ${index + 1} is no JSON object`);
      return readCell(cell);
    }),
  };
}

function readCell(cell: JsonObject): CodeCell | MarkdownCell {
  const source = joinLines(cell["source"]);
  const original = typeof cell["id"] === "string" ? cell : { ...cell, id: randomUUID().slice(0, 8) };
  if (cell["cell_type"] === "code") {
    return { kind: "code", source, original, executionCount: null, outputs: [] };
  }
  return { kind: cell["cell_type"] === "raw" ? "raw" : "markdown", source, original };
}

/** The text of a notebook file of format 4.5, with texts as lists of lines as all of Jupyter writes them. */
export function notebookText(notebook: Notebook): string {
  const cells = notebook.cells.map((cell): JsonObject => {
    const common = { ...cell.original, source: splitLines(cell.source) };
    if (cell.kind !== "code") return common;
    return { ...common, execution_count: cell.executionCount, outputs: cell.outputs.map(splitOutput) };
  });
  const file: JsonObject = { cells, metadata: notebook.metadata, nbformat: 4, nbformat_minor: 5 };
  return `${JSON.stringify(file, null, 1)}\n`;
}

/** A text that a notebook may hold as one string or as a list of lines. */
export function joinLines(text: Json | undefined): string {
  if (typeof text === "string") return text;
  return Array.isArray(text) ? text.join("") : "";
}

function splitLines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function splitOutput(output: JsonObject): JsonObject {
  const { text, data } = output;
  if (typeof text === "string") return { ...output, text: splitLines(text) };
  if (!isJsonObject(data)) return output;
  const split = Object.entries(data).map(([mime, value]): [string, Json] =>
    typeof value === "string" && /^text\/|^image\/svg|javascript$/.test(mime)
      ? [mime, splitLines(value)]
      : [mime, value],
  );
  return { ...output, data: Object.fromEntries(split) };
}

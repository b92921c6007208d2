import { SourceMap } from "node:module";
import type { CellText } from "../debug/inspector-protocol.js";

/** A place in a cell's own text, counted from 1. */
export interface CellPosition {
  readonly label: string;
  readonly line: number;
  readonly column: number;
}

interface CellSource extends CellText {
  parsed?: SourceMap;
}

/** Remembers the text and source map of every cell that ran, by the file name V8 knows it under. */
export interface CellSources {
  add(fileName: string, text: CellText): void;
  /** Where a position of the generated code stands in the cell; undefined when `fileName` is no cell. */
  locate(fileName: string, line: number, column: number): CellPosition | undefined;
  /** The text of the cell with that label. */
  text(label: string): string | undefined;
  all(): readonly CellText[];
}

export function createCellSources(): CellSources {
  const byFile = new Map<string, CellSource>();
  const byLabel = new Map<string, CellSource>();
  return {
    add(fileName, text) {
      const entry = { ...text };
      byFile.set(fileName, entry);
      byLabel.set(text.label, entry);
    },
    locate(fileName, line, column) {
      const cell = byFile.get(fileName);
      if (cell === undefined) return undefined;
      cell.parsed ??= new SourceMap(JSON.parse(cell.map));
      const entry = cell.parsed.findEntry(line - 1, column - 1);
      if (!("originalLine" in entry)) return { label: cell.label, line, column };
      const original = { label: cell.label, line: entry.originalLine + 1, column: entry.originalColumn + 1 };
      // A line magic was replaced by other code: columns mean nothing there.
      const text = cell.source.split("\n", original.line).at(-1) ?? "";
      return /^\s*[%!]/.test(text) ? { ...original, column: text.search(/\S/) + 1 } : original;
    },
    all: () => [...byFile.values()].map(({ cell, label, source, map }) => ({ cell, label, source, map })),
    text: (label) => byLabel.get(label)?.source,
  };
}

import { SourceMap } from "node:module";

/** A place in a cell's own text, counted from 1. */
export interface CellPosition {
  readonly label: string;
  readonly line: number;
  readonly column: number;
}

interface CellSource {
  readonly label: string;
  readonly source: string;
  readonly map: string;
  parsed?: SourceMap;
}

/** Remembers the text and source map of every cell that ran, by the file name V8 knows it under. */
export interface CellSources {
  add(fileName: string, label: string, source: string, map: string): void;
  /** Where a position of the generated code stands in the cell; undefined when `fileName` is no cell. */
  locate(fileName: string, line: number, column: number): CellPosition | undefined;
  /** The text of the cell with that label. */
  text(label: string): string | undefined;
}

export function createCellSources(): CellSources {
  const byFile = new Map<string, CellSource>();
  const byLabel = new Map<string, CellSource>();
  return {
    add(fileName, label, source, map) {
      const entry = { label, source, map };
      byFile.set(fileName, entry);
      byLabel.set(label, entry);
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
      return /^\s*%/.test(text) ? { ...original, column: text.indexOf("%") + 1 } : original;
    },
    text: (label) => byLabel.get(label)?.source,
  };
}

import { SourceMap } from "node:module";
import type { CellText } from "../debug/inspector-protocol.js";

/** A place in a cell's own text, counted from 1. */
export interface CellPosition {
  readonly label: string;
  readonly line: number;
  readonly column: number;
  /** The text of the cell. */
  readonly source: string;
}

/** The texts and source maps of cells that ran, by the file name V8 knows them under. */
export interface CellSources {
  /** `declared` are the names that the cell declares. */
  add(fileName: string, text: CellText, declared: Iterable<string>): void;
  /**
   * Where a position of the generated code stands in the cell: nowhere for what TypeScript adds, such as the functions behind
   * `using`. Undefined when `fileName` is no cell that is remembered.
   */
  locate(fileName: string, line: number, column: number): CellPosition | "generated" | undefined;
  all(): readonly CellText[];
}

export interface CellSourcesOptions {
  /** Whether a variable of that name exists. */
  isDeclared(name: string): boolean;
  /** Cells that are remembered, besides those that declared something which still exists. */
  readonly kept?: number;
}

/** Cells whose code may still run from a timer, an event or a value, without a name that says so. */
const KEPT = 1000;
/** Characters of their texts and source maps. */
const CHARACTERS = 1 << 24;
/** Source maps that are held as tables, for the errors that come next. */
const PARSED = 16;

/** Forgets the oldest cells, but for those whose functions and classes can still be called by name. */
export function createCellSources({ isDeclared, kept = KEPT }: CellSourcesOptions): CellSources {
  const byFile = new Map<string, CellText>();
  /** The file of the cell that declared a name last. */
  const declaredBy = new Map<string, string>();
  const names = new Map<string, readonly string[]>();
  const parsed = new Map<string, SourceMap>();
  let characters = 0;

  const remove = (fileName: string): void => {
    const text = byFile.get(fileName);
    if (text === undefined) return;
    characters -= size(text);
    byFile.delete(fileName);
    names.delete(fileName);
    parsed.delete(fileName);
  };

  const isInUse = (fileName: string): boolean => {
    for (const name of names.get(fileName) ?? []) {
      if (declaredBy.get(name) !== fileName) continue;
      if (isDeclared(name)) return true;
      declaredBy.delete(name);
    }
    return false;
  };

  /** Looks at the two oldest cells only: the cost does not grow with the cells in use, and half of what is kept are such. */
  const forgetOldest = (): void => {
    let looks = 2;
    for (const [fileName, text] of byFile) {
      if (looks-- === 0 || (byFile.size < kept && characters < CHARACTERS)) return;
      if (isInUse(fileName)) {
        byFile.delete(fileName);
        byFile.set(fileName, text);
      } else {
        remove(fileName);
      }
    }
  };

  const mapOf = (fileName: string, text: CellText): SourceMap => {
    const known = parsed.get(fileName);
    if (known !== undefined) return known;
    const [oldest] = parsed.keys();
    if (parsed.size === PARSED && oldest !== undefined) parsed.delete(oldest);
    const map = new SourceMap(JSON.parse(text.map));
    parsed.set(fileName, map);
    return map;
  };

  return {
    add(fileName, text, declared) {
      remove(fileName);
      forgetOldest();
      byFile.set(fileName, text);
      characters += size(text);
      const own = [...declared];
      names.set(fileName, own);
      for (const name of own) declaredBy.set(name, fileName);
    },
    locate(fileName, line, column) {
      const cell = byFile.get(fileName);
      if (cell === undefined) return undefined;
      const { label, source } = cell;
      const entry = mapOf(fileName, cell).findEntry(line - 1, column - 1);
      if (!("originalLine" in entry)) return "generated";
      const original = { label, line: entry.originalLine + 1, column: entry.originalColumn + 1, source };
      // A line magic was replaced by other code: columns mean nothing there.
      const text = source.split("\n", original.line).at(-1) ?? "";
      return /^\s*[%!]/.test(text) ? { ...original, column: text.search(/\S/) + 1 } : original;
    },
    all: () => [...byFile.values()],
  };
}

const size = ({ source, map }: CellText): number => source.length + map.length;

/** The label of a cell that was forgotten, from the file name that V8 knows it under. */
export function labelOf(fileName: string): string | undefined {
  return /\/(cell\[\d+\])#\d+$/.exec(fileName)?.[1];
}

/** The file name under which V8 knows the run number `cell` of a cell with this label. */
export function cellFileName(directory: string, label: string, cell: number): string {
  return `${directory}/${label}#${cell}`;
}

import type { ExecutedCell } from "./language-client.js";

/** The cells that a language service which starts later has to be told of, in the order in which they ran. */
export interface NotedCells {
  add(cell: ExecutedCell): void;
  clear(): void;
  all(): Iterable<ExecutedCell>;
}

/** What declares a name that is no variable. */
const TYPE_DECLARATION = /\b(?:type|interface|declare)\b/;

/** Keeps those that declared something which no later cell has declared again. */
export function createNotedCells(): NotedCells {
  /** With the number of names that are still theirs. */
  const cells = new Map<ExecutedCell, number>();
  const declaredBy = new Map<string, ExecutedCell>();

  const lose = (cell: ExecutedCell | undefined): void => {
    const left = cell === undefined ? undefined : cells.get(cell);
    if (cell === undefined || left === undefined) return;
    if (left > 1 || TYPE_DECLARATION.test(cell.source)) cells.set(cell, left - 1);
    else cells.delete(cell);
  };

  return {
    add(cell) {
      const names = new Set(cell.names.map(({ name }) => name));
      if (names.size === 0 && !TYPE_DECLARATION.test(cell.source)) return;
      for (const name of names) {
        lose(declaredBy.get(name));
        declaredBy.set(name, cell);
      }
      cells.set(cell, names.size);
    },
    clear() {
      cells.clear();
      declaredBy.clear();
    },
    all: () => cells.keys(),
  };
}

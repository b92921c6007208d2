import type ts from "#typescript";
import type { Mutability } from "./declarations.js";

export interface CellProblem {
  readonly node: ts.Node;
  readonly name: "SyntaxError" | "TypeError";
  readonly message: string;
}

/** What the rewriting finds out about a cell. Filled in while the transformer runs. */
export interface CellFacts {
  declared: ReadonlyMap<string, Mutability>;
  /** Whether the cell awaits at its top level. */
  isAsync: boolean;
  readonly problems: CellProblem[];
  /** The names that are read or written as variables. */
  readonly usedNames: Set<string>;
}

export function createCellFacts(): CellFacts {
  return { declared: new Map(), isAsync: false, problems: [], usedNames: new Set() };
}

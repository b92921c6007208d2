import type { Settings } from "../settings.js";

/** What is said of a magic: in `%lsmagic`, by its help, and while it is typed. */
export interface Magic {
  /** With its percent signs. */
  readonly name: string;
  /** How it is written. */
  readonly usage: string;
  /** What it does, in a sentence. */
  readonly summary: string;
  /** The rest of its help. */
  readonly details?: string;
  /** What its argument may be: one of these words, the path of a file or a folder, or an expression of TypeScript. */
  readonly takes?: readonly string[] | "files" | "folders" | "expression";
}

/**
 * A line such as `%name argument` in a cell of TypeScript. It becomes TypeScript in its place, so that it may stand
 * anywhere a statement may, and its value is the result of the cell when it is the last.
 */
export interface LineMagic extends Magic {
  /**
   * The TypeScript that takes the line's place: one line, an expression statement.
   * @throws MagicError when the argument is not what `usage` says.
   */
  rewrite(argument: string, settings: Settings): string;
  /** What the line changes of the settings. */
  change?(argument: string): Partial<Settings>;
}

/** What a cell is, once its magics are understood. */
export type ExpandedCell =
  | { readonly kind: "parallel" }
  | {
      readonly kind: "script";
      readonly source: string;
      readonly isTimed: boolean;
      readonly changes: Partial<Settings>;
    }
  /** To be looked at, not run. */
  | { readonly kind: "check"; readonly isParallel: boolean; readonly source: string };

/** The first line of a cell, `%%name argument`, that says what the rest of it is. */
export interface CellMagic extends Magic {
  /** Whether the rest of the cell is TypeScript, or the parallel language. */
  readonly hasCode: boolean;
  /**
   * `body` is the cell with an empty line in place of the magic's. What is made of it keeps its lines.
   * @throws MagicError when the argument is not what `usage` says.
   */
  expand(argument: string, body: string, expandLines: ExpandLines): ExpandedCell;
}

/** Rewrites the line magics of a text. */
export type ExpandLines = (text: string) => Extract<ExpandedCell, { readonly kind: "script" }>;

/** A magic that is unknown or used wrongly. */
export class MagicError extends Error {
  override readonly name = "MagicError";
  /** Counted from 1. */
  readonly line: number;

  constructor(message: string, line = 1) {
    super(message);
    this.line = line;
  }
}

/** A cell of TypeScript that consists of one statement on the first line. */
export function statementCell(source: string): ExpandedCell {
  return { kind: "script", source, isTimed: false, changes: {} };
}

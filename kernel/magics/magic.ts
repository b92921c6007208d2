/**
 * A line such as `%name argument` in a cell of TypeScript. It becomes TypeScript in its place, so that it may stand
 * anywhere a statement may, and its value is the result of the cell when it is the last.
 */
export interface LineMagic {
  readonly name: string;
  /** How it is written, for error messages. */
  readonly usage: string;
  /**
   * The TypeScript that takes the line's place: one line, an expression statement.
   * @throws MagicError when the argument is not what `usage` says.
   */
  rewrite(argument: string): string;
}

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

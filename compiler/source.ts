/** A text that was compiled: a cell, or the cell of an earlier parallel function that was inlined. */
export interface SourceText {
  /** Shown in code frames, for example `cell[3]`. */
  readonly name: string;
  readonly text: string;
  /** The number of the text's first line as the user counts. */
  readonly firstLine: number;
}

/** UTF-16 offsets `[start, end)` into a source. Line and column are computed when something is shown. */
export interface Span {
  readonly source: SourceText;
  readonly start: number;
  readonly end: number;
}

export interface Position {
  /** As the user counts: the first line of the cell is `firstLine`. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
}

/** Line and column of an offset. */
export function positionAt(source: SourceText, offset: number): Position {
  const before = source.text.slice(0, offset);
  const lastBreak = before.lastIndexOf("\n");
  const line = source.firstLine + (before.length - before.replaceAll("\n", "").length);
  return { line, column: offset - lastBreak };
}

export const spanText = (span: Span): string => span.source.text.slice(span.start, span.end);

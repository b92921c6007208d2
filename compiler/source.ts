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
  const starts = lineStartsOf(source);
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return { line: source.firstLine + low, column: offset - (starts[low] ?? 0) + 1 };
}

const known = new WeakMap<SourceText, readonly number[]>();

/** The offset of each line: many positions of one text are asked for. */
function lineStartsOf(source: SourceText): readonly number[] {
  const found = known.get(source);
  if (found !== undefined) return found;
  const starts = [0];
  for (let at = source.text.indexOf("\n"); at >= 0; at = source.text.indexOf("\n", at + 1))
    starts.push(at + 1);
  known.set(source, starts);
  return starts;
}

export const spanText = (span: Span): string => span.source.text.slice(span.start, span.end);

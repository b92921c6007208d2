/** A place in a script as V8 counts: from 0. */
export interface ScriptPosition {
  readonly lineNumber: number;
  readonly columnNumber: number;
}

/** Between the lines of a source, counted from 1, and positions in the script that it became. */
export interface LineMap {
  /** Where the code of a line begins, or of the next line that has any; undefined behind the last such line. */
  position(line: number): (ScriptPosition & { readonly line: number }) | undefined;
  /** The line that a position comes from; undefined for code that was put before everything else. */
  line(position: ScriptPosition): number | undefined;
}

interface Segment extends ScriptPosition {
  readonly line: number;
}

/** `map` is a source map of one source, as JSON. */
export function createLineMap(map: string): LineMap {
  let decoded: readonly Segment[] | undefined;
  const segments = (): readonly Segment[] => {
    decoded ??= decodeMappings(mappingsOf(map));
    return decoded;
  };
  return {
    position(line) {
      let best: Segment | undefined;
      for (const segment of segments()) {
        // Segments are in the script's order: of one line's the first is the earliest.
        if (segment.line >= line && (best === undefined || segment.line < best.line)) best = segment;
      }
      return best;
    },
    line(position) {
      return segments().findLast((segment) => !isAfter(segment, position))?.line;
    },
  };
}

/** The map of a script that is its own source. */
export const SAME_LINES: LineMap = {
  position: (line) => ({ line, lineNumber: line - 1, columnNumber: 0 }),
  line: ({ lineNumber }) => lineNumber + 1,
};

function isAfter(a: ScriptPosition, b: ScriptPosition): boolean {
  return a.lineNumber > b.lineNumber || (a.lineNumber === b.lineNumber && a.columnNumber > b.columnNumber);
}

function mappingsOf(map: string): string {
  const { mappings }: { readonly mappings?: unknown } = JSON.parse(map);
  return typeof mappings === "string" ? mappings : "";
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The mappings of a source map (ECMA-426): groups of base64 VLQ numbers, each relative to the one before. */
function decodeMappings(mappings: string): Segment[] {
  const segments: Segment[] = [];
  let line = 1;
  for (const [lineNumber, group] of mappings.split(";").entries()) {
    let columnNumber = 0;
    for (const text of group.split(",").filter(Boolean)) {
      const [column = 0, , lines] = decodeNumbers(text);
      columnNumber += column;
      if (lines === undefined) continue;
      line += lines;
      segments.push({ lineNumber, columnNumber, line });
    }
  }
  return segments;
}

/** Five bits a digit, the least significant first; the sixth says that there are more, and the last bit is the sign. */
function decodeNumbers(text: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const character of text) {
    const digit = DIGITS.indexOf(character);
    value |= (digit & 31) << shift;
    shift += 5;
    if (digit >= 32) continue;
    numbers.push(value & 1 ? -(value >>> 1) : value >>> 1);
    value = 0;
    shift = 0;
  }
  return numbers;
}

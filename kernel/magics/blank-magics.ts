import { findCellMagic, findLineMagics } from "./find-magics.js";

/**
 * Replaces magics by blanks of the same length, so that what remains is TypeScript with every position as it was: what a magic
 * takes as an expression stays, the rest of a cell that is no code goes.
 */
export function blankMagics(source: string): string {
  const found = findCellMagic(source);
  const lines = source.split("\n");
  const blank = (line: number, end: number): void => {
    const text = lines[line] ?? "";
    lines[line] = " ".repeat(Math.min(end, text.length)) + text.slice(end);
  };
  if (found !== undefined) {
    blank(found.line, Number.POSITIVE_INFINITY);
    if (found.magic?.hasCode === false)
      lines.forEach((_, line) => void blank(line, Number.POSITIVE_INFINITY));
  }
  for (const { magic, line, argumentStart } of findLineMagics(lines.join("\n"))) {
    blank(line, magic?.takes === "expression" ? argumentStart : Number.POSITIVE_INFINITY);
  }
  return lines.join("\n");
}

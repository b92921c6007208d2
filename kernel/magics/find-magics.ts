import type { CellMagic, LineMagic } from "./magic.js";
import { lineStarts } from "./magic-lines.js";
import { CELL_MAGICS, LINE_MAGICS } from "./magic-table.js";

/** A magic as it stands in a cell. */
export interface FoundMagic<M> {
  readonly name: string;
  /** Undefined for a name that no magic has. */
  readonly magic: M | undefined;
  /** The line, counted from 0. */
  readonly line: number;
  /** Where in its line the argument begins. */
  readonly argumentStart: number;
  readonly argument: string;
}

/** The magic that a cell begins with. */
export function findCellMagic(source: string): FoundMagic<CellMagic> | undefined {
  const [, blank = "", indent = "", name, space = "", argument = ""] =
    /^((?:[ \t]*\n)*)([ \t]*)(%%?[A-Za-z_]\w*)([ \t]*)(.*)/.exec(source) ?? [];
  if (name === undefined) return undefined;
  const magic = CELL_MAGICS.get(name);
  if (magic === undefined && !name.startsWith("%%")) return undefined;
  const line = blank.split("\n").length - 1;
  return {
    name,
    magic,
    line,
    argumentStart: indent.length + name.length + space.length,
    argument: argument.trim(),
  };
}

/** The magics of lines in a cell of TypeScript, unknown ones included where nothing else could be meant. */
export function findLineMagics(source: string): FoundMagic<LineMagic>[] {
  if (!/^[ \t]*[%!]/m.test(source)) return [];
  const starts = lineStarts(source, (line) => /^\s*(?:!|%[A-Za-z_])/.test(line));
  return source.split("\n").flatMap((text, line): FoundMagic<LineMagic>[] => {
    const start = starts[line];
    const [, indent = "", name, space = "", argument = ""] =
      /^(\s*)(!(?![=(]|function\b)|%[A-Za-z_]\w*(?![\w$]))(\s*)(.*)$/.exec(text) ?? [];
    if (name === undefined || start === "text") return [];
    const magic = LINE_MAGICS.get(name);
    // What begins a line may also continue the expression that the line before began.
    if (name === "!" ? start !== "statement" : magic === undefined && line > 0 && !CELL_MAGICS.has(name))
      return [];
    const argumentStart = indent.length + name.length + space.length;
    return [{ name, magic, line, argumentStart, argument: argument.trim() }];
  });
}

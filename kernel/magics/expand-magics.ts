import type { Settings } from "../settings.js";
import { findCellMagic, findLineMagics } from "./find-magics.js";
import { type ExpandedCell, type ExpandLines, MagicError } from "./magic.js";
import { CELL_MAGICS, LINE_MAGICS, unknownMagic } from "./magic-table.js";

/**
 * Replaces the magics of a cell. Lines keep their numbers, so errors still point into the cell as it was written.
 * @throws MagicError for unknown magics, and for ones that are used wrongly.
 */
export function expandMagics(source: string, settings: Settings): ExpandedCell {
  const expandLines: ExpandLines = (text) => expandLineMagics(text, settings);
  const found = findCellMagic(source);
  if (found === undefined) return expandLines(source);
  const { name, magic, line, argument } = found;
  if (magic === undefined) throw unknownMagic(name, CELL_MAGICS.keys(), line + 1);
  const body = source.split("\n").with(line, "").join("\n");
  return atLine(line, () => magic.expand(argument, body, expandLines));
}

function expandLineMagics(source: string, settings: Settings): ReturnType<ExpandLines> {
  let changes: Partial<Settings> = {};
  const lines = source.split("\n");
  for (const { name, magic, line, argument } of findLineMagics(source)) {
    if (magic === undefined && CELL_MAGICS.has(name))
      throw new MagicError(`${name} has to begin the cell`, line + 1);
    if (magic === undefined)
      throw unknownMagic(name, [...LINE_MAGICS.keys(), ...CELL_MAGICS.keys()], line + 1);
    lines[line] = atLine(line, () => {
      changes = { ...changes, ...magic.change?.(argument) };
      return magic.rewrite(argument, settings);
    });
  }
  return { kind: "script", source: lines.join("\n"), isTimed: false, changes };
}

/** Has an error say in which line, counted from 0, it is. */
function atLine<T>(line: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof MagicError && error.line === 1 ? new MagicError(error.message, line + 1) : error;
  }
}

import { pathsFrom } from "../language/complete-paths.js";
import { type Completions, matches } from "../language/completion-items.js";
import { findCellMagic, findLineMagics } from "./find-magics.js";
import type { Magic } from "./magic.js";
import { CELL_MAGICS, LINE_MAGICS } from "./magic-table.js";

/**
 * Completes the name or the argument of a magic before `cursor`, a UTF-16 offset; undefined where none is written. Paths begin at
 * `folder`.
 */
export function completeMagic(code: string, cursor: number, folder: string): Completions | undefined {
  const before = code.slice(0, cursor);
  const [typed] = /(?<=(?:^|\n)[ \t]*)%%?\w*$/.exec(before) ?? [];
  if (typed !== undefined) {
    const isFirst = before.slice(0, -typed.length).trim() === "";
    const names = [...(isFirst ? CELL_MAGICS.keys() : []), ...LINE_MAGICS.keys()];
    return items(cursor, typed, names, "magic");
  }
  const line = before.split("\n").length - 1;
  const cell = findCellMagic(before);
  const found = [cell, ...findLineMagics(before)].find((each) => each?.line === line);
  // The rest of the cell is no code of ours.
  if (cell?.magic?.hasCode === false && found !== cell) return items(cursor, "", [], "");
  if (found?.magic === undefined) return undefined;
  const argument = (before.split("\n").at(-1) ?? "").slice(found.argumentStart);
  return completeArgument(found.magic, argument, cursor, folder);
}

function completeArgument(
  { takes, name }: Magic,
  argument: string,
  cursor: number,
  folder: string,
): Completions | undefined {
  const word = /\S*$/.exec(argument)?.[0] ?? "";
  if (takes === "expression") return undefined;
  if (takes === "files" || takes === "folders" || name === "!") {
    return items(cursor, word, pathsFrom(word, folder, takes === "folders"), "path");
  }
  return items(cursor, word, takes ?? [], "keyword");
}

function items(cursor: number, typed: string, names: readonly string[], type: string): Completions {
  const found = names.filter((name) => matches(name, typed)).map((text) => ({ text, type }));
  return { start: cursor - typed.length, end: cursor, items: found };
}

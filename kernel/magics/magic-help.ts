import { findLineMagics } from "./find-magics.js";
import type { Magic } from "./magic.js";
import { MAGICS } from "./magic-table.js";

/** The help of the magic whose name the cursor, a UTF-16 offset, stands in or behind, or whose argument, which is no code. */
export function magicHelp(code: string, cursor: number): string | undefined {
  const before = /(?<=(?:^|\n)[ \t]*)(?:%%?\w*|!)$/.exec(code.slice(0, cursor))?.[0];
  if (before === undefined) {
    const found = findLineMagics(code).find(({ line }) => line === lineOf(code, cursor));
    return found?.magic === undefined || found.magic.takes === "expression"
      ? undefined
      : helpText(found.magic);
  }
  const name = before === "!" ? before : before + (/^%?\w*/.exec(code.slice(cursor))?.[0] ?? "");
  const magic = MAGICS.find((each) => each.name === name);
  return magic === undefined ? undefined : helpText(magic);
}

const lineOf = (code: string, cursor: number): number => code.slice(0, cursor).split("\n").length - 1;

function helpText({ usage, summary, details }: Magic): string {
  return [usage, "", summary, ...(details === undefined ? [] : ["", details])].join("\n");
}

import type { Magic } from "./magic.js";
import { MAGICS } from "./magic-table.js";

/** The help of the magic whose name the cursor, a UTF-16 offset, stands in or behind; undefined elsewhere. */
export function magicHelp(code: string, cursor: number): string | undefined {
  const before = /(?<=(?:^|\n)[ \t]*)(?:%%?\w*|!)$/.exec(code.slice(0, cursor))?.[0];
  if (before === undefined) return undefined;
  const name = before === "!" ? before : before + (/^%?\w*/.exec(code.slice(cursor))?.[0] ?? "");
  const magic = MAGICS.find((each) => each.name === name);
  return magic === undefined ? undefined : helpText(magic);
}

function helpText({ usage, summary, details }: Magic): string {
  return [usage, "", summary, ...(details === undefined ? [] : ["", details])].join("\n");
}

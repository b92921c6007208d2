import { appendFileSync, existsSync, writeFileSync } from "node:fs";
import { CELL } from "../transpile/runtime-names.js";
import { type CellMagic, MagicError, statementCell } from "./magic.js";
import { unquoted } from "./shell-words.js";

/** `%%writefile FILE` writes the rest of the cell into a file. */
export const writefile: CellMagic = {
  name: "%%writefile",
  usage: "%%writefile [-a] FILE",
  summary: "Writes the rest of the cell into a file; with -a, behind what is in it.",
  hasCode: false,
  takes: "files",
  expand(argument, body) {
    const [, append, path = ""] = /^(-a\s+)?(.*)$/.exec(argument) ?? [];
    const file = unquoted(path);
    if (file === "") throw new MagicError(`%%writefile needs the name of a file: ${writefile.usage}`);
    const text = body.slice(body.indexOf("\n") + 1);
    const parameters = [file, text === "" || text.endsWith("\n") ? text : `${text}\n`, append !== undefined];
    return statementCell(`${CELL}.writeFile(${parameters.map((each) => JSON.stringify(each)).join(", ")});`);
  },
};

/** Returns what was done, as a line. */
export function writeText(file: string, text: string, append: boolean): string {
  const existed = existsSync(file);
  if (append) appendFileSync(file, text);
  else writeFileSync(file, text);
  return `${existed ? (append ? "Appended to" : "Overwrote") : "Wrote"} ${file}`;
}

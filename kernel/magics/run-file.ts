import { CELL } from "../transpile/runtime-names.js";
import { type LineMagic, MagicError } from "./magic.js";
import { unquoted } from "./shell-words.js";

/** `%run FILE` runs a file of TypeScript as if it were a cell. */
export const runFile: LineMagic = {
  name: "%run",
  usage: "%run FILE",
  summary: "Runs a file of TypeScript or JavaScript as a cell: what it declares is there afterwards.",
  details: "Its own imports are found from its own folder.",
  takes: "files",
  rewrite(argument) {
    const file = unquoted(argument);
    if (file === "") throw new MagicError(`%run needs the name of a file: ${runFile.usage}`);
    return `await ${CELL}.runFile(${JSON.stringify(file)});`;
  },
};

import { CELL } from "../transpile/runtime-names.js";
import { type CellMagic, type LineMagic, MagicError, statementCell } from "./magic.js";

/** `!COMMAND` runs a command of the shell. */
export const shell: LineMagic = {
  name: "!",
  usage: "!COMMAND",
  summary: "Runs a command of the shell and shows what it prints.",
  details:
    "The command begins the line where a statement could begin. An exit code other than 0 is said, and the cell goes on. What it leaves running (server &) prints under the cell, and ends with the session. " +
    "For a negated expression there, write void !x.",
  rewrite(argument) {
    if (argument === "") throw new MagicError("! needs a command, as in !ls");
    return `await ${CELL}.shell(${JSON.stringify(argument)}, false);`;
  },
};

/** `%%bash` runs the rest of the cell in bash. */
export const bash: CellMagic = {
  name: "%%bash",
  usage: "%%bash",
  summary: "Runs the rest of the cell in bash; an exit code other than 0 is an error of the cell.",
  hasCode: false,
  expand(argument, body) {
    if (argument !== "") throw new MagicError(`Usage: ${bash.usage}`);
    return statementCell(`await ${CELL}.shell(${JSON.stringify(body.slice(body.indexOf("\n") + 1))}, true);`);
  },
};

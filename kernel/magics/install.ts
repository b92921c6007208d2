import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { CELL } from "../transpile/runtime-names.js";
import { type LineMagic, MagicError } from "./magic.js";
import { shellWords } from "./shell-words.js";

/** `%install PACKAGE…` installs packages of npm into the notebook's folder. */
export const install: LineMagic = {
  name: "%install",
  usage: "%install PACKAGE…",
  summary: "Installs packages of npm into the working directory, whose node_modules the cells import from.",
  details: "Options of npm install, such as --save-dev, go along.",
  rewrite(argument) {
    const words = shellWords(argument.replace(/;$/, ""));
    if (words.length === 0) throw new MagicError(`%install needs the name of a package: ${install.usage}`);
    return `await ${CELL}.install(${JSON.stringify(words)});`;
  },
};

/** The npm that came with this Node, or the one in PATH. */
export function npmProgram(): string {
  const beside = join(dirname(process.execPath), "npm");
  return existsSync(beside) ? beside : "npm";
}

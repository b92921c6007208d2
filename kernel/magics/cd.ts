import { homedir } from "node:os";
import { resolve } from "node:path";
import { CELL } from "../transpile/runtime-names.js";
import type { LineMagic } from "./magic.js";
import { unquoted } from "./shell-words.js";

/** `%cd DIRECTORY` changes the session's working directory. */
export const cd: LineMagic = {
  name: "%cd",
  usage: "%cd [DIRECTORY]",
  summary: "Changes the working directory, from which files, imports and commands are found.",
  details: "Without a directory it is the home directory; %cd - goes back to the one before.",
  takes: "folders",
  rewrite: (argument) => `${CELL}.changeDirectory(${JSON.stringify(unquoted(argument))});`,
};

let before = process.cwd();

/**
 * Returns the new working directory.
 * @throws Error when there is no such directory.
 */
export function changeDirectory(wanted: string): string {
  const from = process.cwd();
  const to = wanted === "" ? homedir() : wanted === "-" ? before : wanted.replace(/^~(?=\/|$)/, homedir());
  process.chdir(resolve(to));
  before = from;
  return process.cwd();
}

import type { TypecheckMode } from "../settings.js";
import { type LineMagic, MagicError } from "./magic.js";

/** `%typecheck off|warn|strict` holds from its cell on. The kernel process reads it: the line itself does nothing. */
export const typecheck: LineMagic = {
  name: "%typecheck",
  usage: "%typecheck off|warn|strict",
  summary: "Says what becomes of type errors from this cell on.",
  details:
    "off: they are not looked for. warn: they are shown under the cell, which runs all the same. strict: a cell that has one does not run.",
  takes: ["off", "warn", "strict"],
  rewrite(argument) {
    typecheckMode(argument);
    return ";";
  },
  change: (argument) => ({ typecheck: typecheckMode(argument) }),
};

/** @throws MagicError for a word that is no mode. */
export function typecheckMode(argument: string): TypecheckMode {
  const mode = argument.replace(";", "").trim();
  if (mode === "off" || mode === "warn" || mode === "strict") return mode;
  throw new MagicError(`Usage: ${typecheck.usage}`);
}

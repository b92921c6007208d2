import { type LineMagic, MagicError } from "./magic.js";

/** What becomes of a cell's type errors: nothing, a note beside its output, or an error instead of running it. */
export type TypecheckMode = "off" | "warn" | "error";

/** `%typecheck off|warn|error` holds from its cell on. The kernel process reads it: the line itself does nothing. */
export const typecheck: LineMagic = {
  name: "typecheck",
  usage: "%typecheck off|warn|error",
  rewrite(argument) {
    if (modeOf(argument) === undefined) throw new MagicError(`Usage: ${typecheck.usage}`);
    return ";";
  },
};

/** The mode that a cell asks for, if it does. */
export function requestedTypecheck(source: string): TypecheckMode | undefined {
  const argument = /^[ \t]*%typecheck\b(.*)$/m.exec(source)?.[1];
  return argument === undefined ? undefined : modeOf(argument);
}

function modeOf(argument: string): TypecheckMode | undefined {
  const mode = argument.replace(";", "").trim();
  return mode === "off" || mode === "warn" || mode === "error" ? mode : undefined;
}

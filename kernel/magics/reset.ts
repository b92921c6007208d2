import { CELL } from "../transpile/runtime-names.js";
import { type LineMagic, MagicError } from "./magic.js";

/** `%reset` forgets all variables. */
export const reset: LineMagic = {
  name: "%reset",
  usage: "%reset",
  summary:
    "Removes all variables and functions of the session. Modules stay loaded, and the working directory stays.",
  rewrite(argument) {
    // Python's notebooks say -f, as there a question is asked otherwise.
    if (!/^(-f)?\s*;?$/.test(argument)) throw new MagicError(`Usage: ${reset.usage}`);
    return `${CELL}.reset();`;
  },
};

import { type CellMagic, MagicError } from "./magic.js";

/** `%check` on the first line has the rest of the cell looked at, not run. */
export const check: CellMagic = {
  name: "%check",
  usage: "%check",
  summary: "Looks for errors in the rest of the cell, which is not run.",
  hasCode: true,
  details:
    "Of a cell of TypeScript it shows syntax and type errors. A cell that goes on with %%parallel is compiled: errors of syntax, types, ranks and " +
    "races come up, and nothing of the session changes.",
  expand(argument, body, expandLines) {
    if (argument !== "") throw new MagicError(`Usage: ${check.usage}, with the cell below it`);
    const isParallel = /^\s*%%parallel\b/.test(body);
    return { kind: "check", isParallel, source: isParallel ? body : expandLines(body).source };
  },
};

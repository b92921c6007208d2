import { CELL } from "../transpile/runtime-names.js";
import { type LineMagic, MagicError } from "./magic.js";

/** `%parallel_diagnostics NAME [LEVEL]` shows the report of a parallel function. */
export const parallelDiagnostics: LineMagic = {
  name: "%parallel_diagnostics",
  usage: "%parallel_diagnostics NAME [LEVEL], where LEVEL is 1 to 4",
  summary: "Shows what became of the loops of a parallel function.",
  takes: "expression",
  rewrite(argument) {
    const [, name, level = "1"] =
      /^([\p{ID_Start}$_][\p{ID_Continue}$]*)(?:\s+([1-4]))?\s*;?$/u.exec(argument) ?? [];
    if (name === undefined) throw new MagicError(`Usage: ${parallelDiagnostics.usage}`);
    return `${CELL}.parallelDiagnostics(${JSON.stringify(name)}, ${level});`;
  },
};

/**
 * The report on the function that `value` is; `name` is what the user called it.
 * @throws TypeError when it is no parallel function.
 */
export function reportOf(value: unknown, name: string, level: number): unknown {
  if (typeof value === "function" && "parallelDiagnostics" in value) {
    const { parallelDiagnostics: report } = value;
    if (typeof report === "function") return report.call(value, { level });
  }
  const found =
    value === undefined
      ? "is not defined"
      : `is ${typeof value === "function" ? "an ordinary function" : `a ${typeof value}`}`;
  throw new TypeError(`%parallel_diagnostics needs a function of a %%parallel cell; '${name}' ${found}`);
}

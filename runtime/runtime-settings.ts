import { env } from "node:process";
import { type DiagnosticsLevel, parseLevel } from "./cell-options.js";

/** Whether WEFT_VERIFY asks to verify the program after each pass of the compiler, as the tests do: 1 for yes. */
export const readVerify = (): boolean => env["WEFT_VERIFY"] === "1";

/**
 * The level of WEFT_PARALLEL_DIAGNOSTICS, at which each compilation is reported; null where it is not set.
 * @throws {RangeError} for a value that is no level
 */
export function readReportLevel(): DiagnosticsLevel | null {
  const text = env["WEFT_PARALLEL_DIAGNOSTICS"];
  if (text === undefined || text === "" || text === "0") return null;
  const level = parseLevel(text);
  if (level === null)
    throw new RangeError(`WEFT_PARALLEL_DIAGNOSTICS is "${text}": expected a level from 1 to 4`);
  return level;
}

import { env } from "node:process";
import { type DiagnosticsLevel, parseLevel } from "./cell-options.js";

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

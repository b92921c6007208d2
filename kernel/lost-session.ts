import { emphasized } from "./emphasized.js";
import type { ErrorContent } from "./messages.js";

/** Names of lost variables that are listed. */
const LISTED = 10;

/** How a cell fails whose session process ended. `reason` says how, `names` are the variables that are lost. */
export function lostSession(
  reason: string,
  running: string | undefined,
  names: readonly string[],
): ErrorContent {
  const ename = "SessionLostError";
  const where =
    running === undefined ? "The session process is gone" : `The session process ended in ${running}`;
  const evalue = `${where}: ${reason}. ${lossText(names)} The next cell runs in a fresh session.`;
  const place = running === undefined ? [] : ["", `    at ${running}`];
  return { ename, evalue, traceback: [`${emphasized(ename)}: ${evalue}`, ...place] };
}

function lossText(names: readonly string[]): string {
  if (names.length === 0) return "It had no variables that could be lost.";
  const listed = names.slice(0, LISTED).join(", ");
  const more = names.length > LISTED ? `, and ${names.length - LISTED} more` : "";
  return `All variables and functions are lost (${listed}${more}).`;
}

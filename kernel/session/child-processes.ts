import { readdirSync, readFileSync } from "node:fs";
import { hasCode } from "../has-code.js";

/**
 * Sends SIGINT to the programs that this process has started, as Ctrl-C in a terminal would: `execSync` returns when its
 * program ends. Does nothing where the system does not list them in /proc.
 */
export function interruptChildren(): void {
  signalProcesses(descendantsOf("self"), "SIGINT");
}

/** The processes that a process started, and theirs. */
export function descendantsOf(parent: number | "self"): number[] {
  try {
    const children = readdirSync(`/proc/${parent}/task`).flatMap((thread) =>
      readFileSync(`/proc/${parent}/task/${thread}/children`, "utf8").split(" ").filter(Boolean).map(Number),
    );
    return children.flatMap((child) => [...descendantsOf(child), child]);
  } catch {
    return [];
  }
}

/** Passes over those that have ended by themselves, or belong to another user. */
export function signalProcesses(processes: Iterable<number>, signal: NodeJS.Signals): void {
  for (const each of processes) {
    try {
      process.kill(each, signal);
    } catch (error) {
      if (!hasCode(error, "ESRCH") && !hasCode(error, "EPERM")) throw error;
    }
  }
}

/**
 * Ends what a session has started and left running, such as servers: a session leads a process group of its own. What was started
 * with `detached` is in another one, and stays.
 */
export function endGroup(leader: number | undefined): void {
  if (leader !== undefined) signalProcesses([-leader], "SIGTERM");
}

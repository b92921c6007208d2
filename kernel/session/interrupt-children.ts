import { readdirSync, readFileSync } from "node:fs";

/**
 * Sends SIGINT to the programs that this process has started, as Ctrl-C in a terminal would: `execSync` returns when its
 * program ends. Does nothing where the system does not list them in /proc.
 */
export function interruptChildren(): void {
  for (const child of descendantsOf("self")) {
    try {
      process.kill(child, "SIGINT");
    } catch {
      // It has ended by itself.
    }
  }
}

/** The processes that a process started, and theirs. */
function descendantsOf(parent: number | "self"): number[] {
  try {
    const children = readdirSync(`/proc/${parent}/task`).flatMap((thread) =>
      readFileSync(`/proc/${parent}/task/${thread}/children`, "utf8").split(" ").filter(Boolean).map(Number),
    );
    return children.flatMap((child) => [...descendantsOf(child), child]);
  } catch {
    return [];
  }
}

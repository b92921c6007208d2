import { readFileSync } from "node:fs";

/** Whether the main thread of this process has work, rather than waiting for something; false where the system has no /proc. */
export function isComputing(): boolean {
  try {
    const stat = readFileSync(`/proc/self/task/${process.pid}/stat`, "utf8");
    // The state comes behind the name, which may contain anything.
    return stat.startsWith("R", stat.lastIndexOf(") ") + 2);
  } catch {
    return false;
  }
}

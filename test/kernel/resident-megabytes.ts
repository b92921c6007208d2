import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { KernelClient } from "../../kernel/client.js";

/** What the kernel process, without that of the session, has in memory. */
export function residentMegabytes({ process: { pid } }: KernelClient): number {
  const status = readFileSync(join("/proc", String(pid), "status"), "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1000;
}

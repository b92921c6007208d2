import { readdirSync, readFileSync } from "node:fs";

/** What a process takes. */
export interface ProcessUsage {
  /** Seconds of processor time since it began. */
  readonly cpuSeconds: number;
  /** Bytes; pages that processes share count in parts. */
  readonly memory: number;
}

/** The unit of times in /proc: USER_HZ, which Linux fixed at 100. */
const TICKS_PER_SECOND = 100;

/** The process and all that it has started; only itself where the system has no /proc. */
export function processTree(processId: number): readonly number[] {
  const found = [processId];
  for (const each of found) {
    for (const thread of listed(`/proc/${each}/task`)) {
      const children = content(`/proc/${each}/task/${thread}/children`);
      found.push(...children.split(" ").filter(Boolean).map(Number));
    }
  }
  return found;
}

/** Undefined when the process has ended, or the system has no /proc. */
export function processUsage(processId: number): ProcessUsage | undefined {
  // The name in parentheses may contain anything.
  const fields = content(`/proc/${processId}/stat`).split(") ").at(-1)?.split(" ") ?? [];
  const memory = /^Pss:\s+(\d+) kB/m.exec(content(`/proc/${processId}/smaps_rollup`))?.[1];
  if (fields.length < 13 || memory === undefined) return undefined;
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
    memory: Number(memory) * 1024,
  };
}

/** A process that has ended meanwhile has no files. */
function content(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function listed(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

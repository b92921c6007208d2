import { availableParallelism, cpus, freemem, hostname, totalmem } from "node:os";
import type { Handler } from "../dispatch.js";
import { type ProcessUsage, processTree, processUsage } from "../process-usage.js";
import type { JsonObject } from "../wire.js";

/** What the machine's processors have done since it started, in milliseconds. */
interface HostTimes {
  readonly busy: number;
  readonly total: number;
}

interface Look {
  /** Milliseconds since this process began. */
  readonly at: number;
  readonly processes: ReadonlyMap<number, ProcessUsage>;
  readonly host: HostTimes;
}

/** Answers `usage_request` with the fields of ipykernel's reply: those of the kernel are the sums over all its processes. */
export function usageHandler(): Handler {
  // The first answer is about the time since the kernel, and the machine, began.
  let before: Look = { at: 0, processes: new Map(), host: { busy: 0, total: 0 } };
  return () => {
    const now: Look = { at: performance.now(), processes: usageOfTree(), host: hostTimes() };
    const seconds = (now.at - before.at) / 1000;
    let cpu = 0;
    let memory = 0;
    for (const [id, usage] of now.processes) {
      cpu += usage.cpuSeconds - (before.processes.get(id)?.cpuSeconds ?? 0);
      memory += usage.memory;
    }
    const hostTotal = now.host.total - before.host.total;
    const hostBusy = now.host.busy - before.host.busy;
    before = now;
    const reply: JsonObject = {
      hostname: hostname(),
      pid: process.pid,
      // Percent of one processor since the last question.
      kernel_cpu: (100 * cpu) / Math.max(seconds, 0.001),
      kernel_memory: memory,
      ...(hostTotal > 0 ? { host_cpu_percent: (100 * hostBusy) / hostTotal } : {}),
      cpu_count: availableParallelism(),
      host_virtual_memory: hostMemory(),
    };
    return reply;
  };
}

function usageOfTree(): ReadonlyMap<number, ProcessUsage> {
  const usages = new Map<number, ProcessUsage>();
  for (const id of processTree(process.pid)) {
    const usage = processUsage(id) ?? (id === process.pid ? ownUsage() : undefined);
    if (usage !== undefined) usages.set(id, usage);
  }
  return usages;
}

/** For systems without /proc. */
function ownUsage(): ProcessUsage {
  const { user, system } = process.cpuUsage();
  return { cpuSeconds: (user + system) / 1e6, memory: process.memoryUsage.rss() };
}

function hostTimes(): HostTimes {
  let busy = 0;
  let total = 0;
  for (const { times } of cpus()) {
    const all = times.user + times.nice + times.sys + times.idle + times.irq;
    total += all;
    busy += all - times.idle;
  }
  return { busy, total };
}

function hostMemory(): JsonObject {
  const total = totalmem();
  const available = freemem();
  return { total, available, used: total - available, percent: (100 * (total - available)) / total };
}

import { hasCode } from "./has-code.js";

/** Milliseconds between looks at whether the parent is still there. */
const PERIOD = 200;

/**
 * Calls `gone` once the process that started the kernel no longer exists: a client that was killed can't tell its
 * kernel to end. `parentId` is what Jupyter puts into `JPY_PARENT_PID`; without it nothing is watched.
 */
export function watchParent(parentId: string | undefined, gone: () => void): void {
  const parent = Number(parentId);
  if (!Number.isInteger(parent) || parent <= 1) return;
  const isDirect = process.ppid === parent;
  const timer = setInterval(() => {
    if (isDirect ? process.ppid === parent : exists(parent)) return;
    clearInterval(timer);
    gone();
  }, PERIOD);
  timer.unref();
}

function exists(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // Not allowed to signal it: it exists.
    return hasCode(error, "EPERM");
  }
}

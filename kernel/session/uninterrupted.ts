import type { LoadGuard } from "../../runtime/load-guard.js";
import { TERMINATION_SLOT } from "./protocol.js";

/** What the slot says: whether the main thread may be terminated, must not be, or is being. */
const [FREE, GUARDED, TERMINATING] = [0, 1, 2] as const;

/** The main thread's side: while a load is under way the control thread does not terminate it, nor does one begin while it does. */
export function createLoadGuard(slots: Int32Array): LoadGuard {
  let depth = 0;
  return {
    begin() {
      if (depth > 0 || claim(slots)) depth++;
    },
    end() {
      if (--depth === 0) Atomics.store(slots, TERMINATION_SLOT, FREE);
    },
  };
}

/** Waits until the main thread may be guarded: a termination ends the wait, and what waits with it. */
function claim(slots: Int32Array): true {
  while (Atomics.compareExchange(slots, TERMINATION_SLOT, FREE, GUARDED) !== FREE) {
    Atomics.wait(slots, TERMINATION_SLOT, TERMINATING);
  }
  return true;
}

/** The control thread's side: whether it may terminate the main thread, until `terminated`. */
export function beginTermination(slots: Int32Array): boolean {
  return Atomics.compareExchange(slots, TERMINATION_SLOT, FREE, TERMINATING) !== GUARDED;
}

export function terminated(slots: Int32Array): void {
  Atomics.compareExchange(slots, TERMINATION_SLOT, TERMINATING, FREE);
  Atomics.notify(slots, TERMINATION_SLOT);
}

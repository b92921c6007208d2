import type { ObserveMessage } from "../../../kernel/client.js";
import { messageFaults } from "./message-schemas.js";
import { type Allowances, type Observed, orderFaults } from "./order-faults.js";

/** Watches all that a client sends and receives. */
export interface ProtocolWatch {
  readonly observe: ObserveMessage;
  /** What broke the protocol so far: each fault once, with the number of its occurrences. */
  faults(allowed?: Allowances): readonly string[];
}

export function createProtocolWatch(): ProtocolWatch {
  const observed: Observed[] = [];
  return {
    observe: (from, channel, message) => void observed.push({ from, channel, message }),
    faults(allowed = {}) {
      const all = [
        ...observed.flatMap(({ from, message }) => (from === "kernel" ? messageFaults(message) : [])),
        ...orderFaults(observed, allowed),
      ];
      const counts = new Map<string, number>();
      for (const fault of all) counts.set(fault, (counts.get(fault) ?? 0) + 1);
      return [...counts].map(([fault, times]) => (times === 1 ? fault : `${fault} (${times} times)`));
    },
  };
}

import type { LoopOp } from "./ops.js";
import { walk } from "./visit.js";

/** Whether a serial loop is in the operation, or is it. */
export function containsLoop(op: LoopOp): boolean {
  let found = false;
  walk<LoopOp>([op], ({ kind }) => {
    found ||= kind === "for" || kind === "loop";
  });
  return found;
}

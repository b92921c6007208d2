import type { ArrayOp } from "../ir/ops.js";
import { walk } from "../ir/visit.js";

/** Whether the operations leave variables, arrays and the console as they are. */
export function mutationFree(ops: readonly ArrayOp[]): boolean {
  let free = true;
  walk(ops, (op) => {
    if (op.kind === "set" || op.kind === "store" || op.kind === "update" || op.kind === "print") free = false;
  });
  return free;
}

import { operationCost } from "../ir/operation-cost.js";
import type { LoopOp } from "../ir/ops.js";
import type { Tables } from "../ir/program.js";
import { regionsOf } from "../ir/visit.js";

/** Trips of an inner loop about whose length nothing is known. */
const UNKNOWN_TRIPS = 32;

/** About how many nanoseconds one run of the region takes, inner loops of unknown length included; at least 1. */
export function bodyCost(region: readonly LoopOp[], tables: Tables): number {
  return Math.max(1, cost(region, tables));
}

function cost(region: readonly LoopOp[], tables: Tables): number {
  return region.reduce((total, op) => {
    const inner = regionsOf<LoopOp>(op).reduce((sum, ops) => sum + cost(ops, tables), 0);
    const times = op.kind === "for" || op.kind === "loop" ? UNKNOWN_TRIPS : 1;
    return total + operationCost(op, tables) + times * inner;
  }, 0);
}

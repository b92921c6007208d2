import { isComplex, isFloat, itemsize } from "../../../ir/dtype.js";
import type { LabelId } from "../../../ir/ids.js";
import { operationCost } from "../../../ir/operation-cost.js";
import type { LoopOp } from "../../../ir/ops.js";
import type { Tables } from "../../../ir/program.js";
import { isScalarOp, slotsOf, walk } from "../../../ir/visit.js";
import type { LaneFacts } from "./lane-facts.js";
import type { MaskedLoop } from "./lane-plan.js";

/** Functions that cost more have no vector form. */
const DEAREST_CALL = 6;

/**
 * Whether lanes can run the loop side by side though each leaves it at its own time: it jumps out of itself or out of the blocks
 * `around`, and computes without memory, so that lanes which have left can go through the motions.
 */
export function isMaskable(op: LoopOp, around: ReadonlySet<LabelId>, facts: LaneFacts): op is MaskedLoop {
  if (op.kind !== "loop" && op.kind !== "for") return false;
  if (op.kind === "for" && [op.start, op.stop, op.step].some(facts.varies)) return false;
  const region = op.kind === "loop" ? [...op.body, ...op.update] : op.body;
  const known = new Set([...around, op.label]);
  walk(region, (inner) => {
    if (inner.kind === "block") known.add(inner.label);
  });
  let [jumps, fits] = [op.kind === "loop", true];
  walk(region, (inner) => {
    if (inner.kind === "break" || inner.kind === "continue") {
      jumps ||= inner.kind === "break" && (inner.label === op.label || around.has(inner.label));
      fits &&= known.has(inner.label);
    } else fits &&= isLaneOp(inner, facts.tables);
  });
  return jumps && fits;
}

function isLaneOp(op: LoopOp, tables: Tables): boolean {
  switch (op.kind) {
    case "get":
    case "set":
    case "declare": {
      const type = tables.slotType(op.slot);
      return type.kind === "scalar" && !isComplex(type.dtype);
    }
    case "if":
    case "block":
      return true;
    default:
      return isScalarOp(op) && isVectorizable(op, tables);
  }
}

function isVectorizable(op: LoopOp, tables: Tables): boolean {
  if (op.kind === "binary" && (op.op === "div" || op.op === "rem"))
    return op.op === "div" && isFloat(tables.dtypeOf(op.out));
  return operationCost(op, tables) <= DEAREST_CALL;
}

/** Whether a jump in the region leaves the block. */
export function leaves(region: readonly LoopOp[], label: LabelId): boolean {
  let found = false;
  walk(region, (op) => {
    found ||= op.kind === "break" && op.label === label;
  });
  return found;
}

/** Whether all variables that the loop changes have at most 32 bits. */
export function isShort(loop: MaskedLoop, tables: Tables): boolean {
  const region = loop.kind === "loop" ? [...loop.body, ...loop.update] : loop.body;
  return [...slotsOf(region, "set")].every((slot) => itemsize(tables.slotType(slot).dtype) <= 4);
}

import { isComplex, isFloat } from "./dtype.js";
import type { For, LoopOp } from "./ops.js";
import type { Tables } from "./program.js";
import { slotsOf } from "./visit.js";

/** Whether an innermost loop of the nest hands a float from one iteration to the next, so that it must keep its order. */
export function carriesFloat(loop: For<LoopOp>, tables: Tables): boolean {
  const inner = loop.body.filter((op) => op.kind === "for");
  if (inner.length > 0) return inner.some((op) => carriesFloat(op, tables));
  const own = slotsOf(loop.body, "declare");
  return [...slotsOf(loop.body, "set")].some((slot) => {
    const { dtype } = tables.slotType(slot);
    const keepsOrder = !own.has(slot) && !loop.reassociate.includes(slot);
    return keepsOrder && (isFloat(dtype) || isComplex(dtype));
  });
}

import type { LoopId, ValueId } from "../../ir/ids.js";
import type { Load, LoopOp, Store } from "../../ir/ops.js";
import { isAccess, regionsOf } from "../../ir/visit.js";
import type { Remark } from "../../pass.js";
import { linearForm } from "../linear-form.js";
import type { FactContext } from "../range-facts.js";

/** Says of each access of a loop that is still checked, and not `decided` before it, why it is. */
export function remarkChecks(
  loop: LoopOp,
  decided: ReadonlySet<LoopOp>,
  inside: ReadonlySet<ValueId>,
  context: FactContext,
  remark: (remark: Remark) => void,
): void {
  const visit = (op: LoopOp, around: LoopId | null): void => {
    const own = op.kind === "parfor" ? op.loop : around;
    if (isAccess(op) && op.bounds.kind === "checked" && !decided.has(op))
      if (own !== null)
        remark({ kind: "checked", loop: own, span: op.span, reason: reasonOf(op, inside, context) });
    for (const inner of regionsOf<LoopOp>(op).flat()) visit(inner, own);
  };
  visit(loop, null);
}

/** What keeps the index of an access from being compared with the extent before the loop. */
function reasonOf({ index }: Load | Store, inside: ReadonlySet<ValueId>, context: FactContext): string {
  const { definitions, tables } = context;
  for (const value of index)
    for (const term of linearForm(value, definitions).terms.keys()) {
      if (!inside.has(term)) continue;
      const source = sourceOf(term, context);
      if (source?.kind === "load") return "its index is read from memory";
      if (source?.kind === "get") return `${tables.slotName(source.slot)} changes in the loop`;
      if (source !== undefined) return "its index is no sum of the indices of loops";
    }
  return "its index is not inside for all iterations";
}

/** What makes a value, conversions aside. */
function sourceOf(value: ValueId, context: FactContext): ReturnType<FactContext["definitions"]["get"]> {
  const op = context.definitions.get(value);
  return op?.kind === "cast" ? sourceOf(op.a, context) : op;
}

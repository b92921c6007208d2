// Which operations accumulate a reduction: s = s + e, with s a slot whose order of summation is open. LLVM may reassociate
// these, and so vectorizes the loop; everything else keeps its order.
import type { SlotId, ValueId } from "../ir/ids.js";
import type { BinaryOperator, LoopOp } from "../ir/ops.js";
import { regionsOf, walk } from "../ir/visit.js";

const ASSOCIATIVE: ReadonlySet<BinaryOperator> = new Set(["add", "sub", "mul"]);

/** The results of all accumulating operations of the program. */
export function reassociatedValues(body: readonly LoopOp[]): ReadonlySet<ValueId> {
  const found = new Set<ValueId>();
  walk(body, (op) => {
    const open = openSlots(op);
    if (open.length > 0) collect(regionsOf<LoopOp>(op).flat(), new Set(open), found);
  });
  return found;
}

function openSlots(op: LoopOp): readonly SlotId[] {
  if (op.kind === "for") return op.reassociate;
  if (op.kind !== "parfor") return [];
  return op.reductions.filter(({ combiner }) => combiner.kind === "builtin").flatMap(({ slots }) => slots);
}

function collect(body: readonly LoopOp[], open: ReadonlySet<SlotId>, found: Set<ValueId>): void {
  const definitions = new Map<ValueId, LoopOp>();
  walk(body, (op) => {
    if ("out" in op && op.out !== null) definitions.set(op.out, op);
  });
  const known = new Map<string, boolean>();
  /** Whether `value` is `slot` with something accumulated to it; marks the operations on the way. */
  const accumulates = (value: ValueId, slot: SlotId): boolean => {
    const key = `${value} ${slot}`;
    const answer = known.get(key) ?? trace(definitions.get(value), slot);
    known.set(key, answer);
    return answer;
  };
  const trace = (op: LoopOp | undefined, slot: SlotId): boolean => {
    if (op?.kind === "get") return op.slot === slot;
    if (op?.kind === "select") {
      const [yes, no] = [accumulates(op.a, slot), accumulates(op.b, slot)];
      return yes && no;
    }
    if (op?.kind !== "binary" || !ASSOCIATIVE.has(op.op)) return false;
    const carried = accumulates(op.a, slot) || (op.op !== "sub" && accumulates(op.b, slot));
    if (carried) found.add(op.out);
    return carried;
  };
  walk(body, (op) => {
    if (op.kind === "set" && open.has(op.slot)) accumulates(op.value, op.slot);
  });
}

import type { LabelId, LoopId, ValueId } from "../../ir/ids.js";
import type { LoopOp, Parfor } from "../../ir/ops.js";
import type { Tables } from "../../ir/program.js";
import { mapRegions, substitute } from "../../ir/rewrite.js";
import { walk } from "../../ir/visit.js";

/** One loop that runs the body of `first`, then that of `second`, in each iteration. They have the same space; `loop` is the id of one of them. */
export function joinParfors(
  first: Parfor<LoopOp>,
  second: Parfor<LoopOp>,
  loop: LoopId,
  tables: Tables,
): Parfor<LoopOp> {
  const map = new Map<ValueId, ValueId>();
  second.indices.forEach((index, k) => {
    const other = first.indices[k];
    if (other !== undefined) map.set(index, other);
  });
  return {
    ...first,
    loop,
    span: loop === first.loop ? first.span : second.span,
    // The second body comes last: its `continue` is that of the fused loop.
    label: second.label,
    body: [...withoutContinue(first, tables), ...substitute(second.body, map, tables)],
    reductions: [...first.reductions, ...second.reductions],
  };
}

/** `continue` of the first loop must skip its own body only. */
function withoutContinue(loop: Parfor<LoopOp>, tables: Tables): readonly LoopOp[] {
  let used = false;
  walk(loop.body, (op) => {
    used ||= op.kind === "continue" && op.label === loop.label;
  });
  if (!used) return loop.body;
  const label = tables.label();
  return [{ kind: "block", label, body: leave(loop.body, loop.label, label), span: loop.span }];
}

function leave(region: readonly LoopOp[], from: LabelId, label: LabelId): readonly LoopOp[] {
  return region.map((op) =>
    op.kind === "continue" && op.label === from
      ? { kind: "break", label, span: op.span }
      : mapRegions<LoopOp>(op, (inner) => leave(inner, from, label)),
  );
}

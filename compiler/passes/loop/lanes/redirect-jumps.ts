import type { LabelId, SlotId } from "../../../ir/ids.js";
import type { LoopOp } from "../../../ir/ops.js";
import type { Tables } from "../../../ir/program.js";
import { regionBuilder } from "../../../ir/region-builder.js";
import { mapRegions } from "../../../ir/rewrite.js";

/** Where jumps go instead. */
export interface Redirection {
  /** The variable that says whether the iteration is still in a block, by label. */
  readonly exits: ReadonlyMap<LabelId, SlotId>;
  /** The block that all of them leave in the end. */
  readonly end: LabelId;
}

/** The region with its jumps out of blocks as changes of variables and jumps to one end. */
export function redirected(region: readonly LoopOp[], to: Redirection, tables: Tables): readonly LoopOp[] {
  return region.flatMap((op): readonly LoopOp[] => {
    const { span } = op;
    const exit = op.kind === "break" ? to.exits.get(op.label) : undefined;
    if (exit === undefined) return [mapRegions<LoopOp>(op, (inner) => redirected(inner, to, tables))];
    const build = regionBuilder(tables, span);
    build.set(exit, build.constant(0, tables.slotType(exit).dtype));
    return [...build.ops, { kind: "break", label: to.end, span }];
  });
}

import type { SlotId, ValueId } from "../../ir/ids.js";
import type { LoopOp, Parfor, Reduction } from "../../ir/ops.js";
import type { Tables } from "../../ir/program.js";
import type { RegionBuilder } from "../../ir/region-builder.js";

/** One axis of a nest of serial loops; `start` null means 0. */
export interface SerialAxis {
  readonly index: ValueId;
  readonly start: ValueId | null;
  readonly stop: ValueId;
}

/**
 * The body of `op` in `for` loops over `axes`, the first outermost; `continue` keeps its meaning. `build` takes the constants: it stands
 * before the parallel loop around.
 */
export function serialNest(
  op: Parfor<LoopOp>,
  axes: readonly SerialAxis[],
  build: RegionBuilder,
  tables: Tables,
): readonly LoopOp[] {
  const zero = build.constant(0);
  const step = build.constant(1);
  const reassociate = op.reductions.flatMap((reduction) => openOrder(reduction, tables));
  return axes.reduceRight<readonly LoopOp[]>(
    (body, { index, start, stop }, k) => [
      {
        kind: "for",
        // A `continue` of the parallel loop ends an iteration of the innermost one.
        label: k === axes.length - 1 ? op.label : tables.label(),
        loop: op.loop,
        index,
        start: start ?? zero,
        stop,
        step,
        body,
        reassociate,
        span: op.span,
      },
    ],
    op.body,
  );
}

/** A parallel loop as serial ones: its reductions are then ordinary updates of their variables. */
export function serializeParfor(op: Parfor<LoopOp>, build: RegionBuilder, tables: Tables): readonly LoopOp[] {
  const axes = op.indices.flatMap((index, k): readonly SerialAxis[] => {
    const stop = op.extents[k];
    return stop === undefined ? [] : [{ index, start: null, stop }];
  });
  return [...(op.prologue ?? []), ...serialNest(op, axes, build, tables)];
}

/** The scalar accumulators of a reduction by a known operator: the order of summation is open. */
function openOrder(reduction: Reduction<LoopOp>, tables: Tables): readonly SlotId[] {
  if (reduction.combiner.kind === "custom") return [];
  return reduction.slots.filter((slot) => tables.slotType(slot).kind === "scalar");
}

import type { LoopOp, Parfor } from "../../ir/ops.js";
import type { Tables } from "../../ir/program.js";
import { regionBuilder } from "../../ir/region-builder.js";
import type { FusionFacts } from "./fusion-facts.js";
import { serialNest } from "./serialize-parfor.js";

interface LoopByRows {
  /** Constants that stand before the loop. */
  readonly before: readonly LoopOp[];
  readonly loop: Parfor<LoopOp>;
}

/**
 * `second` as a parallel loop over the leading axes, which are those of `first`, with serial loops over the others inside: so that it
 * can use what `first` computes for a row while the row is in the caches. Null where it needs nothing of `first`, whose rows may be
 * too few for all threads, or where it sums.
 */
export function byRows(
  first: Parfor<LoopOp>,
  second: Parfor<LoopOp>,
  facts: FusionFacts,
  tables: Tables,
): LoopByRows | null {
  const count = first.extents.length;
  const isPrefix = first.extents.every((extent, axis) => extent === second.extents[axis]);
  if (!isPrefix || count === 0 || count >= second.extents.length || second.reductions.length > 0) return null;
  const { reads } = facts.effects(second);
  if (![...facts.effects(first).writes.keys()].some((array) => reads.has(array))) return null;
  const build = regionBuilder(tables, second.span);
  const axes = second.indices.slice(count).flatMap((index, k) => {
    const stop = second.extents[count + k];
    return stop === undefined ? [] : [{ index, start: null, stop }];
  });
  const body = serialNest(second, axes, build, tables);
  const [indices, extents] = [second.indices.slice(0, count), second.extents.slice(0, count)];
  return { before: build.ops, loop: { ...second, label: tables.label(), indices, extents, body } };
}

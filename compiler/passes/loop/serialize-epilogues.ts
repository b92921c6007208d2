// serialize-epilogues: a short elementwise loop over the sums that a parallel loop leaves runs where these are combined.
//
// Requires: a loop program after fusion.
// Guarantees: such a loop is serial, with a `serialized` remark; it belongs to the region of the loop that it follows.
//
//   parfor #0 [i < n] reduction + of g[m] { … }      parfor #0 [i < n] reduction + of g[m] { … }
//   parfor #1 [j < m] { w[j] = w[j] - g[j] }         for #1 j = 0 to m { w[j] = w[j] - g[j] }
//
// Combining the blocks has just gone through all m elements serially, once for each block, so a second region would cost
// more than it saves. Declines: loops over another space, loops that use none of the sums, and loops whose iterations
// take longer than combining some blocks.
import type { ValueId } from "../../ir/ids.js";
import type { LoopOp, Parfor } from "../../ir/ops.js";
import type { LoopProgram } from "../../ir/program.js";
import { regionBuilder } from "../../ir/region-builder.js";
import { mapRegions } from "../../ir/rewrite.js";
import { walk } from "../../ir/visit.js";
import type { Pass, PassContext } from "../../pass.js";
import { bodyCost } from "../body-cost.js";
import { serializeParfor } from "./serialize-parfor.js";

/** About what combining an element of all blocks takes. */
const COMBINING_NANOSECONDS = 4;

export const serializeEpilogues: Pass<LoopProgram> = {
  name: "serialize-epilogues",
  run: (program, context) => ({ ...program, body: serializeIn(program.body, context) }),
};

function serializeIn(region: readonly LoopOp[], context: PassContext): readonly LoopOp[] {
  const { tables, remark } = context;
  const held = new Map<number, ValueId>();
  /** Arrays of sums, by the loop that made them. */
  const sums = new Map<ValueId, Parfor<LoopOp>>();
  return region.flatMap((op): readonly LoopOp[] => {
    if (op.kind === "set") held.set(op.slot, op.value);
    if (op.kind !== "parfor") return [mapRegions<LoopOp>(op, (inner) => serializeIn(inner, context))];
    const maker = epilogueOf(op, sums, context);
    for (const { slots } of op.reductions)
      for (const slot of slots) {
        const array = held.get(slot);
        if (array !== undefined && tables.typeOf(array).kind === "array") sums.set(array, op);
      }
    if (maker === null) return [op];
    remark({ kind: "serialized", loop: op.loop, within: maker.loop });
    const build = regionBuilder(tables, op.span);
    const nest = serializeParfor(op, build, tables);
    return [...build.ops, ...nest];
  });
}

/** The loop whose sums the loop goes through, where it is short enough to run with their combination. */
function epilogueOf(
  loop: Parfor<LoopOp>,
  sums: ReadonlyMap<ValueId, Parfor<LoopOp>>,
  { tables }: PassContext,
): Parfor<LoopOp> | null {
  if (sums.size === 0 || loop.reductions.length > 0 || bodyCost(loop.body, tables) > COMBINING_NANOSECONDS)
    return null;
  let maker: Parfor<LoopOp> | null = null;
  walk(loop.body, (op) => {
    if (op.kind !== "load") return;
    const { shape } = tables.arrayType(op.array);
    const covered =
      shape.length === loop.extents.length && shape.every((extent, axis) => extent === loop.extents[axis]);
    if (covered) maker ??= sums.get(op.array) ?? null;
  });
  return maker;
}

// skip-idle-blocks: a search for the best element passes over blocks that have no better one, on vectors.
//
// Requires: the planned loop program.
// Guarantees: the same bits: where no iteration of a block would change the variables as they are before it, none does.
//
//   for i = a to b                         if b - a < 2 blocks { the loop as it was } else
//     if f(i) < $best                      for first = a to b step block
//       set $best f(i); set $at i            last = min(first + block, b)
//                                            $any = 0; for i = first to last { $any |= f(i) < $best }
//                                            if $any != 0 { for i = first to last { the body as it was } }
//
// Declines: bodies that do more than compare and update (rare-updates.ts); steps other than 1; loops that are left by a `break`.

import type { Definitions } from "../../ir/definitions.js";
import { definitionsOf } from "../../ir/definitions.js";
import { type DType, itemsize } from "../../ir/dtype.js";
import type { SlotId, ValueId } from "../../ir/ids.js";
import type { For, LoopOp } from "../../ir/ops.js";
import type { LoopProgram, Tables } from "../../ir/program.js";
import { regionBuilder } from "../../ir/region-builder.js";
import { cloneRegion, mapRegions } from "../../ir/rewrite.js";
import { scalarType } from "../../ir/types.js";
import type { Pass } from "../../pass.js";
import type { Span } from "../../source.js";
import { type RareUpdates, rareUpdates } from "./rare-updates.js";

/** Fits the first-level cache, where the second visit of a block finds it. */
const BLOCK = 256;

export const skipIdleBlocks: Pass<LoopProgram> = {
  name: "skip-idle-blocks",
  run: (program) => {
    const definitions = definitionsOf(program);
    return { ...program, body: skipInRegion(program.body, definitions, program.tables) };
  },
};

function skipInRegion(
  region: readonly LoopOp[],
  definitions: Definitions,
  tables: Tables,
): readonly LoopOp[] {
  let changed = false;
  const result = region.flatMap((op) => {
    const inner = mapRegions<LoopOp>(op, (ops) => skipInRegion(ops, definitions, tables));
    const blocks = inner.kind === "for" ? skipBlocks(inner, definitions, tables) : null;
    changed ||= inner !== op || blocks !== null;
    return blocks ?? [inner];
  });
  return changed ? result : region;
}

function skipBlocks(loop: For<LoopOp>, definitions: Definitions, tables: Tables): readonly LoopOp[] | null {
  const step = definitions.get(loop.step);
  const updates = rareUpdates(loop.body, tables);
  if (updates === null || step?.kind !== "const" || Number(step.value) !== 1) return null;
  const build = regionBuilder(tables, loop.span);
  const size = build.constant(BLOCK);
  const isShort = build.compare("lt", build.binary("sub", loop.stop, loop.start), build.constant(2 * BLOCK));
  const short: For<LoopOp> = { ...loop, loop: null };
  build.ops.push({
    kind: "if",
    condition: isShort,
    then: cloneRegion<LoopOp>([short], new Map(), tables),
    otherwise: [blockLoop(loop, updates, size, tables)],
    span: loop.span,
  });
  return build.ops;
}

function blockLoop(loop: For<LoopOp>, updates: RareUpdates, size: ValueId, tables: Tables): LoopOp {
  const { span } = loop;
  const build = regionBuilder(tables, span);
  const first = tables.value(scalarType("int64"));
  const last = build.binary("min", build.binary("add", first, size), loop.stop);
  // As wide as what is compared, so that the comparison and the flag fill equal vectors.
  const dtype = flagOf(tables.dtypeOf(updates.candidate));
  const any = tables.slot({ kind: "scalar", dtype }, "any");
  build.ops.push({ kind: "declare", slot: any, span });
  const none = build.constant(0, dtype);
  build.set(any, none);
  build.ops.push(searchLoop(loop, updates, { first, last, any }, tables));
  const found = build.compare("ne", build.get(any), none);
  const body = visitBody(updates, span);
  const visit: For<LoopOp> = { ...loop, loop: null, start: first, stop: last, body };
  build.ops.push({ kind: "if", condition: found, then: [visit], otherwise: [], rare: true, span });
  const label = tables.label();
  return { ...loop, loop: null, label, index: first, step: size, body: build.ops, reassociate: [] };
}

/** The body with a branch in place of selections, whose results each iteration would wait for. */
function visitBody({ trial, condition, values, preparation }: RareUpdates, span: Span): readonly LoopOp[] {
  const sets = [...values].map(([slot, value]): LoopOp => ({ kind: "set", slot, value, span }));
  return [
    ...trial,
    { kind: "if", condition, then: [...preparation, ...sets], otherwise: [], rare: true, span },
  ];
}

/** Sets the flag `any` where an iteration of the block would update. */
function searchLoop(
  loop: For<LoopOp>,
  { trial, condition }: RareUpdates,
  { first, last, any }: { readonly first: ValueId; readonly last: ValueId; readonly any: SlotId },
  tables: Tables,
): LoopOp {
  const { span } = loop;
  const index = tables.value(scalarType("int64"));
  const map = new Map([[loop.index, index]]);
  const build = regionBuilder(tables, span);
  build.ops.push(...cloneRegion<LoopOp>(trial, map, tables));
  const flag = tables.value(scalarType(tables.slotType(any).dtype));
  build.ops.push({ kind: "cast", out: flag, a: map.get(condition) ?? condition, mode: "convert", span });
  build.set(any, build.binary("or", build.get(any), flag));
  const label = tables.label();
  return { ...loop, label, index, start: first, stop: last, body: build.ops, reassociate: [] };
}

function flagOf(dtype: DType): DType {
  switch (itemsize(dtype)) {
    case 1:
      return "int8";
    case 2:
      return "int16";
    case 4:
      return "int32";
    default:
      return "int64";
  }
}

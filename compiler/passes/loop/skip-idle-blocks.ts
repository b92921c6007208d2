// skip-idle-blocks: a search for the best element passes over blocks that have no better one, on vectors.
//
// Requires: the planned loop program.
// Guarantees: the same bits: where no iteration of a block would change the variables as they are before it, none does.
//
//   for i = a to b                         if b - a < 2 parts { for i = a to b { the body with a branch } } else
//     if f(i) < $best                      for first = a to b step block
//       set $best f(i); set $at i            last = min(first + block, b)
//                                            $any = 0; for i = first to last { $any |= f(i) < $best }
//                                            if $any != 0 { the same of first to last by parts, whose visit
//                                                           is for i = first to last { the body with a branch } }
//
// Declines: bodies that do more than compare and update (rare-updates.ts); steps other than 1; loops that are left by a `break`.

import type { Definitions } from "../../ir/definitions.js";
import { constantOf, definitionsOf } from "../../ir/definitions.js";
import { type DType, itemsize } from "../../ir/dtype.js";
import type { SlotId, ValueId } from "../../ir/ids.js";
import type { For, LoopOp } from "../../ir/ops.js";
import type { LoopProgram, Tables } from "../../ir/program.js";
import { type RegionBuilder, regionBuilder } from "../../ir/region-builder.js";
import { cloneRegion, mapRegions } from "../../ir/rewrite.js";
import { scalarType } from "../../ir/types.js";
import { operandsOf, resultsOf } from "../../ir/visit.js";
import type { Pass } from "../../pass.js";
import type { Span } from "../../source.js";
import { type RareUpdates, rareUpdates } from "./rare-updates.js";
import { type Alternatives, searchCondition } from "./search-condition.js";

/**
 * Blocks fit the first-level cache, where the second visit of one finds it. What of a block is visited, is again passed over in
 * parts: a reduction begins anew in each of its blocks, so that there are many better elements in all.
 */
const BLOCK = 512;
const PART = 32;

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
  const updates = rareUpdates(loop.body, tables);
  if (updates === null || constantOf(loop.step, definitions) !== 1) return null;
  const build = regionBuilder(tables, loop.span);
  const isShort = build.compare("lt", build.binary("sub", loop.stop, loop.start), build.constant(2 * PART));
  build.ops.push({
    kind: "if",
    condition: isShort,
    then: cloneRegion<LoopOp>(blockLoop(loop, updates, [], tables), new Map(), tables),
    otherwise: blockLoop(loop, updates, [BLOCK, PART], tables),
    span: loop.span,
  });
  return build.ops;
}

/** The loop by blocks of the first of `sizes`, what is visited of them by blocks of the next, and the last one by one. */
function blockLoop(
  loop: For<LoopOp>,
  updates: RareUpdates,
  [size, ...smaller]: readonly number[],
  tables: Tables,
): readonly LoopOp[] {
  const { span } = loop;
  if (size === undefined) return [{ ...loop, loop: null, body: visitBody(updates, span) }];
  const outside = regionBuilder(tables, span);
  const step = outside.constant(size);
  const build = regionBuilder(tables, span);
  const first = tables.value(scalarType("int64"));
  const last = build.binary("min", build.binary("add", first, step), loop.stop);
  // As wide as what is compared, so that the comparison and the flag fill equal vectors.
  const dtype = flagOf(tables.dtypeOf(updates.candidate));
  const flag = tables.slot({ kind: "scalar", dtype }, "any");
  const { invariant, varying } = searchCondition(updates.condition, updates.trial, loop.index, tables);
  build.ops.push({ kind: "declare", slot: flag, span });
  const none = build.constant(0, dtype);
  build.set(flag, none);
  raiseFlag(build, flag, invariant, new Map(), tables);
  build.ops.push(searchLoop(loop, varying, { first, last, flag }, tables));
  const found = build.compare("ne", build.get(flag), none);
  const visit = blockLoop({ ...loop, start: first, stop: last }, updates, smaller, tables);
  build.ops.push({ kind: "if", condition: found, then: visit, otherwise: [], rare: true, span });
  const label = tables.label();
  outside.ops.push({ ...loop, loop: null, label, index: first, step, body: build.ops, reassociate: [] });
  return outside.ops;
}

/** The body with a branch in place of selections, whose results each iteration would wait for. */
function visitBody({ trial, condition, values, preparation }: RareUpdates, span: Span): readonly LoopOp[] {
  const sets = [...values].map(([slot, value]): LoopOp => ({ kind: "set", slot, value, span }));
  return [
    ...trial,
    { kind: "if", condition, then: [...preparation, ...sets], otherwise: [], rare: true, span },
  ];
}

/** Sets the flag where an iteration of the block would update. */
function searchLoop(
  loop: For<LoopOp>,
  condition: Alternatives,
  { first, last, flag }: { readonly first: ValueId; readonly last: ValueId; readonly flag: SlotId },
  tables: Tables,
): LoopOp {
  const index = tables.value(scalarType("int64"));
  const build = regionBuilder(tables, loop.span);
  raiseFlag(build, flag, condition, new Map([[loop.index, index]]), tables);
  const label = tables.label();
  return { ...loop, label, index, start: first, stop: last, body: build.ops, reassociate: [] };
}

/** Sets the flag where one of the alternatives holds; `map` says what their values are here. */
function raiseFlag(
  build: RegionBuilder,
  flag: SlotId,
  { values, ops }: Alternatives,
  map: Map<ValueId, ValueId>,
  tables: Tables,
): void {
  build.ops.push(...cloneRegion<LoopOp>(ops, map, tables));
  const { dtype } = tables.slotType(flag);
  for (const value of values.map((each) => map.get(each) ?? each)) {
    // A selection by a comparison is a masked move; to `or` the condition would first make a vector of it.
    const raised = isComparison(value, build.ops, tables)
      ? build.select(value, build.constant(1, dtype), build.get(flag))
      : build.binary("or", build.get(flag), build.cast(value, dtype));
    build.set(flag, raised);
  }
}

/**
 * Whether LLVM sees one comparison in the value, beside what is the same for the whole loop: it takes no other condition of a selection
 * for that of a reduction.
 */
function isComparison(value: ValueId, ops: readonly LoopOp[], tables: Tables): boolean {
  const op = ops.find((each) => resultsOf(each, tables).includes(value));
  if (op?.kind === "unary" && op.op === "not") return isComparison(op.a, ops, tables);
  if (op?.kind === "binary" && op.op === "and") {
    const [first, second] = isInvariant(op.a, ops, tables) ? [op.b, op.a] : [op.a, op.b];
    return isInvariant(second, ops, tables) && isComparison(first, ops, tables);
  }
  return op?.kind === "compare";
}

/** Whether a value of `ops` is computed from variables and values of the outside alone. */
function isInvariant(value: ValueId, ops: readonly LoopOp[], tables: Tables): boolean {
  const op = ops.find((each) => resultsOf(each, tables).includes(value));
  if (op === undefined) return false;
  if (op.kind === "get" || op.kind === "const") return true;
  return op.kind !== "load" && operandsOf(op, tables).every((operand) => isInvariant(operand, ops, tables));
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

// plan-parallelism: decides what runs on threads and what serially.
//
// Requires: a loop program.
// Guarantees: each parfor has one index, and none stands in another one; a parfor inside another became `for` loops, with
// a `serialized` remark.
//
//   parfor #0 [i < n]                     parfor #0 [i < n]
//     parfor #1 [j < m] { … }               for #1 j = 0 to m { … }
//   parfor #2 [i < n, j < m] { … }        parfor #2 [t < n * tiles]
//                                           i = t / tiles; for j in tile t % tiles { … }
//
// The second axis is cut into tiles, so that a matrix of few long rows occupies all threads as well as one of many short rows.
// Where an array is read or written across its rows, both axes are cut, into squares. Declines: other reordering of axes; the first axis is the
// outermost.

import { carriesFloat } from "../../ir/carries-float.js";
import type { Definitions } from "../../ir/definitions.js";
import { definitionsOf } from "../../ir/definitions.js";
import type { ValueId } from "../../ir/ids.js";
import type { LoopOp, Parfor } from "../../ir/ops.js";
import type { LoopProgram, Tables } from "../../ir/program.js";
import { InternalError } from "../../ir/program.js";
import type { RegionBuilder } from "../../ir/region-builder.js";
import { regionBuilder } from "../../ir/region-builder.js";
import { mapRegions } from "../../ir/rewrite.js";
import { scalarType } from "../../ir/types.js";
import { regionsOf } from "../../ir/visit.js";
import type { Pass, PassContext } from "../../pass.js";
import { bodyCost } from "../body-cost.js";
import type { TestContext } from "./index-tests.js";
import { rareUpdates } from "./rare-updates.js";
import type { SerialAxis } from "./serialize-parfor.js";
import { serializeParfor, serialNest } from "./serialize-parfor.js";
import { splittingTests, testContext } from "./splitting-tests.js";
import { tileTransposed } from "./tile-transposed.js";

/** A tile is made to take about this long: well above the price of handing it to a thread. */
const TILE_NANOSECONDS = 16_384;
/** The least iterations of a tile whose neighbours are to run side by side in vectors. */
const VECTOR_TILE = 1024;
/** How many times faster than its operations one after the other a search passes over elements: blocks of it on vectors. */
const SEARCH_SPEED = 16;

export const planParallelism: Pass<LoopProgram> = {
  name: "plan-parallelism",
  run: (program, context) => {
    const definitions = definitionsOf(program);
    const planner: Planner = { ...context, definitions, tests: testContext(program, definitions) };
    return { ...program, body: planRegion(program.body, planner) };
  },
};

interface Planner extends PassContext {
  readonly definitions: Definitions;
  readonly tests: TestContext;
}

function planRegion(region: readonly LoopOp[], planner: Planner): readonly LoopOp[] {
  return region.flatMap((op) =>
    op.kind === "parfor"
      ? planParfor(op, planner)
      : [mapRegions<LoopOp>(op, (inner) => planRegion(inner, planner))],
  );
}

function planParfor(op: Parfor<LoopOp>, planner: Planner): readonly LoopOp[] {
  const { tables } = planner;
  const build = regionBuilder(tables, op.span);
  const body = serializeRegion(op.body, op, build, planner);
  // An array without axes has one element: there is nothing to loop over.
  if (op.indices.length === 0) return [...build.ops, ...serializeParfor({ ...op, body }, build, tables)];
  if (op.indices.length > 1) {
    const tiled =
      tileTransposed({ ...op, body }, build, planner.definitions, tables) ??
      tileRows({ ...op, body }, build, tables);
    return [...build.ops, tiled];
  }
  const [index] = op.indices;
  if (index !== undefined && (testsIndex(op, index, body, planner) || rareUpdates(body, tables) !== null)) {
    // A stencil over a vector is cut as a matrix of one row, so that the inner loop can be split at the border; a search, so that
    // the inner loop can pass over blocks.
    const tiled = tile({ ...op, body }, null, build, tables);
    return [...build.ops, tiled];
  }
  return [...build.ops, { ...op, body }];
}

/** Whether the loop is split where its index is compared; a reduction keeps its blocks. */
function testsIndex(
  { reductions }: Parfor<LoopOp>,
  index: ValueId,
  body: readonly LoopOp[],
  { tests }: Planner,
): boolean {
  return splittingTests(index, body, reductions.length > 0, tests).length > 0;
}

/** Parallel loops inside a parallel one become serial. */
function serializeRegion(
  region: readonly LoopOp[],
  within: Parfor<LoopOp>,
  build: RegionBuilder,
  planner: Planner,
): readonly LoopOp[] {
  return region.flatMap((op) => {
    const inner = mapRegions<LoopOp>(op, (ops) => serializeRegion(ops, within, build, planner));
    if (inner.kind !== "parfor") return [inner];
    planner.remark({ kind: "serialized", loop: inner.loop, within: within.loop });
    return serializeParfor(inner, build, planner.tables);
  });
}

/** A loop over the tiles of the first two axes; the remaining axes run serially in each. */
function tileRows(op: Parfor<LoopOp>, build: RegionBuilder, tables: Tables): Parfor<LoopOp> {
  const [extent, ...extents] = op.extents;
  const [index, ...indices] = op.indices;
  if (extent === undefined || index === undefined) throw new InternalError("a parallel loop without rows");
  return tile({ ...op, extents, indices }, { extent, index }, build, tables);
}

/** A loop over the tiles of the first axis, in each of the rows if there are such. */
function tile(
  op: Parfor<LoopOp>,
  rows: { readonly extent: ValueId; readonly index: ValueId } | null,
  build: RegionBuilder,
  tables: Tables,
): Parfor<LoopOp> {
  const [columns, ...rest] = op.extents;
  const [column, ...others] = op.indices;
  if (columns === undefined || column === undefined)
    throw new InternalError("a parallel loop without columns");
  const one = build.constant(1);
  const inner = rest.reduce((product, extent) => build.binary("mul", product, extent), one);
  const isSearch = rareUpdates(op.body, tables) !== null;
  const element = bodyCost(op.body, tables) / (isSearch ? SEARCH_SPEED : 1);
  const across = op.body.some((each) => containsOrderedLoop(each, tables));
  const wanted = Math.max(across ? VECTOR_TILE : 1, Math.ceil(TILE_NANOSECONDS / element));
  const size = build.binary(
    "max",
    build.binary("div", build.constant(wanted), build.binary("max", inner, one)),
    one,
  );
  const rounded = build.binary("add", columns, build.binary("sub", size, one));
  const tiles = build.binary("max", build.binary("div", rounded, size), one);
  const extent = rows === null ? tiles : build.binary("mul", rows.extent, tiles);
  const elements = build.binary("mul", build.binary("min", size, columns), inner);
  const cost = build.binary("max", times(elements, element, build), one);

  const index = tables.value(scalarType("int64"));
  const { span } = op;
  const start = regionBuilder(tables, span);
  if (rows !== null) start.ops.push({ kind: "binary", op: "div", a: index, b: tiles, out: rows.index, span });
  const part = rows === null ? index : start.binary("sub", index, start.binary("mul", rows.index, tiles));
  const from = start.binary("mul", part, size);
  const to = start.binary("min", start.binary("add", from, size), columns);
  const axes: SerialAxis[] = [{ index: column, start: from, stop: to }];
  others.forEach((other, k) => {
    const stop = rest[k];
    if (stop !== undefined) axes.push({ index: other, start: null, stop });
  });
  const label = tables.label();
  const body = [...start.ops, ...serialNest(op, axes, build, tables)];
  return { ...op, label, indices: [index], extents: [extent], body, cost };
}

/** A count times a number of nanoseconds, which may be a part of one. */
function times(count: ValueId, nanoseconds: number, build: RegionBuilder): ValueId {
  if (nanoseconds > 1) return build.binary("mul", count, build.constant(Math.ceil(nanoseconds)));
  return build.binary("div", count, build.constant(Math.floor(1 / nanoseconds)));
}

/** A loop in the body that can't be vectorized itself. */
function containsOrderedLoop(op: LoopOp, tables: Tables): boolean {
  if (op.kind === "for") return carriesFloat(op, tables);
  return regionsOf<LoopOp>(op).some((region) => region.some((each) => containsOrderedLoop(each, tables)));
}

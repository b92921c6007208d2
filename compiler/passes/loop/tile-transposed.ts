import type { Definitions } from "../../ir/definitions.js";
import type { ValueId } from "../../ir/ids.js";
import type { Load, LoopOp, Parfor, Store } from "../../ir/ops.js";
import type { Tables } from "../../ir/program.js";
import type { RegionBuilder } from "../../ir/region-builder.js";
import { regionBuilder } from "../../ir/region-builder.js";
import { scalarType } from "../../ir/types.js";
import { walk } from "../../ir/visit.js";
import { bodyCost } from "../body-cost.js";
import { linearForm } from "../linear-form.js";
import { serialNest } from "./serialize-parfor.js";

/** Rows and columns of a tile: its cache lines and pages stay in the first-level caches until all of their elements were used. */
const EDGE = 64;

/**
 * A loop over square tiles in place of one over the rows of two axes, where an array is read or written across its rows: each
 * cache line is then used up before it is dropped. Null where no array is, or where the order of iterations matters to a sum.
 */
export function tileTransposed(
  op: Parfor<LoopOp>,
  build: RegionBuilder,
  definitions: Definitions,
  tables: Tables,
): Parfor<LoopOp> | null {
  const [rows, columns, ...rest] = op.extents;
  const [row, column] = op.indices;
  if (rows === undefined || columns === undefined || row === undefined || column === undefined) return null;
  if (rest.length > 0 || op.reductions.length > 0 || !crossesRows(op.body, row, column, definitions, tables))
    return null;
  const [edge, one] = [build.constant(EDGE), build.constant(1)];
  const tilesOf = (extent: ValueId): ValueId =>
    build.binary("div", build.binary("add", extent, build.constant(EDGE - 1)), edge);
  const [down, across] = [tilesOf(rows), build.binary("max", tilesOf(columns), one)];
  const elements = build.binary("mul", build.binary("min", rows, edge), build.binary("min", columns, edge));
  const nanoseconds = build.constant(Math.ceil(bodyCost(op.body, tables)));
  const cost = build.binary("max", build.binary("mul", elements, nanoseconds), one);

  const index = tables.value(scalarType("int64"));
  const start = regionBuilder(tables, op.span);
  const tileRow = start.binary("div", index, across);
  const tileColumn = start.binary("sub", index, start.binary("mul", tileRow, across));
  const axis = (along: ValueId, tile: ValueId, extent: ValueId): Parameters<typeof serialNest>[1][number] => {
    const from = start.binary("mul", tile, edge);
    return { index: along, start: from, stop: start.binary("min", start.binary("add", from, edge), extent) };
  };
  const axes = [axis(row, tileRow, rows), axis(column, tileColumn, columns)];
  const body = [...start.ops, ...serialNest(op, axes, build, tables)];
  const extent = build.binary("mul", down, across);
  return { ...op, label: tables.label(), indices: [index], extents: [extent], body, cost };
}

/** Whether neighbours along `row` lie side by side in an array, and those along `column` apart, in a body without loops. */
function crossesRows(
  body: readonly LoopOp[],
  row: ValueId,
  column: ValueId,
  definitions: Definitions,
  tables: Tables,
): boolean {
  let straight = true;
  let crosses = false;
  walk(body, (op) => {
    straight &&= op.kind !== "for" && op.kind !== "loop";
    if (op.kind !== "load" && op.kind !== "store") return;
    const last = unitAxis(op, definitions, tables);
    const moves = (value: ValueId, along: ValueId): boolean =>
      linearForm(value, definitions).terms.has(along);
    crosses ||=
      last !== null &&
      moves(last, row) &&
      !moves(last, column) &&
      op.index.some((value) => value !== last && moves(value, column));
  });
  return straight && crosses;
}

/** The index along which the array's elements lie side by side. */
function unitAxis({ array, index }: Load | Store, definitions: Definitions, tables: Tables): ValueId | null {
  const { strides } = tables.arrayType(array);
  const axis = strides.findIndex((stride) => {
    const definition = definitions.get(stride);
    return definition?.kind === "const" && Number(definition.value) === 1;
  });
  return index[axis] ?? null;
}

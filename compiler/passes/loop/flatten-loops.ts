// flatten-loops: an elementwise loop over arrays without gaps is a loop over their memory.
//
// Requires: a simplified loop program.
// Guarantees: a parallel loop over several axes whose accesses are all at its own indices, in order, of row-major arrays of its shape, has one index,
// which is also the number of the iteration where the body counts them in row-major order, as random numbers do.
//
//   parfor #0 [i < n, j < m]              %v = view c [n * m]; %w = view a [n * m]
//     store c[i, j] mul load a[i, j], 2   parfor #0 [k < n * m]
//                                           store %v[k] mul load %w[k], 2
//
// So the vectors are long even where the last axis is short. Declines: loops that use an index otherwise, broadcast operands, strided arrays.
import type { Definitions } from "../../ir/definitions.js";
import { definitionsOf } from "../../ir/definitions.js";
import type { ValueId } from "../../ir/ids.js";
import type { LoopOp, Parfor } from "../../ir/ops.js";
import type { LoopProgram, Tables } from "../../ir/program.js";
import { regionBuilder } from "../../ir/region-builder.js";
import { mapRegions, substitute } from "../../ir/rewrite.js";
import { scalarType } from "../../ir/types.js";
import { isAccess, operandsOf, valuesDefinedIn, walk } from "../../ir/visit.js";
import type { Pass } from "../../pass.js";
import { isRowMajor } from "../row-major.js";
import { linearPosition } from "./linear-position.js";

export const flattenLoops: Pass<LoopProgram> = {
  name: "flatten-loops",
  run: (program) => {
    const definitions = definitionsOf(program);
    return { ...program, body: flattenRegion(program.body, definitions, program.tables) };
  },
};

function flattenRegion(
  region: readonly LoopOp[],
  definitions: Definitions,
  tables: Tables,
): readonly LoopOp[] {
  return region.flatMap((op) =>
    op.kind === "parfor" && isFlat(op, definitions, tables)
      ? flatten(op, tables)
      : [mapRegions<LoopOp>(op, (inner) => flattenRegion(inner, definitions, tables))],
  );
}

const same = (a: readonly ValueId[], b: readonly ValueId[]): boolean =>
  a.length === b.length && a.every((value, k) => value === b[k]);
function isFlat(loop: Parfor<LoopOp>, definitions: Definitions, tables: Tables): boolean {
  if (loop.indices.length < 2 || loop.prologue !== undefined) return false;
  const position = linearPosition(loop);
  const steps = position?.values.slice(0, -1) ?? [];
  const indices = new Set([...loop.indices, ...steps]);
  const inside = valuesDefinedIn(loop.body, tables);
  let flat = true;
  walk(loop.body, (op) => {
    const uses = operandsOf(op, tables).filter((value) => indices.has(value));
    if (uses.length === 0 || position?.ops.has(op) === true) return;
    flat &&=
      isAccess(op) &&
      uses.length === loop.indices.length &&
      same(op.index, loop.indices) &&
      !inside.has(op.array) &&
      same(tables.arrayType(op.array).shape, loop.extents) &&
      isRowMajor(tables.arrayType(op.array), definitions);
  });
  return flat;
}

function flatten(loop: Parfor<LoopOp>, tables: Tables): readonly LoopOp[] {
  const build = regionBuilder(tables, loop.span);
  const [offset, stride] = [build.constant(0), build.constant(1)];
  const size = loop.extents.reduce((product, extent) => build.binary("mul", product, extent), stride);
  const index = tables.value(scalarType("int64"));
  const views = new Map<ValueId, ValueId>();
  const viewOf = (base: ValueId): ValueId => {
    const known = views.get(base);
    if (known !== undefined) return known;
    const dtype = tables.dtypeOf(base);
    const out = tables.value({ kind: "array", dtype, shape: [size], strides: [stride] });
    build.ops.push({ kind: "view", base, offset, out, span: loop.span });
    views.set(base, out);
    return out;
  };
  const region = (ops: readonly LoopOp[]): readonly LoopOp[] =>
    ops.map((op) =>
      isAccess(op) && same(op.index, loop.indices)
        ? { ...op, array: viewOf(op.array), index: [index], bounds: { kind: "proven" } }
        : mapRegions<LoopOp>(op, region),
    );
  const position = linearPosition(loop);
  const counted = new Map(position?.values.slice(-1).map((value) => [value, index]) ?? []);
  const kept = loop.body.filter((op) => position?.ops.has(op) !== true);
  const body = substitute(region(kept), counted, tables);
  return [...build.ops, { ...loop, indices: [index], extents: [size], body }];
}

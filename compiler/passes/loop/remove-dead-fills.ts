// remove-dead-fills: a fresh array is not filled where the next loop writes all of it.
//
// Requires: a simplified loop program, so that equal extents have one id.
// Guarantees: a fill that went is reported as fused into the loop that overwrites it.
//
//   ret = alloc                              ret = alloc
//   parfor #0 [i < n, j < m] { ret[i, j] = 0 }
//   parfor #1 [i < n]                        parfor #1 [i < n]
//     for j { ret[i, j] = x[i, j] / norm }     for j { ret[i, j] = x[i, j] / norm }
//
// Declines: arrays that are read or handed on before, and loops that write an element under a condition, leave early, or
// run over other extents than those of the array.
import type { Definitions } from "../../ir/definitions.js";
import { constantOf, definitionsOf } from "../../ir/definitions.js";
import type { LabelId, ValueId } from "../../ir/ids.js";
import type { LoopOp, Parfor, View } from "../../ir/ops.js";
import type { LoopProgram, Tables } from "../../ir/program.js";
import { mapRegions } from "../../ir/rewrite.js";
import { isAccess, operandsOf, walk } from "../../ir/visit.js";
import type { Pass, PassContext } from "../../pass.js";
import { effectsOf } from "../effects.js";

export const removeDeadFills: Pass<LoopProgram> = {
  name: "remove-dead-fills",
  run: (program, context) => {
    const definitions = definitionsOf(program);
    return { ...program, body: removeFrom(program.body, definitions, context) };
  },
};

function removeFrom(
  region: readonly LoopOp[],
  definitions: Definitions,
  context: PassContext,
): readonly LoopOp[] {
  const { tables, remark } = context;
  const fresh = new Set<ValueId>();
  /** The fill of an array that nothing has used since. */
  const fills = new Map<ValueId, Parfor<LoopOp>>();
  const dead = new Set<LoopOp>();
  for (const op of region) {
    for (const array of arraysOf(op, tables)) {
      const fill = fills.get(array);
      fills.delete(array);
      if (fill === undefined || op.kind !== "parfor" || !overwrites(op, array, definitions, tables)) continue;
      dead.add(fill);
      remark({ kind: "fusion", first: op.loop, second: fill.loop, succeeded: true, reason: null });
    }
    if (op.kind === "alloc") fresh.add(op.out);
    const filled = op.kind === "parfor" ? filledBy(op, tables) : null;
    if (filled !== null && fresh.has(filled) && op.kind === "parfor") fills.set(filled, op);
  }
  const kept = dead.size === 0 ? region : region.filter((op) => !dead.has(op));
  return kept.map((op) => mapRegions<LoopOp>(op, (inner) => removeFrom(inner, definitions, context)));
}

/** The arrays that an operation, with its regions, has to do with. */
function arraysOf(op: LoopOp, tables: Tables): ReadonlySet<ValueId> {
  const arrays = new Set<ValueId>();
  walk<LoopOp>([op], (inner) => {
    for (const value of operandsOf(inner, tables))
      if (tables.typeOf(value).kind === "array") arrays.add(value);
  });
  return arrays;
}

/** The one array that a loop writes, where it does nothing else. */
function filledBy(loop: Parfor<LoopOp>, tables: Tables): ValueId | null {
  const { writes, slotWrites, ordered, jumps } = effectsOf(loop, tables);
  const [array, ...others] = writes.keys();
  if (array === undefined || others.length > 0 || slotWrites.size > 0 || ordered || jumps) return null;
  let mayFail = false;
  walk(loop.body, (op) => {
    mayFail ||= op.kind === "check" || op.kind === "fail" || op.kind === "alloc";
    mayFail ||= isAccess(op) && op.bounds.kind === "checked";
  });
  return mayFail ? null : array;
}

/** Whether each run of the loop writes every element of the array, and reads none. */
function overwrites(loop: Parfor<LoopOp>, array: ValueId, definitions: Definitions, tables: Tables): boolean {
  const views = new Map<ValueId, readonly ValueId[]>([[array, []]]);
  const jumps = new Set<LabelId>();
  let isRead = false;
  walk<LoopOp>([loop], (op) => {
    if (op.kind === "break" || op.kind === "continue") jumps.add(op.label);
    const uses = operandsOf(op, tables).filter((value) => views.has(value));
    if (uses.length === 0) return;
    const row = op.kind === "view" ? rowOf(op, views, definitions, tables) : null;
    if (op.kind === "view" && row !== null) views.set(op.out, row);
    else isRead ||= op.kind !== "store";
  });
  if (isRead) return false;
  const { shape } = tables.arrayType(array);
  const ranges = new Map<ValueId, ValueId>();
  const covers = (region: readonly LoopOp[]): boolean =>
    region.some((op) => {
      if (op.kind === "store") {
        const prefix = views.get(op.array);
        if (prefix === undefined) return false;
        const index = [...prefix, ...op.index];
        const full = index.every((value, axis) => ranges.get(value) === shape[axis]);
        return full && new Set(index).size === shape.length;
      }
      if (op.kind === "for") {
        if (
          jumps.has(op.label) ||
          constantOf(op.start, definitions) !== 0 ||
          constantOf(op.step, definitions) !== 1
        )
          return false;
        ranges.set(op.index, op.stop);
        return covers(op.body);
      }
      if (op.kind !== "parfor" || jumps.has(op.label)) return false;
      op.indices.forEach((index, axis) => {
        const extent = op.extents[axis];
        if (extent !== undefined) ranges.set(index, extent);
      });
      return covers(op.body);
    });
  return covers([loop]);
}

/** The indices of the leading axes at which a view of an array lies, where it is all that these select. */
function rowOf(
  view: View,
  views: ReadonlyMap<ValueId, readonly ValueId[]>,
  definitions: Definitions,
  tables: Tables,
): readonly ValueId[] | null {
  const prefix = views.get(view.base);
  const [base, type] = [tables.arrayType(view.base), tables.arrayType(view.out)];
  const offset = definitions.get(view.offset);
  const [stride, ...strides] = base.strides;
  if (prefix === undefined || stride === undefined || offset?.kind !== "binary" || offset.op !== "mul")
    return null;
  const same = (a: readonly ValueId[], b: readonly ValueId[]): boolean =>
    a.length === b.length && a.every((value, axis) => value === b[axis]);
  if (!same(type.shape, base.shape.slice(1)) || !same(type.strides, strides)) return null;
  const index = offset.a === stride ? offset.b : offset.b === stride ? offset.a : null;
  return index === null ? null : [...prefix, index];
}

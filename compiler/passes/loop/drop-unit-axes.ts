// drop-unit-axes: axes of one element are no axes of loops and of accesses.
//
// Requires: a simplified loop program.
// Guarantees: a parallel loop has no axis of the constant extent 1, but for one where it has no other; elements of a fresh array are loaded
// from it, not from a view that only adds such axes.
//
//   v[n, 1] = view s[n]                        parfor #0 [i < n] { t[i, 0] = sqrt(s[i]) }
//   parfor #0 [i < n, j < 1] { t[i, j] = sqrt(v[i, j]) }
//
// So what follows a sum over rows that keeps their axis has the space of the sum. Declines: extents that are 1 only at run time; views that
// begin elsewhere or have other axes.
import type { Definitions } from "../../ir/definitions.js";
import { constantOf, definitionsOf } from "../../ir/definitions.js";
import type { ValueId } from "../../ir/ids.js";
import type { Load, LoopOp, Parfor, View } from "../../ir/ops.js";
import type { LoopProgram, Tables } from "../../ir/program.js";
import { mapRegions, substitute } from "../../ir/rewrite.js";
import type { Pass } from "../../pass.js";
import { removeDeadCode } from "../dead-code.js";

export const dropUnitAxes: Pass<LoopProgram> = {
  name: "drop-unit-axes",
  run: (program) => {
    const { tables } = program;
    const definitions = definitionsOf(program);
    const zero = program.body.find((op) => op.kind === "const" && op.value === 0 && isIndex(op.out, tables));
    if (zero?.kind !== "const") return program;
    const dropper: Dropper = { tables, definitions, zero: zero.out };
    // A view that nothing is loaded from any more would keep its array.
    return { ...program, body: removeDeadCode(dropIn(program.body, dropper), tables) };
  },
};

interface Dropper {
  readonly tables: Tables;
  readonly definitions: Definitions;
  /** The constant 0, from the start of the program. */
  readonly zero: ValueId;
}

const isIndex = (value: ValueId, tables: Tables): boolean => tables.dtypeOf(value) === "int64";

function dropIn(region: readonly LoopOp[], dropper: Dropper): readonly LoopOp[] {
  let changed = false;
  const result = region.map((op): LoopOp => {
    const inner = mapRegions<LoopOp>(op, (ops) => dropIn(ops, dropper));
    const mapped =
      inner.kind === "parfor"
        ? withoutUnits(inner, dropper)
        : inner.kind === "load"
          ? direct(inner, dropper)
          : inner;
    changed ||= mapped !== op;
    return mapped;
  });
  return changed ? result : region;
}

function withoutUnits(loop: Parfor<LoopOp>, dropper: Dropper): Parfor<LoopOp> {
  const kept = loop.extents.flatMap((extent, axis) =>
    constantOf(extent, dropper.definitions) === 1 ? [] : [axis],
  );
  if (kept.length === 0 || kept.length === loop.extents.length) return loop;
  const unit = new Map(
    loop.indices.flatMap((index, axis) => (kept.includes(axis) ? [] : [[index, dropper.zero] as const])),
  );
  const only = (values: readonly ValueId[]): readonly ValueId[] =>
    values.filter((_, axis) => kept.includes(axis));
  const body = substitute(loop.body, unit, dropper.tables);
  return { ...loop, indices: only(loop.indices), extents: only(loop.extents), body };
}

/** The load from the array itself, where it is from a view of the same elements with axes of one element more. */
function direct(load: Load, dropper: Dropper): Load {
  const view = dropper.definitions.get(load.array);
  if (view?.kind !== "view" || load.bounds.kind === "checked") return load;
  const axes = axesOfBase(view, dropper);
  if (axes === null) return load;
  return { ...load, array: view.base, index: load.index.filter((_, axis) => axes.includes(axis)) };
}

/** The axes of the view that are those of its base, in order; null where others are not of one element. */
function axesOfBase({ base, out, offset }: View, dropper: Dropper): readonly number[] | null {
  const { tables, definitions } = dropper;
  if (definitions.get(base)?.kind !== "alloc" || constantOf(offset, dropper.definitions) !== 0) return null;
  const [from, to] = [tables.arrayType(base), tables.arrayType(out)];
  const axes: number[] = [];
  for (const [axis, extent] of to.shape.entries()) {
    const next = axes.length;
    const isNext = extent === from.shape[next] && to.strides[axis] === from.strides[next];
    if (isNext) axes.push(axis);
    else if (constantOf(extent, dropper.definitions) !== 1) return null;
  }
  return axes.length === from.shape.length && axes.length < to.shape.length ? axes : null;
}

import type { SlotId, ValueId } from "../ir/ids.js";
import type { ArrayOp, Combiner, LoopOp, Reduce } from "../ir/ops.js";
import type { Tables } from "../ir/program.js";
import type { RegionBuilder } from "../ir/region-builder.js";
import { regionBuilder } from "../ir/region-builder.js";
import type { ValueMap } from "../ir/rewrite.js";
import { cloneRegion } from "../ir/rewrite.js";
import type { Span } from "../source.js";

/** The name of accumulators that are no variables of the user. */
export const PARTIAL_RESULT = "partial";

/** The combiner at the loop level. */
export function formCombiner(
  combiner: Combiner<ArrayOp>,
  region: (ops: readonly ArrayOp[]) => readonly LoopOp[],
): Combiner<LoopOp> {
  return combiner.kind === "builtin" ? combiner : { ...combiner, body: region(combiner.body) };
}

interface Parts {
  readonly op: Reduce;
  /** The formed body of the reduction: computes `op.elements`. */
  readonly body: readonly LoopOp[];
  readonly combiner: Combiner<LoopOp>;
  readonly tables: Tables;
}

/** The loops of one reduction, by which axes it reduces: all, the leading ones, or any others. */
export function formReduction(
  op: Reduce,
  body: readonly LoopOp[],
  combiner: Combiner<LoopOp>,
  tables: Tables,
): readonly LoopOp[] {
  const parts: Parts = { op, body, combiner, tables };
  if (op.axes.length === op.extents.length) return reduceAll(parts);
  const leading = op.axes.every((axis) => axis < op.axes.length);
  if (leading && combiner.kind === "builtin") return reduceLeading(parts);
  return reduceInner(parts);
}

/** One accumulator for each element, in a parfor over the whole space. */
function reduceAll({ op, body, combiner, tables }: Parts): readonly LoopOp[] {
  const { span } = op;
  const build = regionBuilder(tables, span);
  const slots = declareAccumulators(op, build, tables);
  const inner = regionBuilder(tables, span);
  accumulate(slots, op.elements, combiner, inner, tables);
  build.ops.push({
    kind: "parfor",
    loop: op.loop,
    label: tables.label(),
    indices: op.indices,
    extents: op.extents,
    body: [...body, ...inner.ops],
    reductions: [{ slots, identities: op.identities, combiner, description: op.description }],
    span,
  });
  op.outs.forEach((out, k) => {
    const slot = slots[k];
    if (slot !== undefined) build.ops.push({ kind: "get", slot, out, span });
  });
  return build.ops;
}

/** A parfor over the kept axes; each iteration runs through the reduced ones. */
function reduceInner({ op, body, combiner, tables }: Parts): readonly LoopOp[] {
  const { span } = op;
  const kept = axesOf(op, (axis) => !op.axes.includes(axis));
  const reduced = axesOf(op, (axis) => op.axes.includes(axis));
  const outer = regionBuilder(tables, span);
  const slots = declareAccumulators(op, outer, tables);
  const inner = regionBuilder(tables, span);
  accumulate(slots, op.elements, combiner, inner, tables);
  outer.ops.push(
    ...nest(op, reduced, [...body, ...inner.ops], combiner.kind === "builtin" ? slots : [], tables),
  );
  op.outs.forEach((out, k) => {
    const slot = slots[k];
    if (slot !== undefined) outer.store(out, kept.indices, outer.get(slot));
  });
  const allocs = op.outs.map((out): LoopOp => ({ kind: "alloc", out, fill: "none", span }));
  return [
    ...allocs,
    {
      kind: "parfor",
      loop: op.loop,
      label: tables.label(),
      indices: kept.indices,
      extents: kept.extents,
      body: outer.ops,
      reductions: [],
      span,
    },
  ];
}

/** A parfor over the reduced axes with arrays as accumulators, so that memory is read in its order. */
function reduceLeading({ op, body, combiner, tables }: Parts): readonly LoopOp[] {
  const { span } = op;
  const kept = axesOf(op, (axis) => !op.axes.includes(axis));
  const reduced = axesOf(op, (axis) => op.axes.includes(axis));
  const build = regionBuilder(tables, span);
  const accumulators = regionBuilder(tables, span);
  const inner = regionBuilder(tables, span);
  const slots = op.outs.map((out, k) => {
    const identity = op.identities[k];
    build.ops.push({ kind: "alloc", out, fill: "none", span });
    if (identity !== undefined) build.ops.push(...fill(op, out, identity, kept.extents, tables));
    const slot = declareSlot(out, build, span, tables);
    build.set(slot, out);
    const array = accumulators.get(slot);
    const element = op.elements[k];
    if (element !== undefined && combiner.kind === "builtin") {
      const before = inner.load(array, kept.indices);
      inner.store(array, kept.indices, inner.binary(combiner.op, before, element));
    }
    return slot;
  });
  build.ops.push({
    kind: "parfor",
    loop: op.loop,
    label: tables.label(),
    indices: reduced.indices,
    extents: reduced.extents,
    body: [...accumulators.ops, ...nest(op, kept, [...body, ...inner.ops], [], tables)],
    reductions: [{ slots, identities: op.identities, combiner, description: op.description }],
    span,
  });
  return build.ops;
}

interface Axes {
  readonly indices: readonly ValueId[];
  readonly extents: readonly ValueId[];
}
function axesOf(op: Reduce, wanted: (axis: number) => boolean): Axes {
  return {
    indices: op.indices.filter((_, axis) => wanted(axis)),
    extents: op.extents.filter((_, axis) => wanted(axis)),
  };
}

/** Serial loops over `axes`, the first outermost. */
function nest(
  op: Reduce,
  axes: Axes,
  body: readonly LoopOp[],
  reassociate: readonly SlotId[],
  tables: Tables,
): readonly LoopOp[] {
  const build = regionBuilder(tables, op.span);
  const start = build.constant(0);
  const step = build.constant(1);
  const loops = axes.indices.reduceRight<readonly LoopOp[]>((inside, index, k) => {
    const stop = axes.extents[k];
    if (stop === undefined) return inside;
    const label = tables.label();
    return [
      { kind: "for", label, loop: null, index, start, stop, step, body: inside, reassociate, span: op.span },
    ];
  }, body);
  return [...build.ops, ...loops];
}

function fill(
  op: Reduce,
  array: ValueId,
  value: ValueId,
  extents: readonly ValueId[],
  tables: Tables,
): readonly LoopOp[] {
  const indices = extents.map(() => tables.value({ kind: "scalar", dtype: "int64" }));
  const store = regionBuilder(tables, op.span);
  store.store(array, indices, value);
  return nest(op, { indices, extents }, store.ops, [], tables);
}

function declareSlot(like: ValueId, build: RegionBuilder, span: Span, tables: Tables): SlotId {
  const type = tables.typeOf(like);
  const slot = tables.slot(
    type.kind === "scalar"
      ? { kind: "scalar", dtype: type.dtype }
      : { kind: "array", dtype: type.dtype, ndim: type.shape.length },
    PARTIAL_RESULT,
  );
  build.ops.push({ kind: "declare", slot, span });
  return slot;
}

function declareAccumulators(op: Reduce, build: RegionBuilder, tables: Tables): readonly SlotId[] {
  return op.identities.map((identity) => {
    const slot = declareSlot(identity, build, op.span, tables);
    build.set(slot, identity);
    return slot;
  });
}

/** slots = combine(slots, elements) */
function accumulate(
  slots: readonly SlotId[],
  elements: readonly ValueId[],
  combiner: Combiner<LoopOp>,
  build: RegionBuilder,
  tables: Tables,
): void {
  const before = slots.map(build.get);
  if (combiner.kind === "builtin") {
    slots.forEach((slot, k) => {
      const [left, right] = [before[k], elements[k]];
      if (left !== undefined && right !== undefined) build.set(slot, build.binary(combiner.op, left, right));
    });
    return;
  }
  const map: ValueMap = new Map();
  const bind = (names: readonly ValueId[], values: readonly ValueId[]): void =>
    names.forEach((name, k) => {
      const value = values[k];
      if (value !== undefined) map.set(name, value);
    });
  bind(combiner.left, before);
  bind(combiner.right, elements);
  build.ops.push(...cloneRegion(combiner.body, map, tables));
  slots.forEach((slot, k) => {
    const result = combiner.results[k];
    if (result !== undefined) build.set(slot, map.get(result) ?? result);
  });
}

import type { LabelId, SlotId, ValueId } from "./ids.js";
import type { ArrayOp, Combiner, LoopOp, Reduction } from "./ops.js";
import { unreachable } from "./visit.js";

/** How an operation is rebuilt: each hook is called in the order of execution, operands before definitions. */
export interface Mapping<Op> {
  readonly use: (value: ValueId) => ValueId;
  readonly define: (value: ValueId) => ValueId;
  /** For `get` and `unalias`, which define the shape and strides of an array together with it. */
  readonly defineWithLayout: (value: ValueId) => ValueId;
  readonly slot: (slot: SlotId) => SlotId;
  readonly declare: (slot: SlotId) => SlotId;
  readonly label: (label: LabelId) => LabelId;
  readonly declareLabel: (label: LabelId) => LabelId;
  readonly region: (region: readonly Op[]) => readonly Op[];
}

/**
 * The same operation with other operands, definitions and regions; the operation itself where nothing changes. The only place that rebuilds
 * operations.
 */
export function mapOp<Op extends ArrayOp | LoopOp>(op: Op, mapping: Mapping<Op>): Op;
// The kind is kept, and regions come from the mapping of the same level, so the result is an operation of that level.
export function mapOp(op: ArrayOp, mapping: Mapping<ArrayOp>): ArrayOp {
  return rebuild(op, mapping);
}

type M = Mapping<ArrayOp>;

function all(values: readonly ValueId[], map: (value: ValueId) => ValueId): readonly ValueId[] {
  const mapped = values.map(map);
  return mapped.every((value, k) => value === values[k]) ? values : mapped;
}

/** `op` with `fields`; most operations of a program stay as they are from pass to pass. */
function having<Op extends object>(op: Op, fields: Partial<Op>): Op {
  for (const name in fields) if (fields[name] !== op[name]) return { ...op, ...fields };
  return op;
}

function rebuild(op: ArrayOp, m: M): ArrayOp {
  const { use, define } = m;
  switch (op.kind) {
    case "const":
      return having(op, { out: define(op.out) });
    case "unary":
    case "cast":
      return having(op, { a: use(op.a), out: define(op.out) });
    case "binary":
    case "compare":
      return having(op, { a: use(op.a), b: use(op.b), out: define(op.out) });
    case "inRange":
      return having(op, {
        index: use(op.index),
        lower: use(op.lower),
        upper: use(op.upper),
        out: define(op.out),
      });
    case "select":
      return having(op, { condition: use(op.condition), a: use(op.a), b: use(op.b), out: define(op.out) });
    case "call":
      return having(op, { args: all(op.args, use), out: define(op.out) });
    case "runtimeCall":
      return having(op, {
        args: all(op.args, use),
        writes: all(op.writes, use),
        out: op.out === null ? null : define(op.out),
      });
    case "declare":
      return having(op, { slot: m.declare(op.slot) });
    case "get":
      return having(op, { slot: m.slot(op.slot), out: m.defineWithLayout(op.out) });
    case "set":
      return having(op, { slot: m.slot(op.slot), value: use(op.value) });
    case "alloc":
      return having(op, { out: define(op.out) });
    case "view":
      return having(op, { base: use(op.base), offset: use(op.offset), out: define(op.out) });
    case "unalias":
      return having(op, { array: use(op.array), target: use(op.target), out: m.defineWithLayout(op.out) });
    case "load":
      return having(op, { array: use(op.array), index: all(op.index, use), out: define(op.out) });
    case "store":
      return having(op, { array: use(op.array), index: all(op.index, use), value: use(op.value) });
    case "release":
      return having(op, { array: use(op.array) });
    case "break":
    case "continue":
      return having(op, { label: m.label(op.label) });
    case "check":
      return having(op, { condition: use(op.condition), values: all(op.values, use) });
    case "fail":
    case "print":
    case "return":
      return having(op, { values: all(op.values, use) });
    default:
      return rebuildRegions(op, m);
  }
}

type RegionOp = Extract<ArrayOp, { readonly body: readonly ArrayOp[] } | { readonly kind: "if" }>;

function rebuildRegions(op: RegionOp, m: M): ArrayOp {
  const { use, define } = m;
  switch (op.kind) {
    case "if":
      return {
        ...op,
        condition: use(op.condition),
        then: m.region(op.then),
        otherwise: m.region(op.otherwise),
      };
    case "for":
      return {
        ...op,
        start: use(op.start),
        stop: use(op.stop),
        step: use(op.step),
        label: m.declareLabel(op.label),
        index: define(op.index),
        reassociate: op.reassociate.map(m.slot),
        body: m.region(op.body),
      };
    case "loop": {
      const label = m.declareLabel(op.label);
      return { ...op, label, body: m.region(op.body), update: m.region(op.update) };
    }
    case "block": {
      const label = m.declareLabel(op.label);
      return { ...op, label, body: m.region(op.body) };
    }
    case "parfor": {
      const { prologue, cost, ...rest } = op;
      return {
        ...rest,
        extents: all(op.extents, use),
        ...(cost === undefined ? {} : { cost: use(cost) }),
        reductions: op.reductions.map((reduction) => mapReduction(reduction, m)),
        label: m.declareLabel(op.label),
        ...(prologue === undefined ? {} : { prologue: m.region(prologue) }),
        indices: all(op.indices, define),
        body: m.region(op.body),
      };
    }
    case "generate": {
      const indices = all(op.indices, define);
      const body = m.region(op.body);
      return { ...op, indices, body, result: use(op.result), out: define(op.out) };
    }
    case "update": {
      const target = use(op.target);
      const indices = all(op.indices, define);
      const body = m.region(op.body);
      return { ...op, target, indices, body, result: use(op.result) };
    }
    case "reduce": {
      const extents = all(op.extents, use);
      const identities = all(op.identities, use);
      const indices = all(op.indices, define);
      const body = m.region(op.body);
      return {
        ...op,
        extents,
        identities,
        indices,
        body,
        elements: all(op.elements, use),
        combiner: mapCombiner(op.combiner, m),
        outs: all(op.outs, define),
      };
    }
    default:
      return unreachable(op);
  }
}

function mapReduction(reduction: Reduction<ArrayOp>, m: M): Reduction<ArrayOp> {
  return {
    ...reduction,
    slots: reduction.slots.map(m.slot),
    identities: all(reduction.identities, m.use),
    combiner: mapCombiner(reduction.combiner, m),
  };
}

function mapCombiner(combiner: Combiner<ArrayOp>, m: M): Combiner<ArrayOp> {
  if (combiner.kind === "builtin") return combiner;
  return {
    ...combiner,
    left: all(combiner.left, m.define),
    right: all(combiner.right, m.define),
    body: m.region(combiner.body),
    results: all(combiner.results, m.use),
  };
}

import type { LabelId, SlotId, ValueId } from "./ids.js";
import type { Mapping } from "./map-op.js";
import { mapOp } from "./map-op.js";
import type { Program, Tables } from "./program.js";
import type { AnyOp } from "./visit.js";
import { hasRegions } from "./visit.js";

export type ValueMap = Map<ValueId, ValueId>;

const identity = <T>(id: T): T => id;

/** `program` with another body of the same level. */
export function withBody<P extends Program>(
  program: P,
  run: <Op extends AnyOp>(body: readonly Op[]) => readonly Op[],
): P {
  return { ...program, body: run<AnyOp>(program.body) };
}

/** The op with its regions run through `region`, all else as it was; the op itself where no region changed. */
export function mapRegions<Op extends AnyOp>(op: Op, region: (ops: readonly Op[]) => readonly Op[]): Op {
  if (!hasRegions(op)) return op;
  let changed = false;
  const mapped = mapOp(op, {
    use: identity,
    define: identity,
    defineWithLayout: identity,
    slot: identity,
    declare: identity,
    label: identity,
    declareLabel: identity,
    region: (ops) => {
      const result = region(ops);
      changed ||= result !== ops;
      return result;
    },
  });
  return changed ? mapped : op;
}

/** A mapping that replaces values as `map` says, and gives an array a fresh id when its type mentions a replaced value. */
export function substitution<Op extends AnyOp>(
  map: ValueMap,
  tables: Tables,
  region: (ops: readonly Op[]) => readonly Op[],
): Mapping<Op> {
  const use = (value: ValueId): ValueId => {
    const by = map.get(value);
    return by === undefined ? value : use(by);
  };
  return {
    use,
    define: (value) => {
      const type = tables.typeOf(value);
      if (type.kind === "scalar") return value;
      if (![...type.shape, ...type.strides].some((part) => map.has(part))) return value;
      const fresh = tables.value({ ...type, shape: type.shape.map(use), strides: type.strides.map(use) });
      map.set(value, fresh);
      return fresh;
    },
    defineWithLayout: identity,
    slot: identity,
    declare: identity,
    label: identity,
    declareLabel: identity,
    region,
  };
}

/** The region with each use of a key of `map` replaced; the definitions of the keys must be gone. */
export function substitute<Op extends AnyOp>(
  region: readonly Op[],
  map: ValueMap,
  tables: Tables,
): readonly Op[] {
  if (map.size === 0) return region;
  const mapping: Mapping<Op> = substitution(map, tables, (ops) => ops.map((op) => mapOp(op, mapping)));
  return mapping.region(region);
}

/**
 * A copy of the region in which each value, label and variable that is defined inside is a fresh one. `map` says what outer values become, and
 * afterwards what the inner ones became; `slots` likewise.
 */
export function cloneRegion<Op extends AnyOp>(
  region: readonly Op[],
  map: ValueMap,
  tables: Tables,
  slots: Map<SlotId, SlotId> = new Map(),
  labels: Map<LabelId, LabelId> = new Map(),
): readonly Op[] {
  const use = (value: ValueId): ValueId => map.get(value) ?? value;
  const define = (value: ValueId): ValueId => {
    const type = tables.typeOf(value);
    const fresh =
      type.kind === "scalar"
        ? tables.value(type)
        : tables.value({ ...type, shape: type.shape.map(use), strides: type.strides.map(use) });
    map.set(value, fresh);
    return fresh;
  };
  const mapping: Mapping<Op> = {
    use,
    define,
    defineWithLayout: (value) => {
      const type = tables.typeOf(value);
      if (type.kind === "array")
        for (const part of [...type.shape, ...type.strides]) if (!map.has(part)) define(part);
      return define(value);
    },
    slot: (slot) => slots.get(slot) ?? slot,
    declare: (slot) => {
      const fresh = tables.slot(tables.slotType(slot), tables.slotName(slot));
      slots.set(slot, fresh);
      return fresh;
    },
    label: (label) => labels.get(label) ?? label,
    declareLabel: (label) => {
      const fresh = tables.label();
      labels.set(label, fresh);
      return fresh;
    },
    region: (ops) =>
      ops.map((op) => {
        const copy = mapOp(op, mapping);
        // Passes know operations by identity: the copy must not be the original.
        return copy === op ? { ...op } : copy;
      }),
  };
  return mapping.region(region);
}

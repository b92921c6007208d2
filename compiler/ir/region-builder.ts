import type { Span } from "../source.js";
import type { DType } from "./dtype.js";
import type { SlotId, ValueId } from "./ids.js";
import type { BinaryOperator, CompareOperator, LoopOp } from "./ops.js";
import type { Tables } from "./program.js";
import { scalarType } from "./types.js";

/** Appends operations to a region; each method returns the value it defined. */
export interface RegionBuilder {
  readonly ops: LoopOp[];
  readonly constant: (value: number | bigint | boolean, dtype?: DType) => ValueId;
  readonly binary: (op: BinaryOperator, a: ValueId, b: ValueId) => ValueId;
  readonly compare: (op: CompareOperator, a: ValueId, b: ValueId) => ValueId;
  readonly cast: (value: ValueId, dtype: DType) => ValueId;
  readonly select: (condition: ValueId, a: ValueId, b: ValueId) => ValueId;
  readonly get: (slot: SlotId) => ValueId;
  readonly set: (slot: SlotId, value: ValueId) => void;
  readonly load: (array: ValueId, index: readonly ValueId[]) => ValueId;
  readonly store: (array: ValueId, index: readonly ValueId[], value: ValueId) => void;
}

/** A builder of operations that a pass makes at `span`; constants are int64 unless another dtype is given. */
export function regionBuilder(tables: Tables, span: Span): RegionBuilder {
  const ops: LoopOp[] = [];
  const fresh = (dtype: DType): ValueId => tables.value(scalarType(dtype));
  return {
    ops,
    constant: (value, dtype = "int64") => {
      const out = fresh(dtype);
      ops.push({ kind: "const", out, value, span });
      return out;
    },
    binary: (op, a, b) => {
      const out = fresh(tables.dtypeOf(a));
      ops.push({ kind: "binary", op, a, b, out, span });
      return out;
    },
    compare: (op, a, b) => {
      const out = fresh("bool");
      ops.push({ kind: "compare", op, a, b, out, span });
      return out;
    },
    cast: (value, dtype) => {
      const out = fresh(dtype);
      ops.push({ kind: "cast", out, a: value, mode: "convert", span });
      return out;
    },
    select: (condition, a, b) => {
      const out = fresh(tables.dtypeOf(a));
      ops.push({ kind: "select", condition, a, b, out, span });
      return out;
    },
    get: (slot) => {
      const type = tables.slotType(slot);
      const out =
        type.kind === "scalar"
          ? fresh(type.dtype)
          : tables.value({
              kind: "array",
              dtype: type.dtype,
              shape: Array.from({ length: type.ndim }, () => fresh("int64")),
              strides: Array.from({ length: type.ndim }, () => fresh("int64")),
            });
      ops.push({ kind: "get", slot, out, span });
      return out;
    },
    set: (slot, value) => {
      ops.push({ kind: "set", slot, value, span });
    },
    load: (array, index) => {
      const out = fresh(tables.dtypeOf(array));
      ops.push({ kind: "load", array, index, out, bounds: { kind: "proven" }, span });
      return out;
    },
    store: (array, index, value) => {
      ops.push({ kind: "store", array, index, value, bounds: { kind: "proven" }, span });
    },
  };
}

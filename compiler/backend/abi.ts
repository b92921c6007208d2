// The mirror of runtime/src/kernel_abi.h: what generated code and the runtime agree on. A test compares the two.

import type { DType } from "../ir/dtype.js";
import { isComplex } from "../ir/dtype.js";
import type { ValueType } from "../ir/types.js";

/** What a kernel and the body of a parallel loop return. */
export const STATUS = { OK: 0, FAILED: 1, INTERRUPTED: 2, OUT_OF_MEMORY: 3 } as const;

/** Functions of the runtime that generated code calls: return type, parameter types, attributes. */
export const RUNTIME_FUNCTIONS = {
  weft_alloc: {
    result: "noalias align 64 ptr",
    parameters: ["ptr", "i64", "i32"],
    attributes: "nounwind willreturn",
  },
  weft_retain: { result: "void", parameters: ["ptr"], attributes: "nounwind willreturn" },
  weft_release: { result: "void", parameters: ["ptr", "ptr"], attributes: "nounwind willreturn" },
  weft_parallel_for: {
    result: "i32",
    parameters: ["ptr", "ptr", "ptr", "i64", "i64", "i32"],
    attributes: "nounwind",
  },
  weft_reduction_blocks: {
    result: "i64",
    parameters: ["i64", "i64", "i64"],
    attributes: "nounwind willreturn memory(none)",
  },
  weft_parallel_reduce: {
    result: "i32",
    parameters: ["ptr", "ptr", "ptr", "i64", "i64", "ptr", "i64", "i32"],
    attributes: "nounwind",
  },
  weft_exceeds_caches: {
    result: "i32",
    parameters: ["ptr", "i64", "i32"],
    attributes: "nounwind willreturn",
  },
  weft_begin_call: { result: "i64", parameters: ["ptr"], attributes: "nounwind willreturn" },
  weft_end_call: { result: "void", parameters: ["ptr", "i32", "i64"], attributes: "nounwind willreturn" },
  weft_fail: {
    result: "void",
    parameters: ["ptr", "i32", "i64", "i64", "i64", "i64", "i64"],
    attributes: "nounwind willreturn cold",
  },
  weft_print: { result: "void", parameters: ["ptr", "i32", "ptr", "i64"], attributes: "nounwind willreturn" },
  weft_snapshot: {
    result: "noalias align 64 ptr",
    parameters: ["ptr", "ptr", "i64", "i64", "ptr", "ptr"],
    attributes: "nounwind willreturn",
  },
} as const;
export type RuntimeFunction = keyof typeof RUNTIME_FUNCTIONS;

/** Where a value stands among the 8-byte slots of a kernel's arguments or results; `offset` counts slots. */
export type SlotLayout =
  | { readonly kind: "scalar"; readonly dtype: DType; readonly offset: number }
  | { readonly kind: "array"; readonly dtype: DType; readonly ndim: number; readonly offset: number };

export interface SlotLayouts {
  readonly entries: readonly SlotLayout[];
  /** The number of slots of all entries. */
  readonly count: number;
}

const scalarSlots = (dtype: DType): number => (isComplex(dtype) ? 2 : 1);

function layOut(types: readonly ValueType[], arrayHeader: number): SlotLayouts {
  const entries: SlotLayout[] = [];
  let count = 0;
  for (const type of types) {
    const { dtype } = type;
    if (type.kind === "scalar") {
      entries.push({ kind: "scalar", dtype, offset: count });
      count += scalarSlots(dtype);
    } else {
      const ndim = type.shape.length;
      entries.push({ kind: "array", dtype, ndim, offset: count });
      count += arrayHeader + 2 * ndim;
    }
  }
  return { entries, count };
}

/** Arguments: an array is data pointer, shape, strides. */
export const argumentLayouts = (types: readonly ValueType[]): SlotLayouts => layOut(types, 1);
/** Results: an array is data pointer, owner, shape, strides. */
export const resultLayouts = (types: readonly ValueType[]): SlotLayouts => layOut(types, 2);

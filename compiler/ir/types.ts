import type { DType } from "./dtype.js";
import type { ValueId } from "./ids.js";

export interface ScalarType {
  readonly kind: "scalar";
  readonly dtype: DType;
}

/**
 * An array value. `shape` and `strides` are int64 scalars that are defined before, or by, the operation that
 * defines the array; strides count elements. A stride that is the constant 1 is known to be one, so equal ids
 * mean equal extents, and a unit stride is visible without analysis.
 */
export interface ArrayType {
  readonly kind: "array";
  readonly dtype: DType;
  readonly shape: readonly ValueId[];
  readonly strides: readonly ValueId[];
}

export type ValueType = ScalarType | ArrayType;

/** What a mutable variable holds; shape and strides of an array slot are part of its value. */
export type SlotType =
  | { readonly kind: "scalar"; readonly dtype: DType }
  | { readonly kind: "array"; readonly dtype: DType; readonly ndim: number };

export const scalarType = (dtype: DType): ScalarType => ({ kind: "scalar", dtype });

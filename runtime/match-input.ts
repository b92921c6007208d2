import type { InputType } from "../compiler/frontend/signature.js";
import type { ArrayInputType } from "./classify.js";
import { Complex } from "./complex.js";
import { NDArray } from "./ndarray.js";
import { functionSourceOf } from "./parallel-function-source.js";

/**
 * Whether `classify(value)` would give `type`, without allocating: the check before each call. Typed arrays must
 * have been wrapped before.
 */
export function matchesInput(type: InputType, value: unknown): boolean {
  switch (type.kind) {
    case "scalar":
      return matchesScalar(type, value);
    case "array":
      return value instanceof NDArray && matchesArray(type, value);
    case "undefined":
      return value === undefined;
    case "literal":
      return typeof value === typeof type.value && Object.is(value, type.value);
    case "function":
      return functionSourceOf(value) === type.function;
    case "unsupported":
      return false;
  }
}

function matchesScalar(type: Extract<InputType, { kind: "scalar" }>, value: unknown): boolean {
  switch (typeof value) {
    case "number":
      return type.weak && type.dtype === "float64";
    case "boolean":
      return type.dtype === "bool";
    case "bigint":
      return !type.weak && type.dtype === "int64";
    default:
      return value instanceof Complex && type.dtype === "complex128";
  }
}

function matchesArray(type: ArrayInputType, array: NDArray): boolean {
  const { shape, strides } = array;
  if (array.dtype !== type.dtype || shape.length !== type.ndim) return false;
  let step = 1;
  let dense = true;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const length = shape[axis] ?? 0;
    const unit = length === 1;
    if (unit !== type.unitAxes[axis]) return false;
    if (!unit && strides[axis] !== step) dense = false;
    step *= length;
  }
  return (dense || step === 0) === (type.layout === "C");
}

import type { InputType, RecordType } from "../compiler/frontend/signature.js";
import { type ArrayInputType, classify, wrapTypedArray } from "./classify.js";
import { Complex } from "./complex.js";
import { isPlainObject } from "./is-plain-object.js";
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
    case "record":
      return matchesRecord(type, value);
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

/** An object with the same fields, in any order. */
function matchesRecord({ fields }: RecordType, value: unknown): boolean {
  if (!isPlainObject(value)) return false;
  let count = 0;
  for (const _ in value) count++;
  if (count !== fields.length) return false;
  for (const [name, type] of fields) {
    const field = wrapTypedArray(value[name]);
    const isSame =
      type.kind === "unsupported" ? classify(field).kind === "unsupported" : matchesInput(type, field);
    if (!isSame || !Object.hasOwn(value, name)) return false;
  }
  return true;
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

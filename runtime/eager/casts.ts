import type { DType } from "../../compiler/ir/dtype.js";
import { type ArrayInput, array } from "../array-from.js";
import { allocate, type ElementOf } from "../dtype.js";
import { isScalar, readElement, type ScalarInput, writeElement } from "../element.js";
import type { NDArray } from "../ndarray.js";

/** `np.uint8` and its like: casts a scalar or an array, and names the dtype wherever one is asked for. */
export interface Cast<D extends DType> {
  // Arrays first: it is what values of type any mostly are, as those that parallel functions return.
  (value: ArrayInput): NDArray<D>;
  (value: ScalarInput): ElementOf<D>;
  readonly dtype: D;
}

/** Floats truncate and saturate, NaN gives 0; integers keep their low bits. */
function castTo<D extends DType>(dtype: D): Cast<D> {
  function cast(value: ArrayInput): NDArray<D>;
  function cast(value: ScalarInput): ElementOf<D>;
  function cast(value: ScalarInput | ArrayInput): ElementOf<D> | NDArray<D> {
    if (!isScalar(value)) return array(value, dtype);
    const one = allocate(dtype, 1);
    writeElement(dtype, one, 0, value);
    return readElement(dtype, one, 0) as ElementOf<D>;
  }
  return Object.assign(cast, { dtype });
}

export const bool = castTo("bool");
export const int8 = castTo("int8");
export const int16 = castTo("int16");
export const int32 = castTo("int32");
export const int64 = castTo("int64");
export const uint8 = castTo("uint8");
export const uint16 = castTo("uint16");
export const uint32 = castTo("uint32");
export const uint64 = castTo("uint64");
export const float32 = castTo("float32");
export const float64 = castTo("float64");
export const complex64 = castTo("complex64");
export const complex128 = castTo("complex128");

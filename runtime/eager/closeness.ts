import type { ArrayInput } from "../array-from.js";
import type { NDArray } from "../ndarray.js";
import { kernelFunctions } from "./kernel-functions.js";

/** How far two numbers may differ: by `rtol * abs(b) + atol`. */
export interface Tolerance {
  readonly rtol?: number;
  readonly atol?: number;
  /** NaN is close to NaN. */
  readonly equalNan?: boolean;
}

/** Whether elements of `a` are close to those of `b`: equal, or finite and at most `atol + rtol * abs(b)` apart. */
export function isclose(
  a: ArrayInput,
  b: ArrayInput,
  { rtol = 1e-5, atol = 1e-8, equalNan = false }: Tolerance = {},
): NDArray | boolean {
  const f = kernelFunctions;
  const limit = f.add(f.multiply(f.absolute(b), rtol), atol);
  const near = f.logicalAnd(f.lessEqual(f.absolute(f.subtract(a, b)), limit), f.isfinite(b));
  const close = f.logicalOr(near, f.equal(a, b));
  return equalNan ? f.logicalOr(close, f.logicalAnd(f.isnan(a), f.isnan(b))) : close;
}

/** Whether all elements of `a` are close to those of `b`, as `isclose` tells. */
export function allclose(a: ArrayInput, b: ArrayInput, tolerance: Tolerance = {}): boolean {
  return kernelFunctions.all(isclose(a, b, tolerance));
}

import type { DType } from "../ir/dtype.js";
import type { Context } from "./context.js";
import { promoteScalars } from "./inference.js";
import type { ArrayValue, Scalar } from "./value.js";

/**
 * The dtype of an array that a function fills: that which everything that is stored in it promotes to. Before the first round it is
 * `guess`, which weak values then take.
 */
export function outputDType(
  cx: Context,
  key: string,
  guess: DType,
): { readonly dtype: DType; readonly note: (stored: Scalar) => void } {
  const known = cx.inference.expect(key);
  const dtype = known?.kind === "array" ? known.dtype : guess;
  const note = (stored: Scalar): void => {
    const wanted = stored.weak ? promoteScalars({ dtype, weak: false }, stored).dtype : stored.dtype;
    cx.inference.join(key, { kind: "array", dtype: wanted, ndim: 0 });
  };
  return { dtype, note };
}

/** What is stored in the output of a function has a part in its dtype. */
export function noteStored(cx: Context, array: ArrayValue, stored: Scalar): Scalar {
  cx.outputs.get(cx.rootOf(array.id))?.(stored);
  return stored;
}

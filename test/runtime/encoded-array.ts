import type { DType } from "../../compiler/ir/dtype.js";
import { array } from "../../runtime/array-from.js";
import { toDType } from "../../runtime/dtype.js";
import type { NDArray } from "../../runtime/ndarray.js";

/** An array in a fixture: its elements in row-major order, as words with a space between. */
export interface EncodedArray {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: string;
}

const WORDS = new Map([
  ["inf", Number.POSITIVE_INFINITY],
  ["-inf", Number.NEGATIVE_INFINITY],
]);

export function decodeArray({ dtype: name, shape, data }: EncodedArray): NDArray {
  const dtype = toDType<DType>(name as DType);
  const isBig = dtype === "int64" || dtype === "uint64";
  const words = data === "" ? [] : data.split(" ");
  return array(
    words.map((word) => (isBig ? BigInt(word) : (WORDS.get(word) ?? Number(word)))),
    dtype,
  ).reshape(shape);
}

import type { DType } from "../../compiler/ir/dtype.js";
import { array } from "../../runtime/array-from.js";
import { Complex } from "../../runtime/complex.js";
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

function decodeElement(word: string, dtype: DType): number | bigint | Complex {
  if (dtype === "int64" || dtype === "uint64") return BigInt(word);
  const [re = 0, im = 0] = word.split(",").map((part) => WORDS.get(part) ?? Number(part));
  return dtype === "complex64" || dtype === "complex128" ? new Complex(re, im) : re;
}

export function decodeArray({ dtype: name, shape, data }: EncodedArray): NDArray {
  const dtype = toDType<DType>(name as DType);
  const words = data === "" ? [] : data.split(" ");
  return array(
    words.map((word) => decodeElement(word, dtype)),
    dtype,
  ).reshape(shape);
}

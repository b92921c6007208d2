import type { DType } from "../../compiler/ir/dtype.js";
import { allocate, type TypedArray } from "../../runtime/dtype.js";
import { type ScalarInput, writeElement } from "../../runtime/element.js";
import { sizeOf } from "../../runtime/layout.js";
import { NDArray } from "../../runtime/ndarray.js";
import type { StridedJson, ValueJson } from "./case.js";
import { generate } from "./generate.js";

/** A value of the corpus with, for a strided view, the array that it is a view of. */
export interface Decoded {
  readonly value: unknown;
  readonly base: NDArray | null;
}

const SPECIAL: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  "-Infinity": Number.NEGATIVE_INFINITY,
};

/** A number of the corpus: JSON can't write NaN, infinities and integers past 2^53, which are strings. */
export function decodeNumber(json: number | string | boolean): ScalarInput {
  if (typeof json !== "string") return json;
  return SPECIAL[json] ?? BigInt(json);
}

/** The values of one call, which may share arrays. */
export function decodeAll(values: readonly ValueJson[]): readonly Decoded[] {
  const shared = new Map<string, NDArray>();
  return values.map((value) => decode(value, shared));
}

export const decodeValue = (json: ValueJson): unknown => decode(json, new Map()).value;

function decode(json: ValueJson, shared: Map<string, NDArray>): Decoded {
  if (typeof json === "object" && "strided" in json) return decodeStrided(json.strided, shared);
  return { value: decodePlain(json), base: null };
}

function decodePlain(json: Exclude<ValueJson, { readonly strided: StridedJson }>): unknown {
  if (typeof json !== "object") return decodeNumber(json);
  if ("bigint" in json) return BigInt(json.bigint);
  if ("undefined" in json) return undefined;
  if ("typedArray" in json) return fill(json.typedArray, json.data.map(decodeNumber));
  if ("generate" in json) {
    const elements = generate(json.generate, sizeOf(json.shape));
    return new NDArray(json.dtype, fill(json.dtype, elements), json.shape);
  }
  if ("dtype" in json)
    return new NDArray(json.dtype, fill(json.dtype, json.data.map(decodeNumber)), json.shape);
  throw new Error(`Not an argument: ${JSON.stringify(json)}`);
}

function fill(dtype: DType, elements: ArrayLike<ScalarInput>): TypedArray {
  const data = allocate(dtype, elements.length);
  for (let i = 0; i < elements.length; i++) writeElement(dtype, data, i, elements[i] ?? 0);
  return data;
}

function decodeStrided(json: StridedJson, shared: Map<string, NDArray>): Decoded {
  const known = json.share === undefined ? undefined : shared.get(json.share);
  const base = known ?? decodeValue(json.base);
  if (!(base instanceof NDArray)) throw new Error(`Not an array: ${JSON.stringify(json.base)}`);
  if (json.share !== undefined) shared.set(json.share, base);
  const view = base.slice(...json.index.map((spec) => (/^-?\d+$/.test(spec) ? Number(spec) : spec)));
  return { value: json.transpose === true ? view.T : view, base };
}

import type { DType } from "../compiler/ir/dtype.js";
import { Complex } from "./complex.js";
import { allocate, type TypedArray } from "./dtype.js";
import { type ScalarInput, writeElement } from "./element.js";

/** What JSON has no form for is text: integers past 2^53, non-finite floats, and -0. Complex numbers are pairs. */
export function plainElement(value: ScalarInput): unknown {
  if (value instanceof Complex) return { re: plainElement(value.re), im: plainElement(value.im) };
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "number" || (Number.isFinite(value) && !Object.is(value, -0))) return value;
  return Object.is(value, -0) ? "-0" : String(value);
}

/**
 * Elements as `plainElement` gives them, as memory of their dtype.
 * @throws {TypeError} that names the place of what is no element
 */
export function elementsOfPlain(dtype: DType, values: readonly unknown[]): TypedArray {
  const lanes = allocate(dtype, values.length);
  for (const [at, value] of values.entries()) {
    const element = elementOf(dtype, value);
    if (element === null) {
      throw new TypeError(`${JSON.stringify(value)} at [${at}] is no element of an array of dtype ${dtype}`);
    }
    writeElement(dtype, lanes, at, element);
  }
  return lanes;
}

function elementOf(dtype: DType, value: unknown): ScalarInput | null {
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return value;
  if (typeof value === "string") return numberOf(dtype, value);
  if (typeof value !== "object" || value === null || !("re" in value && "im" in value)) return null;
  const [re, im] = [elementOf("float64", value.re), elementOf("float64", value.im)];
  return typeof re === "number" && typeof im === "number" ? new Complex(re, im) : null;
}

function numberOf(dtype: DType, text: string): number | bigint | null {
  if (/^-?\d+$/.test(text) && (dtype === "int64" || dtype === "uint64")) return BigInt(text);
  return /^(NaN|-?Infinity|-0)$/.test(text) ? Number(text) : null;
}

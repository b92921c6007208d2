import { type DType, isComplex, isFloat, realOf } from "../../compiler/ir/dtype.js";
import { Complex } from "../complex.js";
import type { Scalar } from "../dtype.js";
import { type FloatWidth, formatExponent, positionalParts, scientificParts } from "./float-digits.js";

/** One element as NumPy's `str` prints its scalars: all digits, `1.0`, `1e-05`, `(1+2j)`, `True`. */
export function scalarText(value: Scalar, dtype: DType): string {
  if (typeof value === "boolean") return value ? "True" : "False";
  if (value instanceof Complex) return complexText(value, isComplex(dtype) ? realOf(dtype) : "float64");
  return typeof value === "number" && isFloat(dtype) ? floatText(value, dtype, "0") : String(value);
}

function floatText(value: number, width: FloatWidth, emptyFraction: string): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";
  const magnitude = Math.abs(value);
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const limit = width === "float32" ? 1e6 : 1e16;
  if (magnitude === 0 || (magnitude >= 1e-4 && magnitude < limit)) {
    const [whole, fraction] = positionalParts(magnitude, width, 30);
    const decimals = fraction || emptyFraction;
    return `${sign}${whole}${decimals && "."}${decimals}`;
  }
  const [whole, fraction, exponent] = scientificParts(magnitude, width, 30);
  return `${sign}${whole}${fraction && "."}${fraction}${formatExponent(exponent, 2)}`;
}

function complexText(value: Complex, width: FloatWidth): string {
  const imaginary = floatText(value.im, width, "");
  if (value.re === 0 && !Object.is(value.re, -0)) return `${imaginary}j`;
  const sign = imaginary.startsWith("-") ? "" : "+";
  return `(${floatText(value.re, width, "")}${sign}${imaginary}j)`;
}

import { type DType, isComplex, isFloat, realOf } from "../../compiler/ir/dtype.js";
import { Complex } from "../complex.js";
import type { Scalar } from "../dtype.js";
import { floatFormat } from "./float-format.js";
import type { PrintOptions } from "./print-options.js";

export type FormatElement = (value: Scalar) => string;

/**
 * The common format of the elements that are shown, so that columns line up.
 * @param isScalar the array has no axes: True is not padded to the width of False
 */
export function elementFormat(
  dtype: DType,
  shown: readonly Scalar[],
  options: PrintOptions,
  isScalar: boolean,
): FormatElement {
  if (dtype === "bool") return (value) => (value ? (isScalar ? "True" : " True") : "False");
  if (isFloat(dtype)) {
    const format = floatFormat(shown.map(Number), { ...options, width: dtype, plus: false });
    return (value) => format(Number(value));
  }
  if (isComplex(dtype)) return complexFormat(realOf(dtype), shown, options);
  const width = Math.max(0, ...shown.map((value) => String(value).length));
  return (value) => String(value).padStart(width);
}

function complexFormat(
  width: "float32" | "float64",
  shown: readonly Scalar[],
  options: PrintOptions,
): FormatElement {
  const parts = shown.map(toComplex);
  const real = floatFormat(
    parts.map(({ re }) => re),
    { ...options, width, plus: false },
  );
  const imaginary = floatFormat(
    parts.map(({ im }) => im),
    { ...options, width, plus: true },
  );
  return (value) => {
    const { re, im } = toComplex(value);
    // The j stands right behind the digits, before the padding.
    return real(re) + imaginary(im).replace(/ *$/, (padding) => `j${padding}`);
  };
}

function toComplex(value: Scalar): Complex {
  return value instanceof Complex ? value : new Complex(Number(value));
}

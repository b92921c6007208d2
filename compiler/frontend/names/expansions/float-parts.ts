// The parts of which a float consists, and the distance to its neighbour.
import { isComplex, isInteger } from "../../../ir/dtype.js";
import { arithmetic, compare } from "../../arithmetic.js";
import type { Context } from "../../context.js";
import { emitCall } from "../../scalar-emission.js";
import { convert, materialize } from "../../scalars.js";
import type { Scalar } from "../../value.js";
import { weakFloat, weakInteger } from "../../value.js";
import type { Node, ScalarExpansion } from "../expansion.js";
import { at, floatDType, floatFunction, result } from "../expansion.js";
import { absolute, logicalBinary, predicate, where } from "./choices.js";

/** x times 2 to a whole power. */
export const ldexp: ScalarExpansion = (cx, args, _mode, node) => {
  const [x, exponent] = [at(args, 0), at(args, 1)];
  const promoted = floatDType([x]);
  if (!(isInteger(exponent.dtype) || exponent.dtype === "bool") || isComplex(promoted.dtype)) {
    throw cx.typeError("ldexp takes a real number and an integer exponent.", node);
  }
  const ids = [materialize(cx, x, promoted.dtype, node), materialize(cx, exponent, "int64", node)];
  return result(emitCall(cx, "ldexp", ids, promoted.dtype, node), promoted);
};

/** The argument as a float. */
function realFloat(cx: Context, args: readonly Scalar[], name: string, node: Node): Scalar {
  const { dtype, weak } = floatDType([at(args, 0)]);
  if (isComplex(dtype)) throw cx.typeError(`${name} takes real numbers: use real(z) or imag(z).`, node);
  return { ...convert(cx, at(args, 0), dtype, node), weak };
}

/** From x to the next float away from zero, with the sign of x. */
export const spacing: ScalarExpansion = (cx, args, mode, node) => {
  const x = realFloat(cx, args, "spacing", node);
  const isBelow = compare(cx, "lt", x, weakFloat(0), node);
  const away = where(cx, [isBelow, weakFloat(-Infinity), weakFloat(Infinity)], mode, node);
  return arithmetic(cx, "-", floatFunction("nextafter")(cx, [x, away], mode, node), x, mode, node);
};

/** The step function: 0 below zero, 1 above, and the second argument at zero. */
export const heaviside: ScalarExpansion = (cx, args, mode, node) => {
  const x = realFloat(cx, args, "heaviside", node);
  const zero = weakFloat(0);
  const above = where(cx, [compare(cx, "gt", x, zero, node), weakFloat(1), x], mode, node);
  const outside = where(cx, [compare(cx, "lt", x, zero, node), zero, above], mode, node);
  return where(cx, [compare(cx, "eq", x, zero, node), at(args, 1), outside], mode, node);
};

/** x without its fraction, as a float. */
export const wholePart: ScalarExpansion = (cx, args, mode, node) =>
  floatFunction("trunc")(cx, [realFloat(cx, args, "modf", node)], mode, node);

/** What trunc takes from x, with the sign of x. */
export const fraction: ScalarExpansion = (cx, args, mode, node) => {
  const x = realFloat(cx, args, "modf", node);
  const rest = arithmetic(cx, "-", x, wholePart(cx, [x], mode, node), mode, node);
  const isInfinite = predicate("isinf", false)(cx, [x], mode, node);
  const size = where(cx, [isInfinite, weakFloat(0), rest], mode, node);
  return floatFunction("copysign")(cx, [size, x], mode, node);
};

/** e of x = m * 2 ** e with m in [0.5, 1), int32; 0 where there is none. */
export const exponent: ScalarExpansion = (cx, args, mode, node) => {
  const x = realFloat(cx, args, "frexp", node);
  const size = absolute(cx, [x], mode, node);
  const isUsable = hasExponent(cx, x, mode, node);
  const usable = where(cx, [isUsable, size, weakFloat(1)], mode, node);
  const logarithm = floatFunction("log2")(cx, [usable], mode, node);
  const estimate = convert(cx, floatFunction("floor")(cx, [logarithm], mode, node), "int64", node);
  // The logarithm of what lies just beside a power of two may be rounded to a whole number.
  const opposite = arithmetic(cx, "-", weakInteger(0), estimate, mode, node);
  const scaled = ldexp(cx, [usable, opposite], mode, node);
  const isLow = convert(cx, compare(cx, "lt", scaled, weakFloat(1), node), "int64", node);
  const isHigh = convert(cx, compare(cx, "ge", scaled, weakFloat(2), node), "int64", node);
  const offset = arithmetic(cx, "-", isHigh, isLow, mode, node);
  const next = arithmetic(cx, "+", estimate, weakInteger(1), mode, node);
  const found = arithmetic(cx, "+", next, offset, mode, node);
  return convert(cx, where(cx, [isUsable, found, weakInteger(0)], mode, node), "int32", node);
};

/** m of x = m * 2 ** e with m in [0.5, 1) and the sign of x; x itself where there is none. */
export const mantissa: ScalarExpansion = (cx, args, mode, node) => {
  const x = realFloat(cx, args, "frexp", node);
  const power = convert(cx, exponent(cx, [x], mode, node), "int64", node);
  const opposite = arithmetic(cx, "-", weakInteger(0), power, mode, node);
  return where(cx, [hasExponent(cx, x, mode, node), ldexp(cx, [x, opposite], mode, node), x], mode, node);
};

function hasExponent(cx: Context, x: Scalar, mode: Parameters<ScalarExpansion>[2], node: Node): Scalar {
  const finite = predicate("isfinite", true)(cx, [x], mode, node);
  return logicalBinary("and")(cx, [finite, compare(cx, "ne", x, weakFloat(0), node)], mode, node);
}

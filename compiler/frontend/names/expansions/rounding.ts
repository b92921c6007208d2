import { isComplex, isFloat, isInteger } from "../../../ir/dtype.js";
import { arithmetic } from "../../arithmetic.js";
import { emitBinary, emitCall, emitCompare, emitSelect } from "../../scalar-emission.js";
import { convert, emitConstant, idOf } from "../../scalars.js";
import type { Scalar } from "../../value.js";
import { weakFloat } from "../../value.js";
import type { ScalarExpansion } from "../expansion.js";
import { at, floatDType, floatFunction, result } from "../expansion.js";

/** floor, ceil, trunc: an integer stays an integer. */
export const rounding =
  (fn: "floor" | "ceil" | "trunc", constant: (x: number) => number): ScalarExpansion =>
  (cx, args, mode, node) => {
    const x = at(args, 0);
    return isInteger(x.dtype) || x.dtype === "bool" ? x : floatFunction(fn, constant)(cx, [x], mode, node);
  };

/** ECMAScript's Math.round: halves go up, and what rounds to zero keeps its sign. */
export const roundHalfUp: ScalarExpansion = (cx, args, _mode, node) => {
  const x = at(args, 0);
  if (isInteger(x.dtype)) return x;
  if (x.weak && typeof x.constant === "number") return weakFloat(Math.round(x.constant));
  const promoted = floatDType([x]);
  const { dtype } = promoted;
  if (isComplex(dtype)) throw cx.typeError("Math.round takes real numbers: use round(z).", node);
  const id = idOf(cx, convert(cx, x, dtype, node), node);
  const below = emitCall(cx, "floor", [id], dtype, node);
  const fraction = emitBinary(cx, "sub", id, below, dtype, node);
  const up = emitCompare(cx, "ge", fraction, emitConstant(cx, 0.5, dtype, node), node);
  const above = emitBinary(cx, "add", below, emitConstant(cx, 1, dtype, node), dtype, node);
  const rounded = emitSelect(cx, up, above, below, dtype, node);
  return result(emitCall(cx, "copysign", [rounded, id], dtype, node), promoted);
};

/**
 * NumPy's round at a number of decimals: halves to even of the scaled value. Integers stay as they are, and are rounded to
 * tens where `decimals` is negative.
 */
export const roundTo =
  (decimals: number): ScalarExpansion =>
  (cx, args, mode, node) => {
    const x = at(args, 0);
    const whole = isInteger(x.dtype);
    if (whole && decimals >= 0) return x;
    const rint = floatFunction("rint");
    if (decimals === 0) return rint(cx, [x], mode, node);
    const factor = weakFloat(10 ** Math.abs(decimals));
    const value: Scalar = whole ? convert(cx, x, "float64", node) : x;
    const [scale, restore] = decimals > 0 ? (["*", "/"] as const) : (["/", "*"] as const);
    const scaled = rint(cx, [arithmetic(cx, scale, value, factor, mode, node)], mode, node);
    const rounded = arithmetic(cx, restore, scaled, factor, mode, node);
    if (whole) return convert(cx, rounded, x.dtype, node);
    if (!isFloat(x.dtype)) return rounded;
    // What is not finite, or too great to be scaled, has no decimals.
    const id = idOf(cx, rounded, node);
    const finite = emitCall(cx, "isfinite", [id], "bool", node);
    return result(emitSelect(cx, finite, id, idOf(cx, x, node), x.dtype, node), x);
  };

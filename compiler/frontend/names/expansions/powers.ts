import { isInteger, isSigned } from "../../../ir/dtype.js";
import { arithmetic, checkDivisor } from "../../arithmetic.js";
import { promoteScalars } from "../../inference.js";
import { emitBinary, emitCall, emitCompare } from "../../scalar-emission.js";
import { check, emitConstant, idOf, materialize } from "../../scalars.js";
import { weakFloat } from "../../value.js";
import type { ScalarExpansion } from "../expansion.js";
import { numbers, result } from "../expansion.js";

/** NumPy's power: integers to integers stay integers, and a negative exponent of them is a RangeError. */
export const power: ScalarExpansion = (cx, args, mode, node) => {
  const [base, exponent] = numbers(cx, args, mode, node);
  if (base === undefined || exponent === undefined) throw new Error("power lost an argument");
  const known = exponent.constant !== null ? Number(exponent.constant) : null;
  const { dtype, weak } = promoteScalars(base, exponent);
  if (!isInteger(dtype) || (exponent.weak && known !== null && known >= 0)) {
    return arithmetic(cx, "**", base, exponent, mode, node);
  }
  const message = "Integers to negative powers are not whole: convert to float64 first";
  if (known !== null && known < 0) throw cx.rangeError(`${message}.`, node);
  if (isSigned(exponent.dtype)) {
    const own = materialize(cx, exponent, exponent.dtype, node);
    const zero = emitConstant(cx, 0, exponent.dtype, node);
    check(cx, emitCompare(cx, "ge", own, zero, node), message, [], node);
  }
  const ids = [base, exponent].map((operand) => materialize(cx, operand, dtype, node));
  return result(emitCall(cx, "pow", ids, dtype, node), { dtype, weak });
};

export const square: ScalarExpansion = (cx, args, mode, node) => {
  const [x] = numbers(cx, args, mode, node);
  if (x === undefined) throw new Error("square lost its argument");
  return arithmetic(cx, "*", x, x, mode, node);
};

/** 1 / x; of integers without its fraction, as in NumPy. */
export const reciprocal: ScalarExpansion = (cx, args, mode, node) => {
  const [x] = numbers(cx, args, mode, node);
  if (x === undefined) throw new Error("reciprocal lost its argument");
  if (!isInteger(x.dtype) || x.weak) return arithmetic(cx, "/", weakFloat(1), x, mode, node);
  const divisor = idOf(cx, x, node);
  checkDivisor(cx, divisor, x.dtype, node);
  const one = emitConstant(cx, 1, x.dtype, node);
  return result(emitBinary(cx, "div", one, divisor, x.dtype, node), x);
};

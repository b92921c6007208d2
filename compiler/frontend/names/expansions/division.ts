// Python's division: floor division and the remainder with the sign of the divisor.
import type { DType } from "../../../ir/dtype.js";
import { isComplex, isInteger, isSigned } from "../../../ir/dtype.js";
import type { ValueId } from "../../../ir/ids.js";
import { checkDivisor } from "../../arithmetic.js";
import type { Context } from "../../context.js";
import { emitBinary, emitCall, emitCompare, emitSelect } from "../../scalar-emission.js";
import { emitConstant } from "../../scalars.js";
import { strong } from "../../value.js";
import type { Node, ScalarExpansion } from "../expansion.js";
import { numericPair } from "../expansion.js";

/** The greatest whole number not above x / y. */
export const floorDivide: ScalarExpansion = (cx, args, mode, node) => {
  const { a, b, dtype, weak } = numericPair(cx, args, mode, node);
  if (isComplex(dtype)) throw cx.typeError("Complex numbers have no floor division.", node);
  if (!isInteger(dtype)) return { ...strong(floatFloorDivision(cx, a, b, dtype, node), dtype), weak };
  checkDivisor(cx, b, dtype, node);
  const quotient = emitBinary(cx, "div", a, b, dtype, node);
  if (!isSigned(dtype)) return { ...strong(quotient, dtype), weak };
  const rest = emitBinary(cx, "rem", a, b, dtype, node);
  const less = emitBinary(cx, "sub", quotient, emitConstant(cx, 1, dtype, node), dtype, node);
  const floor = emitSelect(cx, pointsAway(cx, rest, b, dtype, node), less, quotient, dtype, node);
  return { ...strong(floor, dtype), weak };
};

/** x - y * floor(x / y): the sign of y. */
export const modulo: ScalarExpansion = (cx, args, mode, node) => {
  const { a, b, dtype, weak } = numericPair(cx, args, mode, node);
  if (isComplex(dtype)) throw cx.typeError("Complex numbers have no remainder.", node);
  if (isInteger(dtype)) checkDivisor(cx, b, dtype, node);
  const rest = emitBinary(cx, "rem", a, b, dtype, node);
  if (isInteger(dtype) && !isSigned(dtype)) return { ...strong(rest, dtype), weak };
  const moved = emitBinary(cx, "add", rest, b, dtype, node);
  const result = emitSelect(cx, pointsAway(cx, rest, b, dtype, node), moved, rest, dtype, node);
  if (isInteger(dtype)) return { ...strong(result, dtype), weak };
  const zero = emitConstant(cx, 0, dtype, node);
  const signedZero = emitCall(cx, "copysign", [zero, b], dtype, node);
  const isZero = emitCompare(cx, "eq", result, zero, node);
  return { ...strong(emitSelect(cx, isZero, signedZero, result, dtype, node), dtype), weak };
};

/** Whether a truncating remainder is not 0 and has another sign than the divisor. */
function pointsAway(cx: Context, rest: ValueId, divisor: ValueId, dtype: DType, node: Node): ValueId {
  const zero = emitConstant(cx, 0, dtype, node);
  const negative = [rest, divisor].map((value) => emitCompare(cx, "lt", value, zero, node));
  const differ = emitBinary(cx, "xor", negative[0] ?? rest, negative[1] ?? rest, "bool", node);
  return emitBinary(cx, "and", emitCompare(cx, "ne", rest, zero, node), differ, "bool", node);
}

/** NumPy's npy_floor_divide: from the exact remainder, since x / y may round up to the next whole number. */
function floatFloorDivision(cx: Context, a: ValueId, b: ValueId, dtype: DType, node: Node): ValueId {
  const zero = emitConstant(cx, 0, dtype, node);
  const rest = emitBinary(cx, "rem", a, b, dtype, node);
  const exact = emitBinary(cx, "div", emitBinary(cx, "sub", a, rest, dtype, node), b, dtype, node);
  const less = emitBinary(cx, "sub", exact, emitConstant(cx, 1, dtype, node), dtype, node);
  const quotient = emitSelect(cx, pointsAway(cx, rest, b, dtype, node), less, exact, dtype, node);
  const plain = emitBinary(cx, "div", a, b, dtype, node);
  const floor = emitCall(cx, "floor", [quotient], dtype, node);
  // The division of a multiple of the divisor may be off by a rounding; NumPy keeps a half below.
  const fraction = emitBinary(cx, "sub", quotient, floor, dtype, node);
  const isAbove = emitCompare(cx, "gt", fraction, emitConstant(cx, 0.5, dtype, node), node);
  const next = emitBinary(cx, "add", floor, emitConstant(cx, 1, dtype, node), dtype, node);
  const rounded = emitSelect(cx, isAbove, next, floor, dtype, node);
  // A small quotient loses the sign of its zero.
  const isZero = emitCompare(cx, "eq", rounded, zero, node);
  const signedZero = emitCall(cx, "copysign", [zero, plain], dtype, node);
  const whole = emitSelect(cx, isZero, signedZero, rounded, dtype, node);
  // A division by zero keeps IEEE's result.
  return emitSelect(cx, emitCompare(cx, "eq", b, zero, node), plain, whole, dtype, node);
}

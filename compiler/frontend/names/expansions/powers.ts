import { isInteger, isSigned } from "../../../ir/dtype.js";
import { arithmetic, widen } from "../../arithmetic.js";
import { emitCall, emitCompare } from "../../scalar-emission.js";
import { check, convert, emitConstant, materialize } from "../../scalars.js";
import { weakFloat } from "../../value.js";
import type { ScalarExpansion } from "../expansion.js";
import { at, common, floatDType, result } from "../expansion.js";

/** NumPy's power: integers to integers stay integers, and a negative exponent of them is a RangeError. */
export const power: ScalarExpansion = (cx, args, mode, node) => {
  const [base, exponent] = args.map((arg) =>
    arg.dtype === "bool" ? convert(cx, arg, "int64", node) : widen(cx, arg, mode, node),
  );
  if (base === undefined || exponent === undefined) throw new Error("power lost an argument");
  const known = exponent.constant !== null ? Number(exponent.constant) : null;
  if (!isInteger(base.dtype) || !isInteger(exponent.dtype) || (known !== null && known >= 0)) {
    return arithmetic(cx, "**", base, exponent, mode, node);
  }
  const { ids, ...promoted } = common(cx, [base, exponent], node);
  const { dtype } = promoted;
  if (!isInteger(dtype)) return arithmetic(cx, "**", base, exponent, mode, node);
  const message = "Integers to negative powers are not whole: convert to float64 first";
  if (known !== null) throw cx.rangeError(`${message}.`, node);
  if (isSigned(exponent.dtype)) {
    const own = materialize(cx, exponent, exponent.dtype, node);
    const zero = emitConstant(cx, 0, exponent.dtype, node);
    check(cx, emitCompare(cx, "ge", own, zero, node), message, [], node);
  }
  return result(emitCall(cx, "pow", ids, dtype, node), promoted);
};

export const square: ScalarExpansion = (cx, args, mode, node) =>
  arithmetic(cx, "*", at(args, 0), at(args, 0), mode, node);

export const reciprocal: ScalarExpansion = (cx, args, mode, node) => {
  const { dtype, weak } = floatDType(args);
  const x = { ...convert(cx, at(args, 0), dtype, node), weak };
  return arithmetic(cx, "/", weakFloat(1), x, mode, node);
};

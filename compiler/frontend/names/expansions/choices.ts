// Names that choose one of their arguments, or compare, or look at a property of them.
import type { ComplexDType } from "../../../ir/dtype.js";
import { isComplex, isFloat, isInteger, isSigned, realOf } from "../../../ir/dtype.js";
import type { ValueId } from "../../../ir/ids.js";
import type { MathFunction } from "../../../ir/math-functions.js";
import { arithmetic, compare } from "../../arithmetic.js";
import { compareComplex, isComplexNaN, partsOf } from "../../complex-scalars.js";
import type { Context } from "../../context.js";
import { emitBinary, emitCall, emitCompare, emitSelect, emitUnary } from "../../scalar-emission.js";
import { convert, emitConstant, idOf, materialize } from "../../scalars.js";
import type { Scalar } from "../../value.js";
import { boolean, strong, weakFloat, weakInteger } from "../../value.js";
import type { Node, ScalarExpansion } from "../expansion.js";
import { at, commonPair, result } from "../expansion.js";

/** NumPy's truth: everything but zero, so NaN is true. */
export function nonzero(cx: Context, x: Scalar, node: Node): Scalar {
  if (x.dtype === "bool") return x;
  if (x.constant !== null) return boolean(x.constant !== 0 && x.constant !== 0n);
  return strong(materialize(cx, x, "bool", node), "bool");
}

export const logicalBinary =
  (op: "and" | "or" | "xor"): ScalarExpansion =>
  (cx, args, _mode, node) => {
    const [a, b] = [nonzero(cx, at(args, 0), node), nonzero(cx, at(args, 1), node)];
    return strong(emitBinary(cx, op, idOf(cx, a, node), idOf(cx, b, node), "bool", node), "bool");
  };
export const logicalNot: ScalarExpansion = (cx, args, _mode, node) => {
  const id = idOf(cx, nonzero(cx, at(args, 0), node), node);
  return strong(emitUnary(cx, "not", id, "bool", node), "bool");
};

export const extreme =
  (op: "min" | "max"): ScalarExpansion =>
  (cx, args, _mode, node) => {
    const { a, b, ...promoted } = commonPair(cx, args, node);
    const { dtype } = promoted;
    if (isComplex(dtype)) return strong(complexExtreme(cx, op, a, b, a, dtype, node), dtype);
    return result(emitBinary(cx, op, a, b, dtype, node), promoted);
  };
/** By NumPy's order; `a` also where `decides`, which is a or b, is NaN. */
function complexExtreme(
  cx: Context,
  op: "min" | "max",
  a: ValueId,
  b: ValueId,
  decides: ValueId,
  dtype: ComplexDType,
  node: Node,
): ValueId {
  const wins = compareComplex(cx, op === "max" ? "ge" : "le", a, b, dtype, node);
  const isFirst = emitBinary(cx, "or", wins, isComplexNaN(cx, decides, dtype, node), "bool", node);
  return emitSelect(cx, isFirst, a, b, dtype, node);
}
/** As minimum and maximum, but a number wins over NaN. */
export const numberExtreme =
  (fn: "fmin" | "fmax", op: "min" | "max"): ScalarExpansion =>
  (cx, args, mode, node) => {
    const { a, b, ...promoted } = commonPair(cx, args, node);
    const { dtype } = promoted;
    if (isComplex(dtype)) return strong(complexExtreme(cx, op, a, b, b, dtype, node), dtype);
    if (!isFloat(dtype)) return extreme(op)(cx, args, mode, node);
    return result(emitCall(cx, fn, [a, b], dtype, node), promoted);
  };

export const where: ScalarExpansion = (cx, args, _mode, node) => {
  const condition = idOf(cx, nonzero(cx, at(args, 0), node), node);
  const { a, b, ...promoted } = commonPair(cx, args.slice(1), node);
  return result(emitSelect(cx, condition, a, b, promoted.dtype, node), promoted);
};

/** The magnitude; of a complex number its modulus. */
export const absolute: ScalarExpansion = (cx, args, _mode, node) => {
  const x = at(args, 0);
  if (x.dtype === "bool" || (isInteger(x.dtype) && !isSigned(x.dtype))) return x;
  if (x.weak && typeof x.constant === "number") {
    return x.dtype === "int64" ? weakInteger(Math.abs(x.constant)) : weakFloat(Math.abs(x.constant));
  }
  const dtype = isComplex(x.dtype) ? realOf(x.dtype) : x.dtype;
  return result(emitCall(cx, "abs", [idOf(cx, x, node)], dtype, node), { dtype, weak: x.weak });
};

/** -1, 0 or 1 in the dtype of x; NaN stays NaN; z / |z| of a complex number. */
export const sign =
  (keepsZero: boolean): ScalarExpansion =>
  (cx, args, mode, node) => {
    const x = at(args, 0);
    const { dtype } = x;
    if (dtype === "bool") return convert(cx, x, "int64", node);
    const [zero, one] = [emitConstant(cx, 0, dtype, node), emitConstant(cx, 1, dtype, node)];
    const id = idOf(cx, x, node);
    if (isComplex(dtype)) {
      const unit = arithmetic(cx, "/", x, absolute(cx, [x], mode, node), mode, node);
      const isZero = emitCompare(cx, "eq", id, zero, node);
      return strong(emitSelect(cx, isZero, zero, idOf(cx, unit, node), dtype, node), dtype);
    }
    // x + 0 is x, apart from -0.
    const rest = !isFloat(dtype) ? zero : keepsZero ? id : emitBinary(cx, "add", id, zero, dtype, node);
    const positive = emitSelect(cx, emitCompare(cx, "gt", id, zero, node), one, rest, dtype, node);
    if (isInteger(dtype) && !isSigned(dtype)) return result(positive, x);
    const negative = emitCompare(cx, "lt", id, zero, node);
    return result(emitSelect(cx, negative, emitConstant(cx, -1, dtype, node), positive, dtype, node), x);
  };

/** A predicate of a float; integers and bool are never NaN or infinite. Of a complex number either part decides. */
export const predicate =
  (fn: Extract<MathFunction, "isnan" | "isinf" | "isfinite">, whenInteger: boolean): ScalarExpansion =>
  (cx, args, _mode, node) => {
    const x = at(args, 0);
    const test = (id: ReturnType<typeof idOf>): ReturnType<typeof idOf> =>
      emitCall(cx, fn, [id], "bool", node);
    if (isComplex(x.dtype)) {
      const { re, im } = partsOf(cx, idOf(cx, x, node), x.dtype, node);
      const op = fn === "isfinite" ? "and" : "or";
      return strong(emitBinary(cx, op, test(re), test(im), "bool", node), "bool");
    }
    if (!isFloat(x.dtype)) return strong(emitConstant(cx, whenInteger, "bool", node), "bool");
    return strong(test(idOf(cx, x, node)), "bool");
  };
export const signbit: ScalarExpansion = (cx, args, _mode, node) => {
  const x = at(args, 0);
  if (isComplex(x.dtype)) throw cx.typeError("signbit takes real numbers: use real(z) or imag(z).", node);
  if (isFloat(x.dtype)) return strong(emitCall(cx, "signbit", [idOf(cx, x, node)], "bool", node), "bool");
  return compare(
    cx,
    "lt",
    convert(cx, x, x.dtype === "bool" ? "int64" : x.dtype, node),
    weakInteger(0),
    node,
  );
};

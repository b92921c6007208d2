// Complex scalars: parts, NumPy's lexicographic order, and powers.
import type ts from "typescript";
import type { ComplexDType } from "../ir/dtype.js";
import { realOf } from "../ir/dtype.js";
import type { ValueId } from "../ir/ids.js";
import type { CompareOperator } from "../ir/ops.js";
import type { Context } from "./context.js";
import { emitBinary, emitCall, emitCompare, emitSelect, emitUnary } from "./scalar-emission.js";
import { emitConstant } from "./scalars.js";

interface Parts {
  readonly re: ValueId;
  readonly im: ValueId;
}
export function partsOf(cx: Context, z: ValueId, dtype: ComplexDType, node: ts.Node): Parts {
  const real = realOf(dtype);
  return { re: emitUnary(cx, "real", z, real, node), im: emitUnary(cx, "imag", z, real, node) };
}

/** Whether a part of z is NaN. */
export function isComplexNaN(cx: Context, z: ValueId, dtype: ComplexDType, node: ts.Node): ValueId {
  const { re, im } = partsOf(cx, z, dtype, node);
  const [left, right] = [re, im].map((part) => emitCall(cx, "isnan", [part], "bool", node));
  return emitBinary(cx, "or", left ?? re, right ?? im, "bool", node);
}

/** NumPy's comparison: by the real parts, and where they are equal by the imaginary parts; false beside NaN (`ne`: true). */
export function compareComplex(
  cx: Context,
  op: CompareOperator,
  a: ValueId,
  b: ValueId,
  dtype: ComplexDType,
  node: ts.Node,
): ValueId {
  if (op === "eq" || op === "ne") return emitCompare(cx, op, a, b, node);
  const [x, y] = [partsOf(cx, a, dtype, node), partsOf(cx, b, dtype, node)];
  const strict = op === "le" ? "lt" : op === "ge" ? "gt" : op;
  const real = emitCompare(cx, strict, x.re, y.re, node);
  // The imaginary parts decide nothing here, but must be numbers.
  const ordered = [x.im, y.im].map((part) => emitCompare(cx, "eq", part, part, node));
  const bothOrdered = emitBinary(cx, "and", ordered[0] ?? real, ordered[1] ?? real, "bool", node);
  const byReal = emitBinary(cx, "and", real, bothOrdered, "bool", node);
  const sameReal = emitCompare(cx, "eq", x.re, y.re, node);
  const byImaginary = emitBinary(cx, "and", sameReal, emitCompare(cx, op, x.im, y.im, node), "bool", node);
  return emitBinary(cx, "or", byReal, byImaginary, "bool", node);
}

/** NumPy's npy_cpow: 1 to the power 0; 0 to a power with a positive real part is 0, to any other NaN. */
export function complexPower(
  cx: Context,
  x: ValueId,
  y: ValueId,
  dtype: ComplexDType,
  node: ts.Node,
): ValueId {
  const real = realOf(dtype);
  const [zero, one] = [emitConstant(cx, 0, dtype, node), emitConstant(cx, 1, dtype, node)];
  const realZero = emitConstant(cx, 0, real, node);
  const vanishes = emitCompare(cx, "gt", partsOf(cx, y, dtype, node).re, realZero, node);
  const nan = emitConstant(cx, NaN, real, node);
  const ofZero = emitSelect(
    cx,
    vanishes,
    zero,
    emitBinary(cx, "complex", nan, nan, dtype, node),
    dtype,
    node,
  );
  const power = emitCall(cx, "pow", [x, y], dtype, node);
  const nonzero = emitSelect(cx, emitCompare(cx, "eq", x, zero, node), ofZero, power, dtype, node);
  return emitSelect(cx, emitCompare(cx, "eq", y, zero, node), one, nonzero, dtype, node);
}

import type ts from "typescript";
import type { ComplexDType } from "../../../ir/dtype.js";
import { realOf } from "../../../ir/dtype.js";
import type { FloatFunction } from "../../../ir/math-functions.js";
import type { Mode } from "../../arithmetic.js";
import { arithmetic } from "../../arithmetic.js";
import { complexPower, partsOf } from "../../complex-scalars.js";
import type { Context } from "../../context.js";
import { emitBinary, emitCall } from "../../scalar-emission.js";
import { convert, emitConstant, idOf } from "../../scalars.js";
import type { Scalar } from "../../value.js";
import { strong, weakFloat } from "../../value.js";

/** The functions that the runtime has for complex numbers. */
const NATIVE: ReadonlySet<FloatFunction> = new Set<FloatFunction>([
  "exp",
  "log",
  "sqrt",
  "sin",
  "cos",
  "tan",
  "asin",
  "acos",
  "atan",
  "sinh",
  "cosh",
  "tanh",
  "asinh",
  "acosh",
  "atanh",
]);

/**
 * A float function of complex numbers.
 * @throws ParallelTypeError for those that have none.
 */
export function complexFunction(
  cx: Context,
  fn: FloatFunction,
  args: readonly Scalar[],
  dtype: ComplexDType,
  mode: Mode,
  node: ts.Node,
): Scalar {
  const values = args.map((arg) => convert(cx, arg, dtype, node));
  const native = (name: FloatFunction, ...operands: readonly Scalar[]): Scalar => {
    const ids = operands.map((operand) => idOf(cx, operand, node));
    return strong(emitCall(cx, name, ids, dtype, node), dtype);
  };
  if (fn === "pow") {
    const [x, y] = values.map((value) => idOf(cx, value, node));
    if (x === undefined || y === undefined) throw new Error("pow lost an argument");
    return strong(complexPower(cx, x, y, dtype, node), dtype);
  }
  if (NATIVE.has(fn)) return native(fn, ...values);
  const [z] = values;
  if (z === undefined) throw new Error(`${fn} lost its argument`);
  switch (fn) {
    case "exp2":
      return native("exp", arithmetic(cx, "*", z, weakFloat(Math.LN2), mode, node));
    case "expm1":
      return arithmetic(cx, "-", native("exp", z), weakFloat(1), mode, node);
    case "log2":
      return scaledParts(cx, native("log", z), Math.LOG2E, dtype, node);
    case "log10":
      return scaledParts(cx, native("log", z), Math.LOG10E, dtype, node);
    case "log1p":
      return native("log", arithmetic(cx, "+", z, weakFloat(1), mode, node));
    case "rint":
      return byParts(cx, z, dtype, (part, real) => emitCall(cx, "rint", [part], real, node), node);
    default:
      throw cx.typeError(`${fn} is not defined for complex numbers: take real(z), imag(z) or abs(z).`, node);
  }
}

const scaledParts = (cx: Context, z: Scalar, factor: number, dtype: ComplexDType, node: ts.Node): Scalar =>
  byParts(
    cx,
    z,
    dtype,
    (part, real) => emitBinary(cx, "mul", part, emitConstant(cx, factor, real, node), real, node),
    node,
  );

/** A function of the real and of the imaginary part. */
function byParts(
  cx: Context,
  z: Scalar,
  dtype: ComplexDType,
  apply: (part: ReturnType<typeof idOf>, real: ReturnType<typeof realOf>) => ReturnType<typeof idOf>,
  node: ts.Node,
): Scalar {
  const real = realOf(dtype);
  const parts = partsOf(cx, idOf(cx, z, node), dtype, node);
  const joined = emitBinary(cx, "complex", apply(parts.re, real), apply(parts.im, real), dtype, node);
  return strong(joined, dtype);
}

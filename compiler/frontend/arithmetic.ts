// TypeScript's operators on two scalars (language.md sections 3 and 8), once for the elements of arrays and once for
// scalar code: there elements of 8 and 16 bits count as int32.
import type ts from "typescript";
import type { DType } from "../ir/dtype.js";
import { integerRange, isComplex, isFloat, isInteger, itemsize, unsignedOf } from "../ir/dtype.js";
import type { ValueId } from "../ir/ids.js";
import type { BinaryOperator, CompareOperator } from "../ir/ops.js";
import { compareComplex, complexPower } from "./complex-scalars.js";
import type { Context } from "./context.js";
import { promoteScalars } from "./inference.js";
import { emitBinary, emitCall, emitCompare, emitSelect } from "./scalar-emission.js";
import { cast, check, convert, emitConstant, idOf, materialize } from "./scalars.js";
import type { Scalar } from "./value.js";
import { boolean, int64, strong, weakFloat, weakInteger } from "./value.js";

/** Whether operands are elements of whole arrays, or scalars of the user's own loops. */
export type Mode = "array" | "scalar";

export type ArithmeticOperator = "+" | "-" | "*" | "/" | "%" | "**";
export type BitwiseOperator = "&" | "|" | "^" | "<<" | ">>" | ">>>";

/** In scalar code 8 and 16 bits count as int32 as soon as they take part in arithmetic. */
export function widen(cx: Context, scalar: Scalar, mode: Mode, node: ts.Node): Scalar {
  const narrow = mode === "scalar" && isInteger(scalar.dtype) && itemsize(scalar.dtype) < 4;
  return narrow ? convert(cx, scalar, "int32", node) : scalar;
}

const result = (id: ValueId, dtype: DType, weak: boolean): Scalar => ({
  kind: "scalar",
  dtype,
  weak,
  id,
  constant: null,
});

export function arithmetic(
  cx: Context,
  op: ArithmeticOperator,
  left: Scalar,
  right: Scalar,
  mode: Mode,
  node: ts.Node,
): Scalar {
  const folded = foldArithmetic(op, left, right);
  if (folded !== null) return left.variable || right.variable ? { ...folded, variable: true } : folded;
  if (op === "**") return power(cx, left, right, mode, node);
  const [a, b] = [widen(cx, left, mode, node), widen(cx, right, mode, node)];
  let { dtype, weak } = promoteScalars(a, b);
  if (dtype === "bool") dtype = "int64";
  if (op === "/" && isInteger(dtype)) dtype = "float64";
  const [x, y] = [materialize(cx, a, dtype, node), materialize(cx, b, dtype, node)];
  if (op === "%") return result(remainder(cx, x, y, dtype, node), dtype, weak);
  return result(emitBinary(cx, ARITHMETIC[op], x, y, dtype, node), dtype, weak);
}
const ARITHMETIC: Readonly<Record<"+" | "-" | "*" | "/", BinaryOperator>> = {
  "+": "add",
  "-": "sub",
  "*": "mul",
  "/": "div",
};

/** The sign of the dividend; an integer divisor of 0 is a RangeError. */
function remainder(cx: Context, x: ValueId, y: ValueId, dtype: DType, node: ts.Node): ValueId {
  if (isComplex(dtype)) throw cx.typeError("Complex numbers have no remainder.", node);
  if (isInteger(dtype)) checkDivisor(cx, y, dtype, node);
  return emitBinary(cx, "rem", x, y, dtype, node);
}
export function checkDivisor(cx: Context, divisor: ValueId, dtype: DType, node: ts.Node): void {
  const zero = emitConstant(cx, 0, dtype, node);
  const nonzero = emitCompare(cx, "ne", divisor, zero, node);
  check(cx, nonzero, "Integer division by zero: test the divisor first, or divide floats", [], node);
}

/** Two weak constants make a weak constant, as the user would compute them by hand. */
function foldArithmetic(op: ArithmeticOperator, left: Scalar, right: Scalar): Scalar | null {
  if (!left.weak || !right.weak || left.constant === null || right.constant === null) return null;
  if (typeof left.constant === "boolean" || typeof right.constant === "boolean") return null;
  const integers = left.dtype === "int64" && right.dtype === "int64";
  const [x, y] = [Number(left.constant), Number(right.constant)];
  if (op === "**" && !(integers && y >= 0 && !right.variable)) return weakFloat(floatPower(x, y));
  if (op !== "**" && (!integers || op === "/")) return weakFloat(evaluate(op, x, y));
  if (op === "%" && y === 0) return null;
  const value = evaluateInteger(op, BigInt(left.constant), BigInt(right.constant));
  const inside = value >= -(2n ** 63n) && value < 2n ** 63n;
  if (!inside) return null;
  return weakInteger(Number.isSafeInteger(Number(value)) ? Number(value) : value);
}
/** C's and NumPy's power: of 1, also where JavaScript has NaN. */
const floatPower = (x: number, y: number): number =>
  x === 1 || (x === -1 && Math.abs(y) === Number.POSITIVE_INFINITY) ? 1 : x ** y;

function evaluate(op: Exclude<ArithmeticOperator, "**">, x: number, y: number): number {
  switch (op) {
    case "+":
      return x + y;
    case "-":
      return x - y;
    case "*":
      return x * y;
    case "/":
      return x / y;
    case "%":
      return x % y;
  }
}
function evaluateInteger(op: Exclude<ArithmeticOperator, "/">, x: bigint, y: bigint): bigint {
  switch (op) {
    case "+":
      return x + y;
    case "-":
      return x - y;
    case "*":
      return x * y;
    case "%":
      return x % y;
    case "**":
      return x ** y;
  }
}

/** A non-negative integer literal, or a `const` of one. */
function literalExponent({ constant, dtype, weak, variable }: Scalar): number | null {
  const written = dtype === "int64" && (weak || typeof constant === "bigint") && !variable;
  const value = written && constant !== null ? Number(constant) : -1;
  return value >= 0 ? value : null;
}

/** `**`: an integer stays one under a literal non-negative integer exponent; other powers of integers are float64. */
function power(cx: Context, left: Scalar, right: Scalar, mode: Mode, node: ts.Node): Scalar {
  const base = widen(cx, left, mode, node);
  const exponent = literalExponent(right);
  const integral = !isFloat(base.dtype) && !isComplex(base.dtype);
  if (exponent !== null && integral) {
    const { dtype, weak } = promoteScalars(base.dtype === "bool" ? int64(0) : base, right);
    const x = materialize(cx, base, dtype, node);
    return result(integerPower(cx, x, exponent, dtype, node), dtype, weak);
  }
  let { dtype, weak } = promoteScalars(base, widen(cx, right, mode, node));
  if (!isFloat(dtype) && !isComplex(dtype)) dtype = "float64";
  const x = materialize(cx, base, dtype, node);
  const constant =
    right.constant === null || typeof right.constant === "boolean" ? null : Number(right.constant);
  if (isComplex(dtype)) {
    const small = exponent !== null && exponent <= 64;
    const y = small ? x : materialize(cx, right, dtype, node);
    const id = small ? integerPower(cx, x, exponent, dtype, node) : complexPower(cx, x, y, dtype, node);
    return result(id, dtype, weak);
  }
  if (constant === 0.5) return result(emitCall(cx, "sqrt", [x], dtype, node), dtype, weak);
  if (constant === 2) return result(emitBinary(cx, "mul", x, x, dtype, node), dtype, weak);
  if (constant === 1) return result(x, dtype, weak);
  if (constant === -1) {
    const one = emitConstant(cx, 1, dtype, node);
    return result(emitBinary(cx, "div", one, x, dtype, node), dtype, weak);
  }
  return result(emitCall(cx, "pow", [x, materialize(cx, right, dtype, node)], dtype, node), dtype, weak);
}

/** x ** exponent by repeated squaring, for a constant exponent; wraps. */
function integerPower(cx: Context, x: ValueId, exponent: number, dtype: DType, node: ts.Node): ValueId {
  if (exponent > 64) return emitCall(cx, "pow", [x, emitConstant(cx, exponent, dtype, node)], dtype, node);
  let [square, rest, product] = [x, exponent, null as ValueId | null];
  while (rest > 0) {
    if (rest % 2 === 1)
      product = product === null ? square : emitBinary(cx, "mul", product, square, dtype, node);
    rest = Math.floor(rest / 2);
    if (rest > 0) square = emitBinary(cx, "mul", square, square, dtype, node);
  }
  return product ?? emitConstant(cx, 1, dtype, node);
}

export function bitwise(
  cx: Context,
  op: BitwiseOperator,
  left: Scalar,
  right: Scalar,
  mode: Mode,
  node: ts.Node,
): Scalar {
  if (mode === "scalar" && (isFloat(left.dtype) || isFloat(right.dtype))) {
    const [a, b] = [toInt32(cx, left, node), toInt32(cx, right, node)];
    return bitwise(cx, op, a, b, mode, node);
  }
  const shift = op === "<<" || op === ">>" || op === ">>>";
  const [a, b] = [widen(cx, left, mode, node), widen(cx, right, mode, node)];
  let { dtype, weak } = shift && !a.weak && b.weak ? a : promoteScalars(a, b);
  if (shift && dtype === "bool") dtype = "int64";
  if (dtype !== "bool" && !isInteger(dtype)) {
    throw cx.typeError(
      `\`${op}\` works on integers and booleans, not on ${dtype}: convert with int64(…) first.`,
      node,
    );
  }
  const x = materialize(cx, a, dtype, node);
  if (!shift)
    return result(emitBinary(cx, BITWISE[op], x, materialize(cx, b, dtype, node), dtype, node), dtype, weak);
  if (dtype === "bool") throw new Error("A shift of bool has been promoted");
  const count = emitBinary(
    cx,
    "and",
    materialize(cx, b, dtype, node),
    emitConstant(cx, itemsize(dtype) * 8 - 1, dtype, node),
    dtype,
    node,
  );
  if (op !== ">>>")
    return result(emitBinary(cx, op === "<<" ? "shl" : "shr", x, count, dtype, node), dtype, weak);
  const unsigned = unsignedOf(dtype);
  const [ux, ucount] = [
    convert(cx, strong(x, dtype), unsigned, node),
    convert(cx, strong(count, dtype), unsigned, node),
  ];
  const shifted = emitBinary(cx, "shr", idOf(cx, ux, node), idOf(cx, ucount, node), unsigned, node);
  return result(shifted, unsigned, false);
}
const BITWISE: Readonly<Record<"&" | "|" | "^", BinaryOperator>> = { "&": "and", "|": "or", "^": "xor" };

/** ECMAScript's ToInt32: a float, and a literal beside one, keep their low 32 bits. */
export function toInt32(cx: Context, scalar: Scalar, node: ts.Node): Scalar {
  const { constant } = scalar;
  if (scalar.weak && constant !== null && typeof constant !== "boolean")
    return weakInteger(typeof constant === "bigint" ? Number(BigInt.asIntN(32, constant)) : constant | 0);
  if (isInteger(scalar.dtype) || scalar.dtype === "bool") return scalar;
  return strong(cast(cx, idOf(cx, scalar, node), "int32", node, "wrap"), "int32");
}

/** A comparison: the operands are promoted, but a literal outside an integer dtype compares by value. */
export function compare(
  cx: Context,
  op: CompareOperator,
  left: Scalar,
  right: Scalar,
  node: ts.Node,
): Scalar {
  const outside = compareOutside(op, left, right);
  if (outside !== null) return boolean(outside);
  if (left.constant !== null && right.constant !== null) {
    return boolean(compareConstants(op, left.constant, right.constant));
  }
  const mixed = mixedSigns(left, right);
  if (mixed !== null) return compareMixed(cx, op, left, right, mixed, node);
  const { dtype } = promoteScalars(left, right);
  const [x, y] = [materialize(cx, left, dtype, node), materialize(cx, right, dtype, node)];
  const out = isComplex(dtype) ? compareComplex(cx, op, x, y, dtype, node) : emitCompare(cx, op, x, y, node);
  return strong(out, "bool");
}
function compareConstants(
  op: CompareOperator,
  a: number | bigint | boolean,
  b: number | bigint | boolean,
): boolean {
  const [x, y] = [typeof a === "boolean" ? Number(a) : a, typeof b === "boolean" ? Number(b) : b];
  switch (op) {
    case "eq":
      return x <= y && x >= y;
    case "ne":
      return !(x <= y && x >= y);
    case "lt":
      return x < y;
    case "le":
      return x <= y;
    case "gt":
      return x > y;
    case "ge":
      return x >= y;
  }
}
function compareOutside(op: CompareOperator, left: Scalar, right: Scalar): boolean | null {
  const [literal, other] = left.weak && left.constant !== null ? [left, right] : [right, left];
  if (literal.constant === null || typeof literal.constant === "boolean" || other.weak) return null;
  if (!isInteger(other.dtype) || literal.dtype !== "int64") return null;
  const range = integerRange(other.dtype);
  if (literal.constant >= range[0] && literal.constant <= range[1]) return null;
  const literalIsLess = literal.constant < range[0];
  const leftIsLess = literal === left ? literalIsLess : !literalIsLess;
  if (op === "eq" || op === "ne") return op === "ne";
  return op === "lt" || op === "le" ? leftIsLess : !leftIsLess;
}
/** uint64 against a signed dtype has no common integer dtype: compared by sign first. */
function mixedSigns(left: Scalar, right: Scalar): "left" | "right" | null {
  if (left.weak || right.weak || !isInteger(left.dtype) || !isInteger(right.dtype)) return null;
  if (left.dtype === "uint64" && !right.dtype.startsWith("u")) return "right";
  if (right.dtype === "uint64" && !left.dtype.startsWith("u")) return "left";
  return null;
}
function compareMixed(
  cx: Context,
  op: CompareOperator,
  left: Scalar,
  right: Scalar,
  signed: "left" | "right",
  node: ts.Node,
): Scalar {
  const negative = compare(cx, "lt", signed === "left" ? left : right, weakInteger(0), node);
  const whenNegative = boolean(
    op === "ne" || (signed === "left" ? op === "lt" || op === "le" : op === "gt" || op === "ge"),
  );
  const same = compare(cx, op, convert(cx, left, "uint64", node), convert(cx, right, "uint64", node), node);
  const [a, b] = [materialize(cx, whenNegative, "bool", node), idOf(cx, same, node)];
  return strong(emitSelect(cx, idOf(cx, negative, node), a, b, "bool", node), "bool");
}

/** Truth of a scalar in a condition: TypeScript's, so NaN is false. */
export function truth(cx: Context, scalar: Scalar, node: ts.Node): Scalar {
  if (scalar.dtype === "bool") return scalar;
  if (scalar.constant !== null) return boolean(Boolean(scalar.constant));
  const nonzero = compare(cx, "ne", scalar, weakInteger(0), node);
  if (!isFloat(scalar.dtype)) return nonzero;
  const ordered = compare(cx, "eq", scalar, scalar, node);
  return strong(
    emitBinary(cx, "and", idOf(cx, nonzero, node), idOf(cx, ordered, node), "bool", node),
    "bool",
  );
}

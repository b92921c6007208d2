// Scalars as operands: constants become operations only where they are used, with the dtype that is wanted there.
import type ts from "typescript";
import type { DType } from "../ir/dtype.js";
import { integerRange, isComplex, isFloat, isInteger, realOf } from "../ir/dtype.js";
import type { ValueId } from "../ir/ids.js";
import { scalarType } from "../ir/types.js";
import type { Context } from "./context.js";
import type { Scalar, Value } from "./value.js";
import { describe, strong } from "./value.js";

/** What conversion of a constant that does not fit means: an error in arithmetic, stores and casts. */
function fits(constant: number | bigint | boolean, dtype: DType): boolean {
  if (typeof constant === "boolean" || !isInteger(dtype)) return true;
  if (typeof constant === "number" && !Number.isInteger(constant)) return true;
  const [low, high] = integerRange(dtype);
  return constant >= low && constant <= high;
}

/** The constant as a literal of the dtype, converted as a cast converts: a float truncates and saturates, NaN gives 0. */
function constantAs(constant: number | bigint | boolean, dtype: DType): number | bigint | boolean {
  if (dtype === "bool") return typeof constant === "boolean" ? constant : constant !== 0 && constant !== 0n;
  if (dtype === "float32") return Math.fround(Number(constant));
  if (!isInteger(dtype)) return Number(constant);
  if (typeof constant !== "number") return typeof constant === "boolean" ? Number(constant) : constant;
  const [low, high] = integerRange(dtype);
  if (Number.isNaN(constant)) return 0;
  if (constant <= low) return low;
  if (constant >= high) return high;
  const whole = Math.trunc(constant);
  return Number.isSafeInteger(whole) ? whole : BigInt(whole);
}

/**
 * The scalar as a value of `dtype`, converted as a cast does.
 * @throws ParallelTypeError where a literal does not fit.
 */
export function materialize(cx: Context, scalar: Scalar, dtype: DType, node: ts.Node): ValueId {
  const { constant } = scalar;
  if (constant !== null) {
    const isLiteral = scalar.dtype === "int64" && (scalar.weak || typeof constant === "bigint");
    if (isLiteral && !fits(constant, dtype)) {
      const advice = fits(constant, "int64") ? "int64(…)" : "float64(…)";
      throw cx.typeError(
        `The literal ${constant} doesn't fit ${dtype}: use a wider dtype, such as ${advice}.`,
        node,
      );
    }
    return emitConstant(cx, constantAs(constant, dtype), dtype, node);
  }
  if (scalar.id === null) throw new Error("A scalar is neither a value nor a constant");
  return scalar.dtype === dtype ? scalar.id : cast(cx, scalar.id, dtype, node);
}

export function emitConstant(
  cx: Context,
  value: number | bigint | boolean,
  dtype: DType,
  node: ts.Node,
): ValueId {
  if (dtype === "int64" && typeof value === "number") return cx.integers.constant(value, node);
  if (isComplex(dtype)) {
    const part = realOf(dtype);
    const [re, im] = [emitConstant(cx, value, part, node), emitConstant(cx, 0, part, node)];
    const out = cx.value(scalarType(dtype));
    cx.emit({ kind: "binary", out, op: "complex", a: re, b: im, span: cx.span(node) });
    return out;
  }
  const out = cx.value(scalarType(dtype));
  cx.emit({ kind: "const", out, value, span: cx.span(node) });
  return out;
}

export function cast(
  cx: Context,
  value: ValueId,
  dtype: DType,
  node: ts.Node,
  mode: "convert" | "wrap" = "convert",
): ValueId {
  const out = cx.value(scalarType(dtype));
  cx.emit({ kind: "cast", out, a: value, mode, span: cx.span(node) });
  return out;
}

/** The scalar as a value of its own dtype. */
export const idOf = (cx: Context, scalar: Scalar, node: ts.Node): ValueId =>
  scalar.id ?? materialize(cx, scalar, scalar.dtype, node);

/** The scalar converted to a strong `dtype`. */
export function convert(cx: Context, scalar: Scalar, dtype: DType, node: ts.Node): Scalar {
  if (scalar.dtype === dtype && !scalar.weak && scalar.id !== null) return scalar;
  return strong(materialize(cx, scalar, dtype, node), dtype);
}

/** @throws ParallelTypeError where the value is not a scalar. */
export function expectScalar(cx: Context, value: Value, node: ts.Node, what: string): Scalar {
  if (value.kind === "scalar") return value;
  throw cx.typeError(`${what} must be a scalar, not ${describe(value, cx.ndimOf)}.`, node);
}

/**
 * The scalar as an int64 index, extent or bound. A float is converted; at run time a value that is not whole is a RangeError.
 */
export function toIndex(cx: Context, value: Value, node: ts.Node, what: string): ValueId {
  const scalar = expectScalar(cx, value, node, what);
  if (scalar.constant !== null) {
    if (typeof scalar.constant === "boolean") {
      throw cx.typeError(`${what} must be an integer, not ${scalar.constant}.`, node);
    }
    if (typeof scalar.constant === "number" && !Number.isInteger(scalar.constant)) {
      throw cx.rangeError(`${what} must be a whole number, not ${scalar.constant}.`, node);
    }
    if (!fits(scalar.constant, "int64")) {
      throw cx.rangeError(`${what} must fit int64, and ${scalar.constant} doesn't.`, node);
    }
    return cx.integers.constant(Number(scalar.constant), node);
  }
  const id = idOf(cx, scalar, node);
  if (isInteger(scalar.dtype)) return scalar.dtype === "int64" ? id : cast(cx, id, "int64", node);
  if (!isFloat(scalar.dtype)) {
    throw cx.typeError(`${what} must be an integer, not ${describe(scalar, cx.ndimOf)}.`, node);
  }
  const whole = cast(cx, id, "int64", node);
  const back = cast(cx, whole, scalar.dtype, node);
  const same = cx.value(scalarType("bool"));
  cx.emit({ kind: "compare", out: same, op: "eq", a: back, b: id, span: cx.span(node) });
  const wide = scalar.dtype === "float64" ? id : cast(cx, id, "float64", node);
  check(cx, same, `${what} must be a whole number, not {0}`, [wide], node);
  return whole;
}

/** A RangeError at run time where `condition` is false; `{0}` … in the message are the values. */
export function check(
  cx: Context,
  condition: ValueId,
  message: string,
  values: readonly ValueId[],
  node: ts.Node,
): void {
  const span = cx.span(node);
  const dtypes = values.map((value) => cx.tables.dtypeOf(value));
  const site = cx.tables.site({ kind: "error", span, errorClass: "RangeError", message, dtypes });
  cx.emit({ kind: "check", condition, site, values, span });
}

// Single scalar operations, given operands that have their dtype already.
import type ts from "typescript";
import type { DType } from "../ir/dtype.js";
import type { ValueId } from "../ir/ids.js";
import type { MathFunction } from "../ir/math-functions.js";
import type { BinaryOperator, CompareOperator, UnaryOperator } from "../ir/ops.js";
import { scalarType } from "../ir/types.js";
import type { Context } from "./context.js";

export function emitUnary(cx: Context, op: UnaryOperator, a: ValueId, dtype: DType, node: ts.Node): ValueId {
  const out = cx.value(scalarType(dtype));
  cx.emit({ kind: "unary", out, op, a, span: cx.span(node) });
  return out;
}

/** `dtype` is that of the result: complex where `op` makes a complex number of two parts. */
export function emitBinary(
  cx: Context,
  op: BinaryOperator,
  a: ValueId,
  b: ValueId,
  dtype: DType,
  node: ts.Node,
): ValueId {
  const out = cx.value(scalarType(dtype));
  cx.emit({ kind: "binary", out, op, a, b, span: cx.span(node) });
  return out;
}

/** `dtype` is that of the result. */
export function emitCall(
  cx: Context,
  fn: MathFunction,
  args: readonly ValueId[],
  dtype: DType,
  node: ts.Node,
): ValueId {
  const out = cx.value(scalarType(dtype));
  cx.emit({ kind: "call", out, fn, args, span: cx.span(node) });
  return out;
}

export function emitCompare(
  cx: Context,
  op: CompareOperator,
  a: ValueId,
  b: ValueId,
  node: ts.Node,
): ValueId {
  const out = cx.value(scalarType("bool"));
  cx.emit({ kind: "compare", out, op, a, b, span: cx.span(node) });
  return out;
}

/** Both alternatives are evaluated. */
export function emitSelect(
  cx: Context,
  condition: ValueId,
  a: ValueId,
  b: ValueId,
  dtype: DType,
  node: ts.Node,
): ValueId {
  const out = cx.value(scalarType(dtype));
  cx.emit({ kind: "select", out, condition, a, b, span: cx.span(node) });
  return out;
}

// TypeScript's operators on values of any kind: scalars directly, arrays element by element.
import ts from "#typescript";
import { isInteger } from "../ir/dtype.js";
import type { CompareOperator } from "../ir/ops.js";
import { scalarType } from "../ir/types.js";
import type { ArithmeticOperator, BitwiseOperator, Mode } from "./arithmetic.js";
import { arithmetic, bitwise, compare, toInt32, truth, widen } from "./arithmetic.js";
import type { Context } from "./context.js";
import type { Operand } from "./elementwise.js";
import { mapElements } from "./elementwise.js";
import { convert, idOf } from "./scalars.js";
import type { Scalar, Value } from "./value.js";
import { boolean, describe, strong, weakInteger } from "./value.js";

export type OperatorText = ArithmeticOperator | BitwiseOperator | "==" | "!=" | "<" | "<=" | ">" | ">=";

const BINARY: Readonly<Partial<Record<ts.SyntaxKind, OperatorText>>> = {
  [ts.SyntaxKind.PlusToken]: "+",
  [ts.SyntaxKind.MinusToken]: "-",
  [ts.SyntaxKind.AsteriskToken]: "*",
  [ts.SyntaxKind.SlashToken]: "/",
  [ts.SyntaxKind.PercentToken]: "%",
  [ts.SyntaxKind.AsteriskAsteriskToken]: "**",
  [ts.SyntaxKind.AmpersandToken]: "&",
  [ts.SyntaxKind.BarToken]: "|",
  [ts.SyntaxKind.CaretToken]: "^",
  [ts.SyntaxKind.LessThanLessThanToken]: "<<",
  [ts.SyntaxKind.GreaterThanGreaterThanToken]: ">>",
  [ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken]: ">>>",
  [ts.SyntaxKind.EqualsEqualsToken]: "==",
  [ts.SyntaxKind.EqualsEqualsEqualsToken]: "==",
  [ts.SyntaxKind.ExclamationEqualsToken]: "!=",
  [ts.SyntaxKind.ExclamationEqualsEqualsToken]: "!=",
  [ts.SyntaxKind.LessThanToken]: "<",
  [ts.SyntaxKind.LessThanEqualsToken]: "<=",
  [ts.SyntaxKind.GreaterThanToken]: ">",
  [ts.SyntaxKind.GreaterThanEqualsToken]: ">=",
};
const COMPOUND: Readonly<Partial<Record<ts.SyntaxKind, OperatorText>>> = {
  [ts.SyntaxKind.PlusEqualsToken]: "+",
  [ts.SyntaxKind.MinusEqualsToken]: "-",
  [ts.SyntaxKind.AsteriskEqualsToken]: "*",
  [ts.SyntaxKind.SlashEqualsToken]: "/",
  [ts.SyntaxKind.PercentEqualsToken]: "%",
  [ts.SyntaxKind.AsteriskAsteriskEqualsToken]: "**",
  [ts.SyntaxKind.AmpersandEqualsToken]: "&",
  [ts.SyntaxKind.BarEqualsToken]: "|",
  [ts.SyntaxKind.CaretEqualsToken]: "^",
  [ts.SyntaxKind.LessThanLessThanEqualsToken]: "<<",
  [ts.SyntaxKind.GreaterThanGreaterThanEqualsToken]: ">>",
  [ts.SyntaxKind.GreaterThanGreaterThanGreaterThanEqualsToken]: ">>>",
};
/** The operator of `a + b`. */
export const binaryOperator = (kind: ts.SyntaxKind): OperatorText | undefined => BINARY[kind];
/** The operator of `a += b`. */
export const compoundOperator = (kind: ts.SyntaxKind): OperatorText | undefined => COMPOUND[kind];

const COMPARISONS: Readonly<Partial<Record<OperatorText, CompareOperator>>> = {
  "==": "eq",
  "!=": "ne",
  "<": "lt",
  "<=": "le",
  ">": "gt",
  ">=": "ge",
};

/** The operator on two scalars. */
export function scalarBinary(
  cx: Context,
  op: OperatorText,
  left: Scalar,
  right: Scalar,
  mode: Mode,
  node: ts.Node,
): Scalar {
  switch (op) {
    case "+":
    case "-":
    case "*":
    case "/":
    case "%":
    case "**":
      return arithmetic(cx, op, left, right, mode, node);
    case "&":
    case "|":
    case "^":
    case "<<":
    case ">>":
    case ">>>":
      return bitwise(cx, op, left, right, mode, node);
    default: {
      const comparison = COMPARISONS[op];
      if (comparison === undefined) throw new Error(`Unknown operator ${op}`);
      return compare(cx, comparison, left, right, node);
    }
  }
}

export function binary(cx: Context, op: OperatorText, left: Value, right: Value, node: ts.Node): Operand {
  const operands = [expectOperand(cx, left, op, node), expectOperand(cx, right, op, node)];
  return mapElements(cx, node, op, operands, ([a, b], mode) => {
    if (a === undefined || b === undefined) throw new Error("A binary operator lost an operand");
    return scalarBinary(cx, op, a, b, mode, node);
  });
}

/** @throws ParallelTypeError for what has no arithmetic. */
export function expectOperand(cx: Context, value: Value, op: string, node: ts.Node): Operand {
  if (value.kind === "scalar" || value.kind === "array") return value;
  const advice =
    value.kind === "tuple"
      ? "make an array of it with array([…])"
      : value.kind === "undefined"
        ? "pass every argument, or give the parameter a default value"
        : value.kind === "string"
          ? textAdvice(value.text)
          : "call it, or use its value";
  throw cx.typeError(
    `\`${op}\` works on numbers and arrays, not on ${describe(value, cx.ndimOf)}: ${advice}.`,
    node,
  );
}

const textAdvice = (text: string): string =>
  /^[-+]?(nan|inf|infinity)$/i.test(text)
    ? "write NaN or Infinity"
    : "strings may be indices, dtypes, options and messages only";

export function unary(cx: Context, operator: ts.PrefixUnaryOperator, value: Value, node: ts.Node): Operand {
  switch (operator) {
    case ts.SyntaxKind.PlusToken:
      return mapElements(cx, node, "+", [expectOperand(cx, value, "+", node)], ([a], mode) =>
        plus(cx, only(a), mode, node),
      );
    case ts.SyntaxKind.MinusToken:
      return mapElements(cx, node, "-", [expectOperand(cx, value, "-", node)], ([a], mode) =>
        negate(cx, only(a), mode, node),
      );
    case ts.SyntaxKind.TildeToken:
      return mapElements(cx, node, "~", [expectOperand(cx, value, "~", node)], ([a], mode) =>
        complement(cx, only(a), mode, node),
      );
    case ts.SyntaxKind.ExclamationToken:
      if (value.kind === "array") {
        throw cx.typeError(
          "`!` works on scalars: for each element of an array write ~mask or logicalNot(a).",
          node,
        );
      }
      return not(cx, expectOperand(cx, value, "!", node), node);
    default:
      throw cx.syntaxError("This operator is not part of the parallel language.", node);
  }
}
function only(scalar: Scalar | undefined): Scalar {
  if (scalar === undefined) throw new Error("A unary operator lost its operand");
  return scalar;
}

const plus = (cx: Context, a: Scalar, mode: Mode, node: ts.Node): Scalar =>
  a.dtype === "bool" ? convert(cx, a, "int64", node) : widen(cx, a, mode, node);

export function negate(cx: Context, a: Scalar, mode: Mode, node: ts.Node): Scalar {
  if (a.weak && typeof a.constant === "number") {
    // The integer 0 has no sign.
    return a.dtype === "int64" && a.constant === 0 ? a : { ...a, constant: -a.constant };
  }
  if (a.dtype === "int64" && typeof a.constant === "bigint") return { ...a, constant: -a.constant };
  const operand = a.dtype === "bool" ? convert(cx, a, "int64", node) : widen(cx, a, mode, node);
  const out = cx.value(scalarType(operand.dtype));
  cx.emit({ kind: "unary", out, op: "neg", a: idOf(cx, operand, node), span: cx.span(node) });
  return { ...strong(out, operand.dtype), weak: operand.weak };
}

export function complement(cx: Context, a: Scalar, mode: Mode, node: ts.Node): Scalar {
  if (a.weak && a.dtype === "int64" && a.constant !== null && typeof a.constant !== "boolean") {
    return weakInteger(typeof a.constant === "bigint" ? ~a.constant : -a.constant - 1);
  }
  const operand = widen(cx, mode === "scalar" ? toInt32(cx, a, node) : a, mode, node);
  if (operand.dtype !== "bool" && !isInteger(operand.dtype)) {
    throw cx.typeError(`\`~\` works on integers and booleans, not on ${operand.dtype} arrays.`, node);
  }
  const out = cx.value(scalarType(operand.dtype));
  const op = operand.dtype === "bool" ? "not" : "bitNot";
  cx.emit({ kind: "unary", out, op, a: idOf(cx, operand, node), span: cx.span(node) });
  return { ...strong(out, operand.dtype), weak: operand.weak };
}

export function not(cx: Context, value: Operand, node: ts.Node): Scalar {
  if (value.kind === "array") throw cx.typeError("`!` works on scalars: write ~mask or logicalNot(a).", node);
  const condition = truth(cx, value, node);
  if (typeof condition.constant === "boolean") return boolean(!condition.constant);
  const out = cx.value(scalarType("bool"));
  cx.emit({ kind: "unary", out, op: "not", a: idOf(cx, condition, node), span: cx.span(node) });
  return strong(out, "bool");
}

// Operators that evaluate their operands on demand: &&, ||, ?: and conditions.
import ts from "#typescript";
import type { ValueId } from "../ir/ids.js";
import type { ArrayOp } from "../ir/ops.js";
import { scalarType } from "../ir/types.js";
import { stripParentheses } from "./accumulation.js";
import { truth } from "./arithmetic.js";
import type { Context } from "./context.js";
import { promoteScalars, typeOfValue, unify } from "./inference.js";
import { idOf, materialize } from "./scalars.js";
import type { Scope } from "./scope.js";
import type { Scalar, Value } from "./value.js";
import { describe, strong } from "./value.js";
import { allocateStorage, load, ndimOfId, store } from "./variables.js";

/** A condition: a scalar, taken as TypeScript takes it. */
export function condition(cx: Context, given: ts.Expression, scope: Scope): Scalar {
  const node = stripParentheses(given);
  if (isLogical(node)) return logicalTruth(cx, node, scope);
  const value = cx.front.expression(cx, node, scope);
  if (value.kind === "scalar") return truth(cx, value, node);
  if (value.kind === "array") {
    throw cx.typeError(
      "The truth of an array is ambiguous: use any(a) or all(a), where(mask, x, y), or a[mask] for a choice by element.",
      node,
    );
  }
  throw cx.typeError(`A condition must be a scalar, not ${describe(value, cx.ndimOf)}.`, node);
}

/** Whether running the operations when they are not wanted changes nothing: no failure, no effect. */
export function isPure(ops: readonly ArrayOp[]): boolean {
  return ops.every((op) => {
    switch (op.kind) {
      case "const":
      case "unary":
      case "compare":
      case "inRange":
      case "select":
      case "cast":
      case "call":
      case "get":
        return true;
      // An integer division has its check before it, which is not pure.
      case "binary":
        return true;
      case "load":
        return op.bounds.kind === "proven";
      default:
        return false;
    }
  });
}

/** `a && b` and `a || b` are one of their operands, as in TypeScript: `n || 1` is a number. */
export function logical(cx: Context, node: ts.BinaryExpression, scope: Scope): Value {
  const isAnd = isConjunction(node);
  const left = operandOf(cx, node.left, scope, isAnd);
  const test = truth(cx, left, node);
  if (typeof test.constant === "boolean")
    return test.constant === isAnd ? operandOf(cx, node.right, scope, isAnd) : left;
  const right = cx.region(() => operandOf(cx, node.right, scope, isAnd));
  if (left.dtype === "bool" && right.value.dtype === "bool")
    return join(cx, isAnd, idOf(cx, test, node), right, node);
  const sides: readonly [Side, Side] = [right, { ops: [], value: left }];
  const [whenTrue, whenFalse] = isAnd ? sides : sides.toReversed();
  if (whenTrue === undefined || whenFalse === undefined) throw new Error("A choice has two sides");
  return choose(cx, idOf(cx, test, node), whenTrue, whenFalse, node);
}

const isLogical = (node: ts.Expression): node is ts.BinaryExpression =>
  ts.isBinaryExpression(node) &&
  (node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken ||
    node.operatorToken.kind === ts.SyntaxKind.BarBarToken);
const isConjunction = (node: ts.BinaryExpression): boolean =>
  node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;

/** The truth of `a && b` and `a || b`. */
function logicalTruth(cx: Context, node: ts.BinaryExpression, scope: Scope): Scalar {
  const isAnd = isConjunction(node);
  const left = truthOf(cx, node.left, scope, isAnd);
  if (typeof left.constant === "boolean")
    return left.constant === isAnd ? truthOf(cx, node.right, scope, isAnd) : left;
  const right = cx.region(() => truthOf(cx, node.right, scope, isAnd));
  return join(cx, isAnd, idOf(cx, left, node), right, node);
}

function truthOf(cx: Context, given: ts.Expression, scope: Scope, isAnd: boolean): Scalar {
  const node = stripParentheses(given);
  return isLogical(node) ? logicalTruth(cx, node, scope) : truth(cx, operandOf(cx, node, scope, isAnd), node);
}

/** The right side runs only where it is wanted, unless nothing can come of it. */
function join(
  cx: Context,
  isAnd: boolean,
  a: ValueId,
  right: { readonly ops: ArrayOp[]; readonly value: Scalar },
  node: ts.Node,
): Scalar {
  if (isPure(right.ops)) {
    cx.splice(right.ops);
    const out = cx.value(scalarType("bool"));
    const b = idOf(cx, right.value, node);
    cx.emit({ kind: "binary", out, op: isAnd ? "and" : "or", a, b, span: cx.span(node) });
    return strong(out, "bool");
  }
  const slot = cx.tables.slot({ kind: "scalar", dtype: "bool" }, "condition");
  const span = cx.span(node);
  cx.emit({ kind: "declare", slot, span });
  cx.emit({ kind: "set", slot, value: a, span });
  cx.append(right.ops, () => cx.emit({ kind: "set", slot, value: idOf(cx, right.value, node), span }));
  cx.emit({
    kind: "if",
    condition: a,
    then: isAnd ? right.ops : [],
    otherwise: isAnd ? [] : right.ops,
    span,
  });
  const out = cx.value(scalarType("bool"));
  cx.emit({ kind: "get", out, slot, span });
  return strong(out, "bool");
}

function operandOf(cx: Context, node: ts.Expression, scope: Scope, isAnd: boolean): Scalar {
  const value = cx.front.expression(cx, node, scope);
  if (value.kind === "scalar") return value;
  if (value.kind === "array") {
    const [logicalOp, bitwiseOp] = isAnd ? ["&&", "&"] : ["||", "|"];
    throw cx.typeError(
      `\`${logicalOp}\` works on scalars: for each element of arrays write (a > 0) ${bitwiseOp} (b > 0), or where(mask, x, y).`,
      node,
    );
  }
  throw cx.typeError(`A condition must be a scalar, not ${describe(value, cx.ndimOf)}.`, node);
}

/** `condition ? a : b`: a select where both sides are pure scalars, a branch otherwise. */
export function conditional(cx: Context, node: ts.ConditionalExpression, scope: Scope): Value {
  const test = condition(cx, node.condition, scope);
  if (typeof test.constant === "boolean") {
    // Both sides take part in type checking; the one that is never taken leaves no operations.
    cx.region(() => cx.front.expression(cx, test.constant ? node.whenFalse : node.whenTrue, scope));
    return cx.front.expression(cx, test.constant ? node.whenTrue : node.whenFalse, scope);
  }
  const whenTrue = cx.region(() => cx.front.expression(cx, node.whenTrue, scope));
  const whenFalse = cx.region(() => cx.front.expression(cx, node.whenFalse, scope));
  return choose(cx, idOf(cx, test, node), whenTrue, whenFalse, node);
}

interface Side {
  readonly ops: ArrayOp[];
  readonly value: Value;
}

export function choose(cx: Context, test: ValueId, whenTrue: Side, whenFalse: Side, node: ts.Node): Value {
  const [a, b] = [whenTrue.value, whenFalse.value];
  const span = cx.span(node);
  if (a.kind === "scalar" && b.kind === "scalar" && isPure(whenTrue.ops) && isPure(whenFalse.ops)) {
    const { dtype, weak } = promoteScalars(a, b);
    cx.splice(whenTrue.ops);
    const x = materialize(cx, a, dtype, node);
    cx.splice(whenFalse.ops);
    const y = materialize(cx, b, dtype, node);
    const out = cx.value(scalarType(dtype));
    cx.emit({ kind: "select", out, condition: test, a: x, b: y, span });
    return { ...strong(out, dtype), weak };
  }
  return branch(cx, test, whenTrue, whenFalse, node);
}

/** Runs one of the two sides only. */
export function branch(cx: Context, test: ValueId, whenTrue: Side, whenFalse: Side, node: ts.Node): Value {
  const [a, b] = [whenTrue.value, whenFalse.value];
  const span = cx.span(node);
  const ndim = ndimOfId(cx);
  const type =
    a.kind === "scalar" && b.kind === "scalar"
      ? ({ kind: "scalar", ...promoteScalars(a, b) } as const)
      : unify(typeOfValue(a, ndim), typeOfValue(b, ndim));
  if (type === null || type.kind === "static") {
    throw cx.typeError(
      `The sides of \`?:\` are ${describe(a, cx.ndimOf)} and ${describe(b, cx.ndimOf)}: both must be scalars, or arrays of one rank.`,
      node,
    );
  }
  const storage = allocateStorage(cx, type, "?:", a, node);
  cx.append(whenTrue.ops, () => store(cx, storage, a, node));
  cx.append(whenFalse.ops, () => store(cx, storage, b, node));
  cx.emit({ kind: "if", condition: test, then: whenTrue.ops, otherwise: whenFalse.ops, span });
  return load(cx, storage, node);
}

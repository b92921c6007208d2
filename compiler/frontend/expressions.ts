import ts from "#typescript";
import { assignment, increment } from "./assignments.js";
import { callExpression } from "./calls.js";
import type { Context } from "./context.js";
import { mutationFree } from "./effects.js";
import { indexArray, indexItems } from "./indexing.js";
import { bigintLiteral, integerLiteral, isFloatLiteral } from "./literals.js";
import { conditional, logical } from "./logical.js";
import { binary, binaryOperator, unary } from "./operators.js";
import { property } from "./properties.js";
import type { Scope } from "./scope.js";
import { tupleItem } from "./tuple-item.js";
import type { FunctionValue, Scalar, StencilWindow, Value } from "./value.js";
import { boolean, describe, int64, UNDEFINED, UNNAMED, weakFloat, weakInteger } from "./value.js";
import { readVariable } from "./variables.js";

/** The value of an expression. @throws CompileError for what has none in the parallel language. */
export function expression(cx: Context, node: ts.Expression, scope: Scope): Value {
  switch (node.kind) {
    case ts.SyntaxKind.TrueKeyword:
      return boolean(true);
    case ts.SyntaxKind.FalseKeyword:
      return boolean(false);
    case ts.SyntaxKind.OmittedExpression:
      return UNDEFINED;
  }
  if (ts.isNumericLiteral(node)) return numeric(node);
  if (ts.isBigIntLiteral(node)) return { ...int64(0), constant: bigintLiteral(node) };
  if (ts.isStringLiteralLike(node)) return stringLiteral(cx, node);
  if (ts.isIdentifier(node)) return identifier(cx, node, scope);
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node))
    return expression(cx, node.expression, scope);
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isTypeAssertionExpression(node)) {
    return expression(cx, node.expression, scope);
  }
  if (ts.isPrefixUnaryExpression(node)) {
    const { operator } = node;
    if (operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken) {
      return increment(cx, node, scope);
    }
    return unary(cx, operator, expression(cx, node.operand, scope), node);
  }
  if (ts.isPostfixUnaryExpression(node)) return increment(cx, node, scope);
  if (ts.isBinaryExpression(node)) return binaryExpression(cx, node, scope);
  if (ts.isConditionalExpression(node)) return conditional(cx, node, scope);
  if (ts.isCallExpression(node)) return callExpression(cx, node, scope);
  if (ts.isPropertyAccessExpression(node)) {
    return property(cx, expression(cx, node.expression, scope), node.name.text, node);
  }
  if (ts.isElementAccessExpression(node)) return elementAccess(cx, node, scope);
  if (ts.isArrayLiteralExpression(node)) {
    return { kind: "tuple", items: node.elements.map((element) => expression(cx, element, scope)) };
  }
  if (ts.isObjectLiteralExpression(node)) return objectLiteral(cx, node, scope);
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node))
    return closure(cx, node, node.name?.text ?? UNNAMED, scope);
  if (ts.isVoidExpression(node)) return UNDEFINED;
  throw cx.syntaxError("This expression is not part of the parallel language.", node);
}

const numeric = (node: ts.NumericLiteral): Scalar =>
  isFloatLiteral(node) ? weakFloat(Number(node.text)) : weakInteger(integerLiteral(node));

const MESSAGE_PARENTS = new Set([
  ts.SyntaxKind.ElementAccessExpression,
  ts.SyntaxKind.CallExpression,
  ts.SyntaxKind.PropertyAssignment,
  ts.SyntaxKind.ArrayLiteralExpression,
  ts.SyntaxKind.BinaryExpression,
  ts.SyntaxKind.NewExpression,
]);
function stringLiteral(cx: Context, node: ts.StringLiteralLike): Value {
  if (!MESSAGE_PARENTS.has(node.parent.kind)) {
    throw cx.syntaxError(
      "A string can't be a value in parallel code: strings may be indices, dtypes, options, signatures and messages only.",
      node,
    );
  }
  return { kind: "string", text: node.text };
}

function identifier(cx: Context, node: ts.Identifier, scope: Scope): Value {
  const binding = scope.find(node.text);
  if (binding !== undefined) return readVariable(cx, binding, node);
  if (node.text === "undefined") return UNDEFINED;
  return cx.front.freeName(cx, node.text, node);
}

function binaryExpression(cx: Context, node: ts.BinaryExpression, scope: Scope): Value {
  const kind = node.operatorToken.kind;
  if (kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment)
    return assignment(cx, node, scope);
  if (kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken)
    return logical(cx, node, scope);
  if (kind === ts.SyntaxKind.CommaToken) {
    const left = cx.region(() => expression(cx, node.left, scope));
    if (mutationFree(left.ops)) {
      throw cx.syntaxError("A comma gives the value on its right only: for a tuple write [a, b].", node);
    }
    cx.splice(left.ops);
    return expression(cx, node.right, scope);
  }
  const operator = binaryOperator(kind);
  if (operator === undefined) {
    throw cx.syntaxError(
      `\`${ts.tokenToString(kind) ?? "This operator"}\` is not part of the parallel language.`,
      node.operatorToken,
    );
  }
  return binary(cx, operator, expression(cx, node.left, scope), expression(cx, node.right, scope), node);
}

function elementAccess(cx: Context, node: ts.ElementAccessExpression, scope: Scope): Value {
  const base = expression(cx, node.expression, scope);
  switch (base.kind) {
    case "array":
      return indexArray(cx, base, indexItems(cx, node.argumentExpression, scope), node);
    case "tuple":
      return tupleItem(cx, base.items, expression(cx, node.argumentExpression, scope), node);
    case "window": {
      const items = indexItems(cx, node.argumentExpression, scope);
      const offsets = items.map((item) => {
        if (item.kind === "scalar") return item.value;
        throw cx.typeError("A stencil reads single elements: index its array by numbers.", item.node);
      });
      return readWindow(base.window, offsets, node);
    }
    case "object": {
      const key = expression(cx, node.argumentExpression, scope);
      if (key.kind === "string") return property(cx, base, key.text, node);
      throw cx.typeError("The object has no such field.", node);
    }
    default:
      throw cx.typeError(`${sentence(describe(base, cx.ndimOf))} can't be indexed.`, node);
  }
}

/** The element at the offsets; with fewer offsets than axes, as in `a[-1][0]`, the rest may follow. */
function readWindow(window: StencilWindow, offsets: readonly Scalar[], node: ts.Node): Value {
  if (offsets.length >= window.ndim) return window.read(offsets, node);
  const read: StencilWindow["read"] = (rest, at) => window.read([...offsets, ...rest], at);
  return { kind: "window", window: { ...window, ndim: window.ndim - offsets.length, read } };
}
const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function objectLiteral(cx: Context, node: ts.ObjectLiteralExpression, scope: Scope): Value {
  const fields = new Map<string, Value>();
  for (const property of node.properties) {
    if (ts.isPropertyAssignment(property) && !ts.isComputedPropertyName(property.name)) {
      fields.set(nameText(property.name), expression(cx, property.initializer, scope));
    } else if (ts.isShorthandPropertyAssignment(property)) {
      fields.set(property.name.text, identifier(cx, property.name, scope));
    } else {
      throw cx.syntaxError("An object literal has named values only: { mean: m, std: s }.", property);
    }
  }
  return { kind: "object", fields };
}
const nameText = (name: ts.PropertyName): string =>
  ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isNumericLiteral(name) ? name.text : name.getText();

export function closure(
  cx: Context,
  node: ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration,
  name: string,
  scope: Scope,
): FunctionValue {
  return { kind: "function", name, node, source: cx.sourceOf(node), scope };
}

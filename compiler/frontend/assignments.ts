import ts from "#typescript";
import type { Context } from "./context.js";
import type { Operand } from "./elementwise.js";
import { mapElements } from "./elementwise.js";
import { keepsKind } from "./in-place.js";
import type { IndexItem } from "./index-items.js";
import { elementAccess, indexArray, indexItems, isElement } from "./indexing.js";
import { unmaskedOperand, updateMasked } from "./masked-update.js";
import type { OperatorText } from "./operators.js";
import { compoundOperator, expectOperand, scalarBinary } from "./operators.js";
import { noteStored } from "./outputs.js";
import { materialize } from "./scalars.js";
import type { Binding, Scope } from "./scope.js";
import { onlyMask, updateSelection } from "./selection.js";
import { markWritten, updateElements } from "./updates.js";
import type { ArrayValue, Scalar, Value } from "./value.js";
import { describe, UNDEFINED, weakInteger } from "./value.js";
import { assignVariable, readVariable } from "./variables.js";

const ASSIGNMENT = { description: "assignment", kind: "assignment" } as const;

/** `target = value` and `target op= value`. The value of the expression is that of the target. */
export function assignment(cx: Context, node: ts.BinaryExpression, scope: Scope): Value {
  const operator = compoundOperator(node.operatorToken.kind);
  if (operator === undefined) return plainAssignment(cx, node.left, node.right, node, scope);
  const right = (): Operand => {
    const value = cx.front.expression(cx, node.right, scope);
    return expectOperand(cx, value, ts.tokenToString(node.operatorToken.kind) ?? operator, node.right);
  };
  return update(cx, node.left, operator, right, node, scope);
}

/** `++x`, `x++`: the statement forms; their value is that of the target before or after. */
export function increment(
  cx: Context,
  node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression,
  scope: Scope,
): Value {
  const operator = node.operator === ts.SyntaxKind.PlusPlusToken ? "+" : "-";
  const before = ts.isPostfixUnaryExpression(node) && !ts.isExpressionStatement(node.parent);
  const old = before ? cx.front.expression(cx, node.operand, scope) : null;
  const value = update(cx, node.operand, operator, () => weakInteger(1), node, scope);
  return old ?? value;
}

function strip(node: ts.Expression): ts.Expression {
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isAsExpression(node)) {
    return strip(node.expression);
  }
  return node;
}

function bindingOf(cx: Context, name: ts.Identifier, scope: Scope): Binding {
  const binding = scope.find(name.text);
  if (binding !== undefined) return binding;
  throw cx.typeError(
    cx.session.lookup(name.text) === undefined
      ? `${name.text} is not declared: write \`let ${name.text} = …\`.`
      : `${name.text} belongs to the session, and a function can't assign it: return the new value, or change an array in place.`,
    name,
  );
}

function plainAssignment(
  cx: Context,
  left: ts.Expression,
  right: ts.Expression,
  node: ts.Node,
  scope: Scope,
): Value {
  const target = strip(left);
  if (ts.isArrayLiteralExpression(target)) {
    const value = cx.front.expression(cx, right, scope);
    destructure(cx, target, value, node, scope);
    return value;
  }
  if (ts.isIdentifier(target)) {
    const value = cx.front.expression(cx, right, scope);
    assignName(cx, target, value, node, scope);
    return value;
  }
  if (ts.isElementAccessExpression(target)) {
    const place = elementTarget(cx, target, scope);
    if (writeMasked(cx, place, null, right, node, scope)) return UNDEFINED;
    const value = expectOperand(cx, cx.front.expression(cx, right, scope), "=", right);
    write(cx, place, null, value, node);
    return value;
  }
  throw cx.typeError(unassignable(target), left);
}

function unassignable(target: ts.Expression): string {
  if (ts.isPropertyAccessExpression(target)) {
    if (target.name.text === "length")
      return "The length of an array can't be assigned: allocate another array with zeros(n), or take a slice.";
    return target.name.text === "shape"
      ? "The shape of an array can't be assigned: write a.reshape([n, m])."
      : "The fields of an object can't be assigned: make a new one, { mean: m, std: s }, or use variables.";
  }
  return "Only variables and elements of arrays can be assigned.";
}

/** `[a, b] = [b, a]`: all values are taken before the first is assigned. */
function destructure(
  cx: Context,
  target: ts.ArrayLiteralExpression,
  value: Value,
  node: ts.Node,
  scope: Scope,
): void {
  if (value.kind !== "tuple") {
    throw cx.typeError(`Only a tuple can be taken apart, not ${describe(value, cx.ndimOf)}.`, node);
  }
  if (value.items.length !== target.elements.length) {
    throw cx.typeError(
      `The tuple has ${value.items.length} values, and ${target.elements.length} are assigned.`,
      node,
    );
  }
  for (const [index, element] of target.elements.entries()) {
    const item = value.items[index];
    if (item === undefined || ts.isOmittedExpression(element)) continue;
    const inner = strip(element);
    if (ts.isArrayLiteralExpression(inner)) destructure(cx, inner, item, node, scope);
    else if (ts.isIdentifier(inner)) assignName(cx, inner, item, node, scope);
    else if (ts.isElementAccessExpression(inner)) {
      write(cx, elementTarget(cx, inner, scope), null, expectOperand(cx, item, "=", node), node);
    } else throw cx.typeError("Only variables and elements of arrays can be assigned.", element);
  }
}

/** A whole variable; an array that a parallel loop accumulates into gets new elements instead. */
function assignName(cx: Context, name: ts.Identifier, value: Value, node: ts.Node, scope: Scope): void {
  const binding = checkOwner(cx, bindingOf(cx, name, scope), name);
  const part = cx.partial(binding.key);
  if (part !== undefined) assignElements(cx, part, expectOperand(cx, value, "=", node), node);
  else assignVariable(cx, binding, value, node);
}

/** An outer variable may be assigned in a parallel loop only by the loop's reductions. */
function checkOwner(cx: Context, binding: Binding, node: ts.Node): Binding {
  if (binding.parallelDepth < cx.parallelDepth && !cx.parallel.some((loop) => loop.owned.has(binding.key))) {
    throw cx.raceError(
      `${binding.name} is assigned by every iteration of the parallel loop, so its value would depend on chance: declare it ` +
        "inside the loop, make it a reduction such as `s += …`, or loop with range.",
      node,
    );
  }
  return binding;
}

function update(
  cx: Context,
  left: ts.Expression,
  operator: OperatorText,
  right: () => Operand,
  node: ts.Expression,
  scope: Scope,
): Value {
  const target = strip(left);
  if (ts.isElementAccessExpression(target)) {
    const place = elementTarget(cx, target, scope);
    if (ts.isBinaryExpression(node) && writeMasked(cx, place, operator, node.right, node, scope))
      return UNDEFINED;
    return write(cx, place, operator, right(), node);
  }
  if (!ts.isIdentifier(target))
    throw cx.typeError("Only variables and elements of arrays can be updated.", left);
  const known = scope.find(target.text);
  const current =
    known === undefined ? cx.front.freeName(cx, target.text, target) : readVariable(cx, known, target);
  if (current.kind === "array") {
    updateInPlace(cx, current, operator, right(), node);
    return current;
  }
  const binding = checkOwner(cx, bindingOf(cx, target, scope), target);
  const operand = expectOperand(cx, current, operator, target);
  const value = mapElements(cx, node, operator, [operand, right()], ([a, b], mode) =>
    scalarBinary(cx, operator, operandOf(a), operandOf(b), mode, node),
  );
  assignVariable(cx, binding, value, node);
  return value;
}
function operandOf(scalar: Scalar | undefined): Scalar {
  if (scalar === undefined) throw new Error("An update lost its operand");
  return scalar;
}

/** What `a[…]` on the left of an assignment names. */
interface Place {
  readonly array: ArrayValue;
  readonly items: readonly IndexItem[];
  readonly target: ts.ElementAccessExpression;
}
function elementTarget(cx: Context, target: ts.ElementAccessExpression, scope: Scope): Place {
  const array = cx.front.expression(cx, target.expression, scope);
  if (array.kind !== "array") {
    const advice = array.kind === "tuple" ? ": make an array of it with array([…])" : "";
    throw cx.typeError(
      `Only elements of arrays can be assigned, not of ${describe(array, cx.ndimOf)}${advice}.`,
      target,
    );
  }
  return { array, items: indexItems(cx, target.argumentExpression, scope), target };
}

/** `a[mask] = …` over whole arrays, where the right side allows it: a scalar, `b[mask]`, or arithmetic on such. */
function writeMasked(
  cx: Context,
  { array, items, target }: Place,
  operator: OperatorText | null,
  right: ts.Expression,
  node: ts.Node,
  scope: Scope,
): boolean {
  const mask = onlyMask(items);
  if (mask === null) return false;
  const value = unmaskedOperand(cx, right, target, mask, cx.ndimOf(array), scope);
  if (value === null) return false;
  updateMasked(cx, array, mask, operator, value, node);
  return true;
}

/** Writes one element, a view, or a selection; with an operator, updates it. Returns the value of the assignment. */
function write(
  cx: Context,
  { array, items, target }: Place,
  operator: OperatorText | null,
  value: Operand,
  node: ts.Node,
): Value {
  const mask = onlyMask(items);
  if (mask !== null && value.kind === "scalar") {
    updateMasked(cx, array, mask, operator, value, node);
    return UNDEFINED;
  }
  if (items.some((item) => item.kind === "array")) {
    updateSelection(cx, array, items, operator, value, node);
    return UNDEFINED;
  }
  if (isElement(cx, array, items)) return writeElement(cx, { array, items, target }, operator, value, node);
  const part = indexArray(cx, array, items, target);
  if (part.kind !== "array") throw new Error("A view is not an array");
  if (operator === null) assignElements(cx, part, value, node);
  else updateInPlace(cx, part, operator, value, node);
  return part;
}

const assignElements = (cx: Context, array: ArrayValue, value: Operand, node: ts.Node): void =>
  updateElements(cx, array, [value], ASSIGNMENT, node, (_element, [operand]) => operandOf(operand));

/** `a += value` on each element. @throws ParallelTypeError where the array can't hold the result. */
function updateInPlace(
  cx: Context,
  array: ArrayValue,
  operator: OperatorText,
  value: Operand,
  node: ts.Node,
): void {
  const loop = { description: `elementwise ${operator}=`, kind: "update" } as const;
  updateElements(cx, array, [value], loop, node, (element, [operand], mode) => {
    const result = scalarBinary(cx, operator, element(), operandOf(operand), mode, node);
    return keepsKind(cx, result, array.dtype, operator, node);
  });
}

function writeElement(
  cx: Context,
  { array, items, target }: Place,
  operator: OperatorText | null,
  value: Operand,
  node: ts.Node,
): Scalar {
  if (value.kind !== "scalar") {
    throw cx.typeError("An array can't be assigned to one element: index it, or assign to a slice.", node);
  }
  markWritten(cx, array);
  const access = elementAccess(cx, array, items, target);
  const span = cx.span(node);
  let scalar = value;
  if (operator !== null) {
    const current = indexArray(cx, array, items, target);
    if (current.kind !== "scalar") throw new Error("An element is not a scalar");
    scalar = scalarBinary(cx, operator, current, value, "scalar", node);
  }
  const id = materialize(cx, noteStored(cx, array, scalar), array.dtype, node);
  cx.emit({ kind: "store", array: array.id, index: access.index, value: id, bounds: access.bounds, span });
  return scalar;
}

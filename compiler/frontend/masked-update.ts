// a[mask] = x, a[mask] = b[mask] * 2, a[mask] += x: every element is looked at in place, and nothing is packed.
import ts from "#typescript";
import { walk } from "../ir/visit.js";
import { stripParentheses } from "./accumulation.js";
import type { Context } from "./context.js";
import type { Operand } from "./elementwise.js";
import { keepsKind } from "./in-place.js";
import { choose } from "./logical.js";
import type { OperatorText } from "./operators.js";
import { binary, binaryOperator, scalarBinary } from "./operators.js";
import { convert } from "./scalars.js";
import type { Scope } from "./scope.js";
import { checkMaskShape } from "./selection-space.js";
import { updateElements } from "./updates.js";
import type { ArrayValue, Scalar } from "./value.js";
import { describe } from "./value.js";
import { makeView } from "./views.js";

/** Writes `value` where the mask is true; an array value has the shape of `array`, not that of the selection. */
export function updateMasked(
  cx: Context,
  array: ArrayValue,
  mask: ArrayValue,
  operator: OperatorText | null,
  value: Operand,
  node: ts.Node,
): void {
  checkMaskShape(cx, array, 0, mask, node);
  const description = operator === null ? "masked assignment" : `masked ${operator}=`;
  const operands = [alongLeadingAxes(cx, mask, cx.ndimOf(array), node), value];
  updateElements(
    cx,
    array,
    operands,
    { description, kind: "update" },
    node,
    (current, [selected, operand], mode) => {
      if (selected?.id === null || selected === undefined || operand === undefined)
        throw new Error("A masked update lost an operand");
      const written = cx.region((): Scalar => {
        if (operator === null) return convert(cx, operand, array.dtype, node);
        const result = scalarBinary(cx, operator, current(), operand, mode, node);
        return convert(cx, keepsKind(cx, result, array.dtype, operator, node), array.dtype, node);
      });
      const kept = cx.region(current);
      const chosen = choose(cx, selected.id, written, kept, node);
      if (chosen.kind === "scalar") return chosen;
      throw new Error(`An element is ${describe(chosen, cx.ndimOf)}`);
    },
  );
}

/** The mask with axes of length 1 behind, so that it broadcasts over the axes that it does not cover. */
function alongLeadingAxes(cx: Context, mask: ArrayValue, ndim: number, node: ts.Node): ArrayValue {
  const { shape, strides } = cx.arrayType(mask);
  if (shape.length === ndim) return mask;
  const rest = Array.from({ length: ndim - shape.length });
  const [zero, one] = [cx.integers.constant(0, node), cx.integers.constant(1, node)];
  return makeView(
    cx,
    mask,
    zero,
    [...shape, ...rest.map(() => one)],
    [...strides, ...rest.map(() => zero)],
    node,
  );
}

/**
 * The right side of `a[mask] = …` over whole arrays: `b` for `b[mask]`, and arithmetic on such operands and scalars. Null for anything
 * else, and where an element that is not selected could fail; nothing has been emitted then.
 */
export function unmaskedOperand(
  cx: Context,
  right: ts.Expression,
  target: ts.ElementAccessExpression,
  mask: ArrayValue,
  ndim: number,
  scope: Scope,
): Operand | null {
  const index = target.argumentExpression.getText();
  if (hasCall(target.argumentExpression)) return null;
  const visit = (given: ts.Expression): Operand | null => {
    const node = stripParentheses(given);
    if (ts.isElementAccessExpression(node) && node.argumentExpression.getText() === index) {
      const base = cx.front.expression(cx, node.expression, scope);
      if (base.kind !== "array" || cx.ndimOf(base) !== ndim) return null;
      checkMaskShape(cx, base, 0, mask, node);
      return base;
    }
    const operator = ts.isBinaryExpression(node) ? binaryOperator(node.operatorToken.kind) : undefined;
    if (ts.isBinaryExpression(node) && operator !== undefined) {
      const left = visit(node.left);
      const other = left === null ? null : visit(node.right);
      return left === null || other === null ? null : binary(cx, operator, left, other, node);
    }
    if (ts.isPropertyAccessExpression(node) || ts.isIdentifier(node) || ts.isLiteralExpression(node)) {
      const value = cx.front.expression(cx, node, scope);
      return value.kind === "scalar" ? value : null;
    }
    return null;
  };
  const attempt = cx.region(() => visit(right));
  let canFail = false;
  for (const op of attempt.ops) {
    if (op.kind !== "generate") continue;
    walk(op.body, (inner) => {
      if (inner.kind === "check" || inner.kind === "fail") canFail = true;
    });
  }
  if (attempt.value === null || canFail) return null;
  cx.splice(attempt.ops);
  return attempt.value;
}

function hasCall(node: ts.Node): boolean {
  return ts.isCallExpression(node) || (ts.forEachChild(node, hasCall) ?? false);
}

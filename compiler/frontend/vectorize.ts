import ts from "#typescript";
import type { ValueId } from "../ir/ids.js";
import { broadcastShapes } from "./broadcast.js";
import type { Context } from "./context.js";
import { parallelFor, storeElement } from "./element-loops.js";
import type { Operand } from "./elementwise.js";
import { allocateArray, loadElement, mapElements } from "./elementwise.js";
import { expectOperand } from "./operators.js";
import { callInParallel } from "./parallel-call.js";
import { counted } from "./plural.js";
import { materialize } from "./scalars.js";
import type { FunctionValue, Scalar, TransformedValue, Value } from "./value.js";
import { describe, loopKind } from "./value.js";

/**
 * A scalar function, applied to each element of the broadcast arguments; one that returns a tuple gives a tuple of arrays.
 * @throws ParallelTypeError for more arguments than the function has parameters.
 */
export function applyVectorized(
  cx: Context,
  callee: TransformedValue,
  args: readonly Value[],
  node: ts.Node,
): Value {
  const { kernel } = callee;
  const { parameters } = kernel.node;
  if (args.length > parameters.length) {
    throw cx.typeError(
      `${kernel.name} takes ${counted(parameters.length, "argument")}, not ${args.length}.`,
      node,
    );
  }
  const operands = args.map((argument) => expectOperand(cx, argument, kernel.name, node));
  if (returnsTuple(kernel)) return severalResults(cx, callee, operands, node);
  return mapElements(cx, node, loopKind(callee), operands, (elements) =>
    expectScalarResult(cx, callInParallel(cx, kernel, elements, node), node),
  );
}

function expectScalarResult(cx: Context, value: Value, node: ts.Node): Scalar {
  if (value.kind === "scalar") return value;
  throw cx.typeError(
    `A vectorized function must return a scalar or a tuple of scalars, not ${describe(value, cx.ndimOf)}.`,
    node,
  );
}

/** Whether a result of the function is written as a tuple, `[x, y]`. */
function returnsTuple({ node }: FunctionValue): boolean {
  const { body } = node;
  if (body === undefined) return false;
  if (!ts.isBlock(body)) return isTuple(body);
  const visit = (inner: ts.Node): boolean => {
    if (ts.isReturnStatement(inner)) return inner.expression !== undefined && isTuple(inner.expression);
    return !ts.isFunctionLike(inner) && (ts.forEachChild(inner, visit) ?? false);
  };
  return visit(body);
}
const isTuple = (node: ts.Expression): boolean =>
  ts.isParenthesizedExpression(node) ? isTuple(node.expression) : ts.isArrayLiteralExpression(node);

/** One array for each item of the tuple that the function returns. */
function severalResults(
  cx: Context,
  callee: TransformedValue,
  operands: readonly Operand[],
  node: ts.Node,
): Value {
  const itemsOf = (elements: readonly Scalar[]): readonly Scalar[] => {
    const value = callInParallel(cx, callee.kernel, elements, node);
    const items = value.kind === "tuple" ? value.items : [value];
    return items.map((item) => expectScalarResult(cx, item, node));
  };
  const arrays = operands.filter((operand) => operand.kind === "array");
  if (arrays.length === 0) {
    const scalars = operands.filter((operand) => operand.kind === "scalar");
    return { kind: "tuple", items: itemsOf(scalars) };
  }
  const { shape, indexOf } = broadcastShapes(cx, arrays, node);
  const elementsAt = (indices: readonly ValueId[]): readonly Scalar[] =>
    operands.map((operand) =>
      operand.kind === "scalar" ? operand : loadElement(cx, operand, indexOf(operand, indices), node),
    );
  const zero = cx.integers.constant(0, node);
  const types = cx.region(() => itemsOf(elementsAt(shape.map(() => zero)))).value;
  const outs = types.map(({ dtype }) => allocateArray(cx, shape, dtype, node));
  parallelFor(cx, node, loopKind(callee), shape, (indices) => {
    for (const [position, item] of itemsOf(elementsAt(indices)).entries()) {
      const out = outs[position];
      if (out === undefined) throw new Error("A vectorized function lost a result");
      storeElement(cx, out.id, indices, materialize(cx, item, out.dtype, node), node);
    }
  });
  return { kind: "tuple", items: outs };
}

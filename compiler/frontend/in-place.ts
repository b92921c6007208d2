import ts from "#typescript";
import type { DType } from "../ir/dtype.js";
import { kindOf } from "../ir/dtype.js";
import type { Context } from "./context.js";
import type { OperatorText } from "./operators.js";
import type { Scalar } from "./value.js";

const RANK = { bool: 0, unsigned: 1, signed: 2, float: 3, complex: 4 } as const;

/**
 * The element that an operator wrote in place over an array: NumPy's "same kind" rule lets a result lose width, but not its kind.
 * @throws ParallelTypeError where the array's dtype is of a lower kind than the result.
 */
export function keepsKind(
  cx: Context,
  result: Scalar,
  dtype: DType,
  operator: OperatorText,
  node: ts.Node,
): Scalar {
  if (RANK[kindOf(result.dtype)] <= RANK[kindOf(dtype)]) return result;
  const name = ts.isBinaryExpression(node) && ts.isIdentifier(node.left) ? node.left.text : null;
  const anew = name === null ? "" : `make a new array, ${name} = ${name} ${operator} …, or `;
  throw cx.typeError(
    `\`${operator}=\` gives ${result.dtype}, which an array of ${dtype} can't hold in place: ${anew}convert the value with ${dtype}(…).`,
    node,
  );
}

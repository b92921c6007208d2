import type ts from "typescript";
import type { Context } from "./context.js";
import { mapElements } from "./elementwise.js";
import { applyGufunc } from "./gufunc.js";
import { expectOperand } from "./operators.js";
import { callInParallel } from "./parallel-call.js";
import { applyStencil } from "./stencil.js";
import type { TransformedValue, Value } from "./value.js";
import { describe } from "./value.js";

/** Calls what stencil(…), vectorize(…) or guvectorize(…) returned. */
export function applyTransformed(
  cx: Context,
  callee: TransformedValue,
  args: readonly Value[],
  node: ts.Node,
): Value {
  switch (callee.transform) {
    case "stencil":
      return applyStencil(cx, callee, args, node);
    case "vectorize":
      return applyVectorized(cx, callee, args, node);
    case "guvectorize":
      return applyGufunc(cx, callee, args, node);
  }
}

/** A scalar function, applied to each element of the broadcast arguments. */
function applyVectorized(
  cx: Context,
  callee: TransformedValue,
  args: readonly Value[],
  node: ts.Node,
): Value {
  const operands = args.map((argument) => expectOperand(cx, argument, callee.kernel.name, node));
  return mapElements(cx, node, `vectorize ${callee.kernel.name}`, operands, (elements) => {
    const value = callInParallel(cx, callee.kernel, elements, node);
    if (value.kind === "scalar") return value;
    throw cx.typeError(
      `A vectorized function must return a scalar, not ${describe(value, cx.ndimOf)}.`,
      node,
    );
  });
}

import type { Context } from "../context.js";
import { functionValue } from "../inputs.js";
import { callInParallel } from "../parallel-call.js";
import { counted } from "../plural.js";
import { returnedExpression } from "../returns.js";
import { Scope } from "../scope.js";
import type { FunctionSource } from "../unit.js";
import type { Scalar, Value } from "../value.js";
import { describe } from "../value.js";
import type { Node } from "./expansion.js";

/**
 * Calls a function of a registered text for one element, with scalars and tuples of them.
 * @returns the scalars of its result: one, or those of a tuple
 * @throws ParallelTypeError in the registered text, for any other result
 */
export function callRegistered(
  cx: Context,
  fn: FunctionSource,
  args: readonly Value[],
  node: Node,
): readonly Scalar[] {
  const value = callInParallel(cx, functionValue(cx, fn, new Scope(null)), args, node);
  const items = value.kind === "tuple" ? value.items : [value];
  return items.map((item) => {
    if (item.kind === "scalar") return item;
    const what = describe(item, cx.ndimOf);
    throw cx.typeError(`${fn.name} must return scalars, not ${what}.`, returnedExpression(fn.node));
  });
}

/** As `callRegistered`, for a function with one result. */
export function callForScalar(cx: Context, fn: FunctionSource, args: readonly Value[], node: Node): Scalar {
  const [scalar, ...others] = callRegistered(cx, fn, args, node);
  if (scalar !== undefined && others.length === 0) return scalar;
  const count = counted(others.length + 1, "scalar");
  throw cx.typeError(`${fn.name} must return one scalar, not ${count}.`, returnedExpression(fn.node));
}

import type ts from "typescript";
import type { Context } from "./context.js";
import { applyGufunc } from "./gufunc.js";
import { applyStencil } from "./stencil.js";
import type { TransformedValue, Value } from "./value.js";
import { applyVectorized } from "./vectorize.js";

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

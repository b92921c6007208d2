import ts from "typescript";
import type { Context } from "./context.js";
import { bindPattern } from "./functions.js";
import type { Scope } from "./scope.js";

/** `const` and `let`, with patterns. */
export function declarations(cx: Context, list: ts.VariableDeclarationList, scope: Scope): void {
  const mutable = (list.flags & ts.NodeFlags.Let) !== 0;
  for (const declaration of list.declarations) {
    if (declaration.initializer === undefined) {
      throw cx.typeError("A variable needs a first value, which gives it its type.", declaration);
    }
    const value = cx.front.expression(cx, declaration.initializer, scope);
    bindPattern(cx, scope, declaration.name, value, mutable);
  }
}

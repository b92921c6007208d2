import ts from "#typescript";
import type { Context } from "./context.js";
import { bindPattern } from "./functions.js";
import type { Scope } from "./scope.js";
import { declareEmpty } from "./variables.js";

/** `const` and `let`, with patterns. */
export function declarations(cx: Context, list: ts.VariableDeclarationList, scope: Scope): void {
  const mutable = (list.flags & ts.NodeFlags.Let) !== 0;
  for (const declaration of list.declarations) {
    if (declaration.initializer === undefined) {
      if (!mutable || !ts.isIdentifier(declaration.name))
        throw cx.typeError("A constant needs a value: const x = …", declaration);
      declareEmpty(cx, scope, declaration.name);
      continue;
    }
    const value = cx.front.expression(cx, declaration.initializer, scope);
    bindPattern(cx, scope, declaration.name, value, mutable);
  }
}

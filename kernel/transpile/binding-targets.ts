import ts from "#typescript";
import type { CellVisitor } from "./cell-visitor.js";
import type { Scope } from "./scope.js";

/**
 * What a declaration declares, as the target of an assignment to the namespace object:
 * `{ a, b: [c = 1] }` becomes `{ a: __weft.a, b: [__weft.c = 1] }`.
 */
export function bindingTarget(name: ts.BindingName, scope: Scope, visitor: CellVisitor): ts.Expression {
  const { factory, nodes } = visitor;
  if (ts.isIdentifier(name)) return ts.setSourceMapRange(nodes.property(name.text), name);
  if (ts.isArrayBindingPattern(name)) {
    return factory.createArrayLiteralExpression(
      name.elements.map((element) => {
        if (ts.isOmittedExpression(element)) return element;
        const target = bindingTarget(element.name, scope, visitor);
        if (element.dotDotDotToken !== undefined) return factory.createSpreadElement(target);
        return withDefault(target, element.initializer, scope, visitor);
      }),
    );
  }
  return factory.createObjectLiteralExpression(
    name.elements.map((element) => {
      const target = bindingTarget(element.name, scope, visitor);
      if (element.dotDotDotToken !== undefined) return factory.createSpreadAssignment(target);
      return factory.createPropertyAssignment(
        propertyKey(element, scope, visitor),
        withDefault(target, element.initializer, scope, visitor),
      );
    }),
  );
}

/** `target`, or `target = initializer` in a pattern. */
export function withDefault(
  target: ts.Expression,
  initializer: ts.Expression | undefined,
  scope: Scope,
  { factory, expression }: CellVisitor,
): ts.Expression {
  return initializer === undefined
    ? target
    : factory.createAssignment(target, expression(initializer, scope));
}

function propertyKey(element: ts.BindingElement, scope: Scope, visitor: CellVisitor): ts.PropertyName {
  const { propertyName, name } = element;
  if (propertyName === undefined) {
    // Only a plain name can do without a key.
    return visitor.factory.createIdentifier(ts.isIdentifier(name) ? name.text : "");
  }
  if (!ts.isComputedPropertyName(propertyName)) return propertyName;
  return visitor.factory.updateComputedPropertyName(
    propertyName,
    visitor.expression(propertyName.expression, scope),
  );
}

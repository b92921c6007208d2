import ts from "#typescript";
import { CELL, NAMESPACE } from "./runtime-names.js";

/** The nodes that rewritten cells are made of. */
export interface CellNodes {
  /** `__weft.name` */
  property(name: string): ts.Expression;
  /** `__cell.name(…)` */
  cellCall(name: string, ...parameters: ts.Expression[]): ts.Expression;
  /** `await`, such that an interrupt can cut it short */
  awaited(value: ts.Expression): ts.Expression;
  /** `target = value;`, which the source map leads back to `original` */
  assignment(target: ts.Expression, value: ts.Expression, original: ts.Node): ts.Statement;
  statement(expression: ts.Expression, original: ts.Node): ts.Statement;
  /** `(0, callee)`: a call of it has no `this` */
  unbound(callee: ts.Expression, original: ts.Node): ts.Expression;
  /** `a, b, c`; undefined without parts */
  sequence(parts: readonly ts.Expression[]): ts.Expression | undefined;
  /** `({ name: value }).name`, which gives an anonymous function its name */
  named(name: string, value: ts.Expression): ts.Expression;
}

export function createCellNodes(factory: ts.NodeFactory): CellNodes {
  const member = (object: string, name: string): ts.Expression =>
    factory.createPropertyAccessExpression(factory.createIdentifier(object), name);
  const statement = (expression: ts.Expression, original: ts.Node): ts.Statement =>
    ts.setSourceMapRange(factory.createExpressionStatement(expression), original);
  const cellCall = (name: string, ...parameters: ts.Expression[]): ts.Expression =>
    factory.createCallExpression(member(CELL, name), undefined, parameters);
  return {
    property: (name) => member(NAMESPACE, name),
    cellCall,
    awaited: (value) => factory.createAwaitExpression(cellCall("settle", value)),
    assignment: (target, value, original) => statement(factory.createAssignment(target, value), original),
    statement,
    unbound: (callee, original) =>
      ts.setSourceMapRange(
        factory.createParenthesizedExpression(factory.createComma(factory.createNumericLiteral(0), callee)),
        // V8 puts the call at the end of the parentheses; a reader expects it at the function's name.
        { pos: original.getStart(), end: original.getStart() },
      ),
    sequence(parts) {
      const [first, ...rest] = parts;
      return first && rest.reduce((left, right) => factory.createComma(left, right), first);
    },
    named(name, value) {
      const object = factory.createObjectLiteralExpression([factory.createPropertyAssignment(name, value)]);
      return factory.createPropertyAccessExpression(factory.createParenthesizedExpression(object), name);
    },
  };
}

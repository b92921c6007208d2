import ts from "#typescript";
import { withDefault } from "./binding-targets.js";
import type { CellVisitor, RewriteRule } from "./cell-visitor.js";
import { CELL } from "./runtime-names.js";
import { isReference, type Scope } from "./scope.js";

/** `name` becomes `__weft.name` where it means a variable of the session. */
export const rewriteReference: RewriteRule = (node, scope, visitor) => {
  if (ts.isIdentifier(node)) return isReference(node) ? property(node, scope, visitor) : node;
  if (!ts.isShorthandPropertyAssignment(node)) return undefined;
  const value = property(node.name, scope, visitor);
  if (value === undefined) return node;
  return visitor.factory.createPropertyAssignment(
    visitor.factory.createIdentifier(node.name.text),
    withDefault(value, node.objectAssignmentInitializer, scope, visitor),
  );
};

/** `f(…)` becomes `(0, __weft.f)(…)`: the namespace object must not become the function's `this`. */
export const rewriteCall: RewriteRule = (node, scope, visitor) => {
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
    const callee = property(node.expression, scope, visitor);
    return (
      callee &&
      visitor.factory.updateCallExpression(
        node,
        visitor.nodes.unbound(callee, node.expression),
        node.typeArguments,
        node.arguments.map((argument) => visitor.expression(argument, scope)),
      )
    );
  }
  if (!ts.isTaggedTemplateExpression(node) || !ts.isIdentifier(node.tag)) return undefined;
  const tag = property(node.tag, scope, visitor);
  return (
    tag &&
    visitor.factory.updateTaggedTemplateExpression(
      node,
      visitor.nodes.unbound(tag, node.tag),
      node.typeArguments,
      ts.visitNode(node.template, (child) => visitor.visit(child, scope), ts.isTemplateLiteral),
    )
  );
};

/** Properties of the namespace object can be assigned to, so that constants stay constant has to be seen to here. */
export const checkConstant: RewriteRule = (node, scope, visitor) => {
  const target = assignedTo(node);
  if (target !== undefined && ts.isIdentifier(target) && visitor.shared(target.text, scope) === "const") {
    visitor.facts.problems.push({
      node: target,
      name: "TypeError",
      message: `Assignment to constant variable '${target.text}': declare it with 'let' instead`,
    });
  }
  return undefined;
};

export const rewriteImportMeta: RewriteRule = (node, _scope, { factory }) =>
  ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword
    ? factory.createPropertyAccessExpression(factory.createIdentifier(CELL), "meta")
    : undefined;

/** Types are left as they are: TypeScript takes them out. What a class extends is no type. */
export const keepTypes: RewriteRule = (node) => {
  if (ts.isExpressionWithTypeArguments(node)) return undefined;
  const isType =
    ts.isTypeNode(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    (ts.isHeritageClause(node) && node.token === ts.SyntaxKind.ImplementsKeyword);
  return isType ? node : undefined;
};

function property(node: ts.Identifier, scope: Scope, visitor: CellVisitor): ts.Expression | undefined {
  if (visitor.shared(node.text, scope) === undefined) return undefined;
  return ts.setSourceMapRange(visitor.nodes.property(node.text), node);
}

/** What an assignment or an increment writes to. */
function assignedTo(node: ts.Node): ts.Expression | undefined {
  if (ts.isBinaryExpression(node)) {
    const operator = node.operatorToken.kind;
    const isAssignment =
      operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;
    return isAssignment ? node.left : undefined;
  }
  if (!ts.isPrefixUnaryExpression(node) && !ts.isPostfixUnaryExpression(node)) return undefined;
  const { operator, operand } = node;
  return operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken
    ? operand
    : undefined;
}

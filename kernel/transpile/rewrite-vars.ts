import ts from "#typescript";
import { bindingTarget } from "./binding-targets.js";
import { type CellVisitor, isTopLevel, type RewriteRule } from "./cell-visitor.js";
import { isBlockScoped, type Scope, scopeOf } from "./scope.js";

/** A `var` inside a block of the cell declares a variable of the session, as one at the top does. */
export const rewriteVar: RewriteRule = (node, scope, visitor) => {
  const { factory, nodes } = visitor;
  if (!ts.isVariableStatement(node) || !isSharedVar(node.declarationList)) return undefined;
  const assigned = nodes.sequence(assignments(node.declarationList, scope, visitor));
  return assigned === undefined ? factory.createEmptyStatement() : nodes.statement(assigned, node);
};

/** The same in the head of a loop: `for (var i = 0; …)` becomes `for (__weft.i = 0; …)`. */
export const rewriteLoop: RewriteRule = (node, scope, visitor) => {
  const { factory, nodes, expression, statement } = visitor;
  if (ts.isForInStatement(node) || ts.isForOfStatement(node)) {
    const inner = scopeOf(node, scope);
    const head = loopHead(node.initializer, inner, visitor);
    const subject = expression(node.expression, scope);
    const body = statement(node.statement, inner);
    return ts.isForInStatement(node)
      ? factory.updateForInStatement(node, head, subject, body)
      : factory.updateForOfStatement(node, node.awaitModifier, head, subject, body);
  }
  if (!ts.isForStatement(node) || node.initializer === undefined || !isSharedVar(node.initializer)) {
    return undefined;
  }
  return factory.updateForStatement(
    node,
    nodes.sequence(assignments(node.initializer, scope, visitor)),
    node.condition && expression(node.condition, scope),
    node.incrementor && expression(node.incrementor, scope),
    statement(node.statement, scope),
  );
};

/** What stands before `of` or `in`. */
export function loopHead(head: ts.ForInitializer, scope: Scope, visitor: CellVisitor): ts.ForInitializer {
  const [declaration] = isSharedVar(head) ? head.declarations : [];
  if (declaration !== undefined) return bindingTarget(declaration.name, scope, visitor);
  return ts.visitNode(head, (child) => visitor.visit(child, scope), ts.isForInitializer);
}

function isSharedVar(node: ts.Node): node is ts.VariableDeclarationList {
  return ts.isVariableDeclarationList(node) && !isBlockScoped(node) && isTopLevel(node);
}

/** Declarations without a value do nothing: the variable keeps the one it has. */
function assignments(list: ts.VariableDeclarationList, scope: Scope, visitor: CellVisitor): ts.Expression[] {
  return list.declarations.flatMap(({ name, initializer }) =>
    initializer === undefined
      ? []
      : [
          visitor.factory.createAssignment(
            bindingTarget(name, scope, visitor),
            visitor.expression(initializer, scope),
          ),
        ],
  );
}

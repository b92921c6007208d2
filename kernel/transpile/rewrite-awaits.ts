import ts from "#typescript";
import { isTopLevel, type RewriteRule } from "./cell-visitor.js";
import { loopHead } from "./rewrite-vars.js";
import { scopeOf } from "./scope.js";

/** `await x` of the cell itself becomes `await __cell.settle(x)`, which never settles once the cell is interrupted. */
export const rewriteAwait: RewriteRule = (node, scope, visitor) => {
  if (!ts.isAwaitExpression(node) || !isTopLevel(node)) return undefined;
  visitor.facts.isAsync = true;
  const value = visitor.expression(node.expression, scope);
  return ts.setSourceMapRange(visitor.nodes.awaited(value), node);
};

/** `await using x = y` waits at the end of its block, which TypeScript writes. */
export const noteAwaitUsing: RewriteRule = (node, _scope, { facts }) => {
  if (!ts.isVariableDeclarationList(node) || !isTopLevel(node)) return undefined;
  if ((node.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.AwaitUsing) facts.isAsync = true;
  return undefined;
};

/** `for await (const a of b)` likewise goes over `__cell.iterate(b)`. */
export const rewriteForAwait: RewriteRule = (node, scope, visitor) => {
  if (!ts.isForOfStatement(node) || node.awaitModifier === undefined || !isTopLevel(node)) return undefined;
  visitor.facts.isAsync = true;
  const inner = scopeOf(node, scope);
  return visitor.factory.updateForOfStatement(
    node,
    node.awaitModifier,
    loopHead(node.initializer, inner, visitor),
    visitor.nodes.cellCall("iterate", visitor.expression(node.expression, scope)),
    visitor.statement(node.statement, inner),
  );
};

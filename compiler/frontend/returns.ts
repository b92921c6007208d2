import ts from "typescript";

/** Whether control never goes past the statements: every way ends in return or throw. */
export function endsInReturn(statements: readonly ts.Statement[]): boolean {
  return statements.some(alwaysReturns);
}
export function alwaysReturns(statement: ts.Statement): boolean {
  if (ts.isReturnStatement(statement) || ts.isThrowStatement(statement)) return true;
  if (ts.isBlock(statement)) return endsInReturn(statement.statements);
  if (ts.isIfStatement(statement)) {
    return (
      statement.elseStatement !== undefined &&
      alwaysReturns(statement.thenStatement) &&
      alwaysReturns(statement.elseStatement)
    );
  }
  return false;
}

/** Whether a `return` stands anywhere in the statements, outside of inner functions. */
export function hasEarlyReturn(statements: readonly ts.Statement[]): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node)) found = true;
    else if (!ts.isFunctionLike(node)) ts.forEachChild(node, visit);
  };
  for (const statement of statements) visit(statement);
  return found;
}

/** The statements of a loop or branch, with or without braces. */
export const bodyOf = (node: ts.Statement): readonly ts.Statement[] =>
  ts.isBlock(node) ? node.statements : [node];

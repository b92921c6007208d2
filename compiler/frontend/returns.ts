import ts from "#typescript";

/** Whether control never goes past the statements: every way ends in return or throw. */
export function endsInReturn(statements: readonly ts.Statement[]): boolean {
  return statements.some((statement) => never(statement, false));
}
/** Whether nothing behind the statement in its list is reached: every way ends in return, throw, break or continue. */
export const alwaysLeaves = (statement: ts.Statement): boolean => never(statement, true);

/** Whether control never reaches the end of the statement; `jumps`: break and continue count as leaving. */
function never(statement: ts.Statement, jumps: boolean): boolean {
  if (ts.isReturnStatement(statement) || ts.isThrowStatement(statement)) return true;
  if (ts.isBreakStatement(statement) || ts.isContinueStatement(statement)) return jumps;
  if (ts.isBlock(statement)) return statement.statements.some((inner) => never(inner, jumps));
  if (ts.isIfStatement(statement)) {
    return (
      statement.elseStatement !== undefined &&
      never(statement.thenStatement, jumps) &&
      never(statement.elseStatement, jumps)
    );
  }
  if (ts.isSwitchStatement(statement)) {
    const { clauses } = statement.caseBlock;
    const last = clauses.at(-1);
    return (
      clauses.some(ts.isDefaultClause) &&
      !hasBreak(statement.caseBlock) &&
      last?.statements.some((inner) => never(inner, false)) === true
    );
  }
  if (ts.isWhileStatement(statement))
    return statement.expression.kind === ts.SyntaxKind.TrueKeyword && !hasBreak(statement.statement);
  if (ts.isForStatement(statement))
    return statement.condition === undefined && !hasBreak(statement.statement);
  return false;
}

/** Whether a `break` may leave the loop or switch of this body: one with a label counts always. */
function hasBreak(body: ts.Node): boolean {
  const visit = (node: ts.Node, nested: boolean): boolean => {
    if (ts.isBreakStatement(node)) return !nested || node.label !== undefined;
    if (ts.isFunctionLike(node)) return false;
    const inner = nested || ts.isIterationStatement(node, false) || ts.isSwitchStatement(node);
    return ts.forEachChild(node, (child) => visit(child, inner)) ?? false;
  };
  return visit(body, false);
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

/** What a function returns, for messages about it: the first expression after `return`, or else the function. */
export function returnedExpression(fn: ts.Node): ts.Node {
  if (ts.isArrowFunction(fn) && !ts.isBlock(fn.body)) return fn.body;
  const visit = (node: ts.Node): ts.Node | undefined => {
    if (ts.isReturnStatement(node)) return node.expression;
    return ts.isFunctionLike(node) && node !== fn ? undefined : ts.forEachChild(node, visit);
  };
  return visit(fn) ?? fn;
}

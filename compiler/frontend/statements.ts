import ts from "#typescript";
import type { Context, JumpTarget } from "./context.js";
import { declarations } from "./declarations.js";
import { mutationFree } from "./effects.js";
import { closure } from "./expressions.js";
import { condition } from "./logical.js";
import { doStatement, forOfStatement, forStatement, labeledStatement, whileStatement } from "./loops.js";
import { throwStatement } from "./messages.js";
import { alwaysLeaves, bodyOf } from "./returns.js";
import { idOf } from "./scalars.js";
import { Scope } from "./scope.js";
import { switchStatement } from "./switch.js";
import { UNDEFINED } from "./value.js";

/** Elaborates a statement list in its own scope of declarations, functions first, as TypeScript hoists them. */
export function statements(cx: Context, list: readonly ts.Statement[], scope: Scope): void {
  for (const node of list) {
    if (ts.isFunctionDeclaration(node) && node.name !== undefined) {
      const value = closure(cx, node, node.name.text, scope);
      scope.bind({
        name: node.name.text,
        key: `${cx.frame.path}/${node.name.text}`,
        mutable: false,
        place: { kind: "direct", value },
        parallelDepth: cx.parallelDepth,
      });
    }
  }
  for (const [index, node] of list.entries()) {
    statement(cx, node, scope);
    // What follows a return, break or throw is never reached, and has no place in the program.
    if (alwaysLeaves(node) && index < list.length - 1) return;
  }
}
export function statement(cx: Context, node: ts.Statement, scope: Scope): void {
  switch (node.kind) {
    case ts.SyntaxKind.FunctionDeclaration:
    case ts.SyntaxKind.EmptyStatement:
    case ts.SyntaxKind.TypeAliasDeclaration:
    case ts.SyntaxKind.InterfaceDeclaration:
      return;
  }
  if (ts.isVariableStatement(node)) declarations(cx, node.declarationList, scope);
  else if (ts.isExpressionStatement(node)) expressionStatement(cx, node, scope);
  else if (ts.isBlock(node)) statements(cx, node.statements, new Scope(scope));
  else if (ts.isIfStatement(node)) ifStatement(cx, node, scope);
  else if (ts.isForOfStatement(node)) forOfStatement(cx, node, scope, null);
  else if (ts.isForStatement(node)) forStatement(cx, node, scope, null);
  else if (ts.isWhileStatement(node)) whileStatement(cx, node, scope, null);
  else if (ts.isDoStatement(node)) doStatement(cx, node, scope, null);
  else if (ts.isLabeledStatement(node)) labeledStatement(cx, node, scope);
  else if (ts.isSwitchStatement(node)) switchStatement(cx, node, scope);
  else if (ts.isBreakStatement(node) || ts.isContinueStatement(node)) jump(cx, node);
  else if (ts.isReturnStatement(node)) returnStatement(cx, node, scope);
  else if (ts.isThrowStatement(node)) throwStatement(cx, node, scope);
  else throw cx.syntaxError("This statement is not part of the parallel language.", node);
}

/** @throws ParallelSyntaxError for `a / / b` and the like: an expression whose value nobody uses and that changes nothing. */
function expressionStatement(cx: Context, node: ts.ExpressionStatement, scope: Scope): void {
  if (ts.isStringLiteral(node.expression)) return;
  const { ops } = cx.region(() => cx.front.expression(cx, node.expression, scope));
  cx.splice(ops);
  if (!mutationFree(ops) || ts.isCallExpression(node.expression)) return;
  cx.warn("The value of this expression is not used.", node);
}

function ifStatement(cx: Context, node: ts.IfStatement, scope: Scope): void {
  const test = condition(cx, node.expression, scope);
  const branch = (body: ts.Statement | undefined) =>
    cx.region(() => (body === undefined ? undefined : statements(cx, bodyOf(body), new Scope(scope)))).ops;
  const then = branch(node.thenStatement);
  const otherwise = branch(node.elseStatement);
  if (typeof test.constant === "boolean") {
    cx.emit({
      kind: "block",
      label: cx.tables.label(),
      body: test.constant ? then : otherwise,
      span: cx.span(node),
    });
    return;
  }
  cx.emit({ kind: "if", condition: idOf(cx, test, node), then, otherwise, span: cx.span(node.expression) });
}

function jump(cx: Context, node: ts.BreakOrContinueStatement): void {
  const isBreak = ts.isBreakStatement(node);
  const verb = isBreak ? "break" : "continue";
  const target = cx.frame.jumps.findLast((jump) => isTarget(jump, node.label?.text ?? null, isBreak));
  if (target === undefined) {
    throw cx.syntaxError(
      node.label === undefined
        ? `There is no loop to ${verb} here.`
        : `There is no ${isBreak ? "statement" : "loop"} labelled ${node.label.text} around this \`${verb}\`.`,
      node,
    );
  }
  if (isBreak && target.kind === "parallel") {
    throw cx.syntaxError(
      "`break` can't leave a prange, whose iterations run in any order: use range, or `continue`.",
      node,
    );
  }
  if (target.parallelDepth < cx.parallelDepth) {
    throw cx.syntaxError(
      `\`${verb}\` can't leave a prange, whose iterations run in any order: use range.`,
      node,
    );
  }
  const span = cx.span(node);
  if (!isBreak && target.round !== null) cx.emit({ kind: "break", label: target.round, span });
  else cx.emit({ kind: verb, label: target.label, span });
}

/** Without a label, `break` leaves a loop or a `switch`, and `continue` continues a loop. */
function isTarget({ kind, name }: JumpTarget, wanted: string | null, isBreak: boolean): boolean {
  if (wanted !== null && name !== wanted) return false;
  if (isBreak) return kind !== "block" || wanted !== null;
  return kind !== "block" && kind !== "switch";
}

function returnStatement(cx: Context, node: ts.ReturnStatement, scope: Scope): void {
  const target = cx.frame.result;
  if (target === null) throw cx.syntaxError("`return` stands outside of a function.", node);
  if (target.parallelDepth < cx.parallelDepth) {
    throw cx.syntaxError(
      "`return` can't leave a prange, whose iterations run in any order: set a variable, or use range.",
      node,
    );
  }
  target.assign(
    node.expression === undefined ? UNDEFINED : cx.front.expression(cx, node.expression, scope),
    node,
  );
  cx.emit({ kind: "break", label: target.label, span: cx.span(node) });
}

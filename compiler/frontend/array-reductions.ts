// Arrays that a parallel loop accumulates into: `result *= tmp`, `hist[k] += 1`, `h[k] = max(h[k], v)`, `lo = minimum(lo, a[i])`.
import ts from "#typescript";
import type { Accumulation } from "./accumulation.js";
import { accumulationKey, accumulationOf, comparisonWith, stripParentheses } from "./accumulation.js";
import type { Context } from "./context.js";
import { indexExpressions } from "./indexing.js";
import { assignmentTarget, targetsOf } from "./mutation-scan.js";
import { outerBinding, refuseOtherReads } from "./outer-names.js";
import type { LoopNames } from "./own-index.js";
import { isOwnIndex } from "./own-index.js";
import type { Scope } from "./scope.js";
import type { ArrayValue } from "./value.js";
import { readVariable } from "./variables.js";

export interface ArrayReductionPattern {
  readonly identifier: ts.Identifier;
  readonly array: ArrayValue;
  readonly combine: Exclude<Accumulation, { kind: "guarded" | "constant" }>;
  /** The variable is assigned anew, so what held its array before keeps its values. */
  readonly isAssigned: boolean;
  readonly node: ts.Node;
}

interface Update {
  readonly identifier: ts.Identifier;
  readonly target: ts.Expression;
  readonly node: ts.Node;
  readonly combine: Accumulation | null;
  readonly isAssigned: boolean;
}

/**
 * The arrays from outside that the loop accumulates into. Elements of which each iteration has its own are none of them.
 * @throws ParallelRaceError for an array that is written otherwise as well, or read elsewhere.
 */
export function findArrayReductions(
  cx: Context,
  loop: ts.ForOfStatement,
  names: LoopNames,
  scope: Scope,
): readonly ArrayReductionPattern[] {
  const updates = new Map<string, Update[]>();
  const visit = (node: ts.Node): void => {
    const update = updateOf(node, names);
    if (update !== null) {
      const list = updates.get(update.identifier.text) ?? [];
      list.push(update);
      updates.set(update.identifier.text, list);
      if (ts.isIfStatement(node)) return;
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(loop.statement, visit);
  return [...updates.values()].flatMap((list) => patternOf(cx, list, loop, names, scope));
}

function updateOf(node: ts.Node, names: LoopNames): Update | null {
  if (ts.isIfStatement(node)) return guardedUpdate(node, names);
  const assigned = assignmentTarget(node);
  if (assigned === null) return null;
  const target = stripParentheses(assigned.target);
  const identifier = rootOf(target);
  if (identifier === null || names.locals.has(identifier.text)) return null;
  return {
    identifier,
    target,
    node,
    combine: accumulationOf(node, target),
    isAssigned: targetsOf(target).length > 0 && !assigned.compound,
  };
}

/** `if (v > h[k]) h[k] = v;` */
function guardedUpdate(node: ts.IfStatement, names: LoopNames): Update | null {
  const { thenStatement } = node;
  const [only, ...more] = ts.isBlock(thenStatement) ? thenStatement.statements : [thenStatement];
  if (node.elseStatement !== undefined || only === undefined || more.length > 0) return null;
  if (!ts.isExpressionStatement(only) || !ts.isBinaryExpression(only.expression)) return null;
  const { left, right, operatorToken } = only.expression;
  const identifier = ts.isElementAccessExpression(left) ? rootOf(left) : null;
  if (operatorToken.kind !== ts.SyntaxKind.EqualsToken || identifier === null) return null;
  const order = comparisonWith(node.expression, left, right);
  if (order === null || names.locals.has(identifier.text)) return null;
  const op = order.keepsLess ? "min" : "max";
  return { identifier, target: left, node, combine: { kind: "builtin", op }, isAssigned: false };
}

function rootOf(target: ts.Expression): ts.Identifier | null {
  if (ts.isIdentifier(target)) return target;
  return ts.isElementAccessExpression(target) ? rootOf(stripParentheses(target.expression)) : null;
}

/** All index expressions of `h[i][j]` or `h[i, j]`. */
function indicesOf(target: ts.Expression): readonly ts.Expression[] {
  if (!ts.isElementAccessExpression(target)) return [];
  return [...indicesOf(stripParentheses(target.expression)), ...indexExpressions(target.argumentExpression)];
}

function patternOf(
  cx: Context,
  updates: readonly Update[],
  loop: ts.ForOfStatement,
  names: LoopNames,
  scope: Scope,
): readonly ArrayReductionPattern[] {
  const shared = updates.filter(({ target }) => !isOwnIndex(indicesOf(target), names));
  const [first] = shared.filter(({ combine }) => combine !== null && combine.kind !== "constant");
  if (first === undefined) return [];
  const array = arrayOf(cx, first.identifier, names, scope);
  if (array === null) return [];
  const name = first.identifier.text;
  const { combine } = first;
  if (combine === null || combine.kind === "constant" || combine.kind === "guarded") return [];
  for (const update of updates) {
    if (update.combine !== null && accumulationKey(update.combine) === accumulationKey(combine)) continue;
    throw cx.raceError(
      `${name} is accumulated by one statement of this parallel loop and written otherwise by another, so the result would depend on the ` +
        "order: use one array for each.",
      update.node,
    );
  }
  refuseOtherReads(cx, name, new Map(updates.map(({ node, target }) => [node, target])), loop);
  const isAssigned = updates.some((update) => update.isAssigned);
  return [{ identifier: first.identifier, array, combine, isAssigned, node: first.node }];
}

function arrayOf(cx: Context, identifier: ts.Identifier, names: LoopNames, scope: Scope): ArrayValue | null {
  const binding = outerBinding(identifier, names, scope);
  const value =
    binding === undefined
      ? cx.front.freeName(cx, identifier.text, identifier)
      : readVariable(cx, binding, identifier);
  return value.kind === "array" ? value : null;
}

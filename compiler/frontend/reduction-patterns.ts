// Which outer variables a parallel loop updates, and by what: read off the text of its body (language.md section 4).
import ts from "typescript";
import type { Context } from "./context.js";
import { assignmentTarget, targetsOf } from "./mutation-scan.js";
import { compoundOperator } from "./operators.js";
import type { Binding, Scope } from "./scope.js";

export type BuiltinReduction = "add" | "mul" | "min" | "max" | "and" | "or" | "xor";

export interface ReductionPattern {
  /** The accumulator; in a pair, what follows it. */
  readonly bindings: readonly Binding[];
  readonly combine:
    | { readonly kind: "builtin"; readonly op: BuiltinReduction }
    /** The first accumulator decides by a comparison, the others follow. */
    | { readonly kind: "guarded"; readonly keepsLess: boolean; readonly strict: boolean }
    /** s = f(s, e): `call` is the expression, `position` that of `s` among its arguments. */
    | { readonly kind: "function"; readonly call: ts.CallExpression; readonly position: number }
    /** Every iteration that writes writes this constant. */
    | { readonly kind: "constant" };
  readonly node: ts.Node;
}

interface Update {
  readonly binding: Binding;
  readonly node: ts.Node;
  readonly combine: ReductionPattern["combine"];
  /** The other variables that a guarded pair assigns. */
  readonly followers: readonly Binding[];
}

/**
 * The reductions of the loop's body.
 * @throws ParallelRaceError where an outer variable is written otherwise, or an accumulator is read elsewhere.
 */
export function findReductions(
  cx: Context,
  loop: ts.ForOfStatement,
  scope: Scope,
): readonly ReductionPattern[] {
  const outer = new OuterNames(loop, scope);
  const updates: Update[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIfStatement(node)) {
      const guarded = guardedUpdate(node, outer);
      if (guarded !== null) {
        updates.push(guarded);
        ts.forEachChild(node.expression, visit);
        return;
      }
    }
    const assigned = assignmentTarget(node);
    if (assigned !== null) {
      for (const target of targetsOf(assigned.target)) {
        const binding = outer.find(target);
        if (binding === undefined || isArrayInPlace(binding, assigned.compound)) continue;
        updates.push(updateOf(cx, node, target, binding));
      }
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(loop.statement, visit);
  return group(cx, updates, loop);
}

/** Whether names inside the loop's body refer to variables outside of it. */
class OuterNames {
  readonly #scope: Scope;
  readonly #local = new Set<string>();
  constructor(loop: ts.ForOfStatement, scope: Scope) {
    this.#scope = scope;
    const visit = (node: ts.Node): void => {
      if (ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node)) {
        for (const name of namesOf(node.name)) this.#local.add(name);
      }
      ts.forEachChild(node, visit);
    };
    visit(loop.initializer);
    visit(loop.statement);
  }
  find(identifier: ts.Identifier): Binding | undefined {
    return this.#local.has(identifier.text) ? undefined : this.#scope.find(identifier.text);
  }
}
function namesOf(pattern: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(pattern)) return [pattern.text];
  return pattern.elements.flatMap((element) =>
    ts.isOmittedExpression(element) ? [] : namesOf(element.name),
  );
}

/** `result *= tmp` on an array changes elements, not the variable. */
function isArrayInPlace(binding: Binding, compound: boolean): boolean {
  if (!compound) return false;
  const { place } = binding;
  return place.kind === "direct" ? place.value.kind === "array" : place.storage.kind === "array";
}

const OPERATORS: Readonly<Record<string, BuiltinReduction>> = {
  "+": "add",
  "-": "add",
  "*": "mul",
  "/": "mul",
  "&": "and",
  "|": "or",
  "^": "xor",
};
const FUNCTIONS: Readonly<Record<string, BuiltinReduction>> = {
  min: "min",
  max: "max",
  minimum: "min",
  maximum: "max",
};

function updateOf(cx: Context, node: ts.Node, target: ts.Identifier, binding: Binding): Update {
  const combine = combineOf(node, target);
  if (combine !== null) return { binding, node, combine, followers: [] };
  throw cx.raceError(
    `${binding.name} is assigned by every iteration of the parallel loop, so its value would depend on chance: declare it inside the ` +
      "loop, make it a reduction such as `s += …` or `s = max(s, …)`, or loop with range.",
    node,
  );
}

function combineOf(node: ts.Node, target: ts.Identifier): ReductionPattern["combine"] | null {
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node))
    return { kind: "builtin", op: "add" };
  if (!ts.isBinaryExpression(node)) return null;
  const compound = compoundOperator(node.operatorToken.kind);
  if (compound !== undefined) {
    const op = OPERATORS[compound];
    return op === undefined ? null : { kind: "builtin", op };
  }
  const right = stripParentheses(node.right);
  const name = target.text;
  if (ts.isBinaryExpression(right)) {
    const text = ts.tokenToString(right.operatorToken.kind) ?? "";
    const op = OPERATORS[text];
    const onLeft = isName(right.left, name);
    const onRight = isName(right.right, name);
    if (op === undefined || onLeft === onRight) return null;
    return onRight && (text === "-" || text === "/") ? null : { kind: "builtin", op };
  }
  if (ts.isCallExpression(right)) {
    const callee = ts.isPropertyAccessExpression(right.expression)
      ? right.expression.name.text
      : right.expression.getText();
    const position = right.arguments.findIndex((argument) => isName(argument, name));
    if (position < 0) return null;
    const op = FUNCTIONS[callee];
    if (op !== undefined && right.arguments.length === 2) return { kind: "builtin", op };
    return right.arguments.length === 2 ? { kind: "function", call: right, position } : null;
  }
  return isLiteral(right) ? { kind: "constant" } : null;
}

function isLiteral(node: ts.Expression): boolean {
  if (ts.isPrefixUnaryExpression(node)) return isLiteral(node.operand);
  return (
    ts.isNumericLiteral(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword
  );
}

/** `if (e < best) best = e;` and `if (e < best) { best = e; at = i; }`. */
function guardedUpdate(node: ts.IfStatement, outer: OuterNames): Update | null {
  const test = stripParentheses(node.expression);
  if (node.elseStatement !== undefined || !ts.isBinaryExpression(test)) return null;
  const direction = COMPARISONS[test.operatorToken.kind];
  if (direction === undefined) return null;
  const list = ts.isBlock(node.thenStatement) ? node.thenStatement.statements : [node.thenStatement];
  const assigned: { binding: Binding; right: ts.Expression }[] = [];
  for (const statement of list) {
    if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return null;
    const { left, right, operatorToken } = statement.expression;
    if (operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isIdentifier(left)) return null;
    const binding = outer.find(left);
    if (binding === undefined) return null;
    assigned.push({ binding, right });
  }
  for (const { binding, right } of assigned) {
    const onRight = isName(test.right, binding.name);
    const onLeft = isName(test.left, binding.name);
    const other = onRight ? test.left : test.right;
    if (onLeft === onRight || other.getText() !== right.getText()) continue;
    const keepsLess = onRight ? direction.less : !direction.less;
    const followers = assigned.filter((item) => item.binding !== binding).map((item) => item.binding);
    return { binding, node, combine: { kind: "guarded", keepsLess, strict: direction.strict }, followers };
  }
  return null;
}
const COMPARISONS: Readonly<
  Partial<Record<ts.SyntaxKind, { readonly less: boolean; readonly strict: boolean }>>
> = {
  [ts.SyntaxKind.LessThanToken]: { less: true, strict: true },
  [ts.SyntaxKind.LessThanEqualsToken]: { less: true, strict: false },
  [ts.SyntaxKind.GreaterThanToken]: { less: false, strict: true },
  [ts.SyntaxKind.GreaterThanEqualsToken]: { less: false, strict: false },
};

const isName = (node: ts.Expression, name: string): boolean => {
  const inner = stripParentheses(node);
  return ts.isIdentifier(inner) && inner.text === name;
};
const stripParentheses = (node: ts.Expression): ts.Expression =>
  ts.isParenthesizedExpression(node) ? stripParentheses(node.expression) : node;

/** One reduction for each accumulator; all its updates must agree. */
function group(
  cx: Context,
  updates: readonly Update[],
  loop: ts.ForOfStatement,
): readonly ReductionPattern[] {
  const patterns = new Map<string, ReductionPattern>();
  for (const update of updates) {
    const bindings = [update.binding, ...update.followers];
    const known = patterns.get(update.binding.key);
    if (known !== undefined && JSON.stringify(known.combine) !== JSON.stringify(update.combine)) {
      throw cx.raceError(
        `${update.binding.name} is updated by two different operations in one parallel loop, so the result would depend on the order: ` +
          "use one variable for each.",
        update.node,
      );
    }
    patterns.set(update.binding.key, { bindings, combine: update.combine, node: update.node });
  }
  for (const pattern of patterns.values()) refuseOtherReads(cx, pattern, updates, loop);
  return [...patterns.values()];
}

/** An accumulator holds a part of the result only, so the body may not read it but to update it. */
function refuseOtherReads(
  cx: Context,
  pattern: ReductionPattern,
  updates: readonly Update[],
  loop: ts.ForOfStatement,
): void {
  if (pattern.combine.kind === "constant") return;
  const names = new Set(pattern.bindings.map((binding) => binding.name));
  const own = new Set(updates.map((update) => update.node));
  const visit = (node: ts.Node): void => {
    if (own.has(node)) {
      visitOperands(node, names, visit);
      return;
    }
    if (ts.isIdentifier(node) && names.has(node.text) && isReference(node)) {
      throw cx.raceError(
        `${node.text} is read inside the parallel loop that accumulates it, where it holds a part of the result only: read it after the loop.`,
        node,
      );
    }
    ts.forEachChild(node, visit);
  };
  visit(loop.statement);
}
function visitOperands(node: ts.Node, names: ReadonlySet<string>, visit: (node: ts.Node) => void): void {
  if (ts.isIfStatement(node)) return;
  if (!ts.isBinaryExpression(node)) return;
  const compound = compoundOperator(node.operatorToken.kind) !== undefined;
  if (compound) {
    visit(node.right);
    return;
  }
  const right = stripParentheses(node.right);
  const operands = ts.isCallExpression(right)
    ? [...right.arguments]
    : ts.isBinaryExpression(right)
      ? [right.left, right.right]
      : [];
  for (const operand of operands) {
    const inner = stripParentheses(operand);
    if (!(ts.isIdentifier(inner) && names.has(inner.text))) visit(inner);
  }
}
const isReference = (node: ts.Identifier): boolean =>
  !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) &&
  !(ts.isPropertyAssignment(node.parent) && node.parent.name === node);

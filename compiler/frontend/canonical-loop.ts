import ts from "#typescript";
import { assignmentTarget, targetsOf } from "./mutation-scan.js";

export interface CanonicalLoop {
  readonly variable: ts.Identifier;
  readonly start: ts.Expression;
  readonly stop: ts.Expression;
  /** `<=` or `>=`. */
  readonly inclusive: boolean;
  readonly step: number;
}

/**
 * `for (let i = start; i < stop; i += step)` with a constant step, where neither `i` nor anything that the bound reads is assigned in the body:
 * its number of iterations is known before it starts. Null for any other loop.
 */
export function canonicalLoop(node: ts.ForStatement): CanonicalLoop | null {
  const { initializer, condition, incrementor } = node;
  if (
    initializer === undefined ||
    !ts.isVariableDeclarationList(initializer) ||
    initializer.declarations.length !== 1
  ) {
    return null;
  }
  const [declaration] = initializer.declarations;
  if (declaration?.initializer === undefined || !ts.isIdentifier(declaration.name)) return null;
  if (condition === undefined || !ts.isBinaryExpression(condition) || incrementor === undefined) return null;
  const name = declaration.name.text;
  if (!ts.isIdentifier(condition.left) || condition.left.text !== name) return null;
  const step = stepOf(incrementor, name);
  const direction = DIRECTIONS[condition.operatorToken.kind];
  if (step === null || direction === undefined || Math.sign(step) !== direction.sign) return null;
  const read = identifiersOf(condition.right);
  if (read === null || read.has(name)) return null;
  read.add(name);
  if (assignsAny(node.statement, read)) return null;
  return {
    variable: declaration.name,
    start: declaration.initializer,
    stop: condition.right,
    inclusive: direction.inclusive,
    step,
  };
}

const DIRECTIONS: Readonly<
  Partial<Record<ts.SyntaxKind, { readonly sign: number; readonly inclusive: boolean }>>
> = {
  [ts.SyntaxKind.LessThanToken]: { sign: 1, inclusive: false },
  [ts.SyntaxKind.LessThanEqualsToken]: { sign: 1, inclusive: true },
  [ts.SyntaxKind.GreaterThanToken]: { sign: -1, inclusive: false },
  [ts.SyntaxKind.GreaterThanEqualsToken]: { sign: -1, inclusive: true },
};

function stepOf(node: ts.Expression, name: string): number | null {
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    if (!ts.isIdentifier(node.operand) || node.operand.text !== name) return null;
    return node.operator === ts.SyntaxKind.PlusPlusToken
      ? 1
      : node.operator === ts.SyntaxKind.MinusMinusToken
        ? -1
        : null;
  }
  if (!ts.isBinaryExpression(node) || !ts.isIdentifier(node.left) || node.left.text !== name) return null;
  if (!ts.isNumericLiteral(node.right) || !/^\d+$/.test(node.right.text)) return null;
  const size = Number(node.right.text);
  if (size === 0) return null;
  if (node.operatorToken.kind === ts.SyntaxKind.PlusEqualsToken) return size;
  return node.operatorToken.kind === ts.SyntaxKind.MinusEqualsToken ? -size : null;
}

/** Names that the bound reads; null where it calls or indexes, so that its value might change. */
function identifiersOf(node: ts.Expression): Set<string> | null {
  const names = new Set<string>();
  let simple = true;
  const visit = (at: ts.Node): void => {
    if (ts.isIdentifier(at)) names.add(at.text);
    if (ts.isCallExpression(at)) simple = false;
    // `a.shape[0]` is fixed for an array; an element of it is not.
    if (ts.isElementAccessExpression(at) && !/\.shape$/.test(at.expression.getText())) simple = false;
    ts.forEachChild(at, visit);
  };
  visit(node);
  return simple ? names : null;
}

function assignsAny(body: ts.Node, names: ReadonlySet<string>): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    const target = assignmentTarget(node);
    if (target !== null && targetsOf(target.target).some((identifier) => names.has(identifier.text)))
      found = true;
    ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

import ts from "#typescript";
import { bindingNames } from "./binding-names.js";

/** The names that a loop's body declares, and the variables of its loops. */
export interface LoopNames {
  /** The variables of the parallel loop itself. */
  readonly indices: ReadonlySet<string>;
  /** Initial values of the constants of the body. */
  readonly constants: ReadonlyMap<string, ts.Expression>;
  /** Variables of inner loops that start at 0, with the text of their bound. */
  readonly bounded: ReadonlyMap<string, string>;
  readonly locals: ReadonlySet<string>;
}

export function loopNames(loop: ts.ForOfStatement): LoopNames {
  const indices = new Set<string>();
  const constants = new Map<string, ts.Expression>();
  const bounded = new Map<string, string>();
  const locals = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node)) {
      for (const name of bindingNames(node.name)) locals.add(name);
    }
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer !== undefined) {
      const isConst = (node.parent.flags & ts.NodeFlags.Const) !== 0;
      if (isConst) constants.set(node.name.text, node.initializer);
    }
    if (node !== loop && (ts.isForOfStatement(node) || ts.isForStatement(node))) noteBound(node, bounded);
    ts.forEachChild(node, visit);
  };
  visit(loop.initializer);
  for (const name of locals) indices.add(name);
  visit(loop.statement);
  return { indices, constants, bounded, locals };
}

/** `for (const j of range(m))` and `for (let j = 0; j < m; …)`. */
function noteBound(node: ts.ForOfStatement | ts.ForStatement, bounded: Map<string, string>): void {
  const { initializer } = node;
  if (initializer === undefined || !ts.isVariableDeclarationList(initializer)) return;
  const [declaration] = initializer.declarations;
  if (declaration === undefined || !ts.isIdentifier(declaration.name)) return;
  const name = declaration.name.text;
  if (ts.isForOfStatement(node)) {
    const range = node.expression;
    if (!ts.isCallExpression(range) || !/^(np\.)?p?range$/.test(range.expression.getText())) return;
    const [first, second, step] = range.arguments;
    if (first === undefined || step !== undefined) return;
    if (second === undefined) bounded.set(name, first.getText());
    else if (first.getText() === "0") bounded.set(name, second.getText());
    return;
  }
  const test = node.condition;
  if (declaration.initializer?.getText() !== "0" || test === undefined || !ts.isBinaryExpression(test))
    return;
  if (test.operatorToken.kind === ts.SyntaxKind.LessThanToken && test.left.getText() === name)
    bounded.set(name, test.right.getText());
}

/**
 * Whether an index list is different for any two iterations of the parallel loop, as far as the text shows: each of the loop's variables
 * is one of the indices, moved or scaled by what is fixed; or `i * m + j` with `j` below `m`.
 */
export function isOwnIndex(items: readonly ts.Expression[], names: LoopNames): boolean {
  const found = new Set<string>();
  for (const item of items) for (const name of recovered(item, names)) found.add(name);
  return [...names.indices].every((name) => found.has(name));
}

/** The variables of the loop whose values follow from the value of the expression. */
function recovered(given: ts.Expression, names: LoopNames): readonly string[] {
  const node = ts.isParenthesizedExpression(given) ? given.expression : given;
  if (ts.isIdentifier(node)) {
    if (names.indices.has(node.text)) return [node.text];
    const initial = names.constants.get(node.text);
    return initial === undefined ? [] : recovered(initial, names);
  }
  if (ts.isPrefixUnaryExpression(node)) return recovered(node.operand, names);
  if (!ts.isBinaryExpression(node)) return [];
  const kind = node.operatorToken.kind;
  const sum = kind === ts.SyntaxKind.PlusToken || kind === ts.SyntaxKind.MinusToken;
  if (!sum && kind !== ts.SyntaxKind.AsteriskToken) return [];
  if (isFixed(node.right, names)) return recovered(node.left, names);
  if (isFixed(node.left, names)) return recovered(node.right, names);
  if (kind !== ts.SyntaxKind.PlusToken) return [];
  return [...mixedRadix(node.left, node.right, names), ...mixedRadix(node.right, node.left, names)];
}

/** `i * m + j` where `j` runs over `range(m)`. */
function mixedRadix(scaled: ts.Expression, rest: ts.Expression, names: LoopNames): readonly string[] {
  const product = ts.isParenthesizedExpression(scaled) ? scaled.expression : scaled;
  if (!ts.isBinaryExpression(product) || !ts.isIdentifier(rest)) return [];
  if (product.operatorToken.kind !== ts.SyntaxKind.AsteriskToken) return [];
  const bound = names.bounded.get(rest.text);
  if (product.right.getText() === bound) return recovered(product.left, names);
  return product.left.getText() === bound ? recovered(product.right, names) : [];
}

/** Made of literals and of names from outside the loop. */
function isFixed(node: ts.Expression, names: LoopNames): boolean {
  if (ts.isIdentifier(node)) {
    const initial = names.constants.get(node.text);
    return !names.locals.has(node.text) || (initial !== undefined && isFixed(initial, names));
  }
  if (ts.isNumericLiteral(node)) return true;
  if (ts.isParenthesizedExpression(node)) return isFixed(node.expression, names);
  if (ts.isPrefixUnaryExpression(node)) return isFixed(node.operand, names);
  if (ts.isPropertyAccessExpression(node)) return isFixed(node.expression, names);
  if (ts.isElementAccessExpression(node))
    return isFixed(node.expression, names) && isFixed(node.argumentExpression, names);
  return ts.isBinaryExpression(node) && isFixed(node.left, names) && isFixed(node.right, names);
}

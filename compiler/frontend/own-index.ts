import ts from "#typescript";
import { stripParentheses } from "./accumulation.js";
import type { Located, LoopNames } from "./loop-names.js";
import { declaring } from "./loop-names.js";

/**
 * Whether an index list is different for any two iterations of the parallel loop, as far as the text shows: each of the loop's variables
 * (`indices`) is one of the indices, moved or scaled by what is fixed; or `i * m + j` with `j` below `m`.
 */
export function isOwnIndex(items: readonly Located[], indices: ReadonlySet<string>): boolean {
  const found = new Set<string>();
  for (const { node, names } of items) for (const name of recovered(node, names)) found.add(name);
  return [...indices].every((name) => found.has(name));
}

/** The variables of the loop whose values follow from the value of the expression. */
function recovered(given: ts.Expression, names: LoopNames): readonly string[] {
  const node = stripParentheses(given);
  if (ts.isIdentifier(node)) {
    const home = declaring(node.text, names);
    if (home?.indices.has(node.text) === true) return [node.text];
    const initial = home?.constants.get(node.text);
    return initial === undefined ? [] : recovered(initial.node, initial.names);
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
  const product = stripParentheses(scaled);
  if (!ts.isBinaryExpression(product) || !ts.isIdentifier(rest)) return [];
  if (product.operatorToken.kind !== ts.SyntaxKind.AsteriskToken) return [];
  const bound = names.bounded.get(rest.text);
  if (product.right.getText() === bound) return recovered(product.left, names);
  return product.left.getText() === bound ? recovered(product.right, names) : [];
}

/** Made of literals and of names from outside the loop. */
function isFixed(node: ts.Expression, names: LoopNames): boolean {
  if (ts.isIdentifier(node)) {
    const home = declaring(node.text, names);
    const initial = home?.constants.get(node.text);
    return home === null || (initial !== undefined && isFixed(initial.node, initial.names));
  }
  if (ts.isNumericLiteral(node)) return true;
  if (ts.isParenthesizedExpression(node)) return isFixed(node.expression, names);
  if (ts.isPrefixUnaryExpression(node)) return isFixed(node.operand, names);
  if (ts.isPropertyAccessExpression(node)) return isFixed(node.expression, names);
  if (ts.isElementAccessExpression(node))
    return isFixed(node.expression, names) && isFixed(node.argumentExpression, names);
  return ts.isBinaryExpression(node) && isFixed(node.left, names) && isFixed(node.right, names);
}

// How one assignment accumulates: read off its text. `target` is a variable, or an element such as `h[k]`.
import ts from "#typescript";
import { compoundOperator } from "./operators.js";

export type BuiltinReduction = "add" | "mul" | "min" | "max" | "and" | "or" | "xor";

export type Accumulation =
  | { readonly kind: "builtin"; readonly op: BuiltinReduction }
  /** The first accumulator decides by a comparison, the others follow. */
  | { readonly kind: "guarded"; readonly keepsLess: boolean; readonly strict: boolean }
  /** s = f(s, e): `call` is the expression, `position` that of `s` among its arguments. */
  | { readonly kind: "function"; readonly call: ts.CallExpression; readonly position: number }
  /** Every iteration that writes writes this constant. */
  | { readonly kind: "constant"; readonly text: string };

/** Equal for accumulations that may stand in one loop. */
export function accumulationKey(accumulation: Accumulation): string {
  switch (accumulation.kind) {
    case "builtin":
      return accumulation.op;
    case "guarded":
      return accumulation.keepsLess ? "less" : "greater";
    case "function":
      return `${accumulation.call.expression.getText()} ${accumulation.position}`;
    case "constant":
      return `= ${accumulation.text}`;
  }
}

const OPERATORS: Readonly<Record<string, BuiltinReduction>> = {
  "+": "add",
  "-": "add",
  "*": "mul",
  "/": "mul",
  "&": "and",
  "&&": "and",
  "|": "or",
  "||": "or",
  "^": "xor",
};
const FUNCTIONS: Readonly<Record<string, BuiltinReduction>> = {
  min: "min",
  max: "max",
  minimum: "min",
  maximum: "max",
};
const COMPARISONS: Readonly<
  Partial<Record<ts.SyntaxKind, { readonly less: boolean; readonly strict: boolean }>>
> = {
  [ts.SyntaxKind.LessThanToken]: { less: true, strict: true },
  [ts.SyntaxKind.LessThanEqualsToken]: { less: true, strict: false },
  [ts.SyntaxKind.GreaterThanToken]: { less: false, strict: true },
  [ts.SyntaxKind.GreaterThanEqualsToken]: { less: false, strict: false },
};

/** What the assignment or update `node` accumulates in its target; null where it is any other assignment. */
export function accumulationOf(node: ts.Node, target: ts.Expression): Accumulation | null {
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node))
    return { kind: "builtin", op: "add" };
  if (!ts.isBinaryExpression(node)) return null;
  const compound = compoundOperator(node.operatorToken.kind);
  if (compound !== undefined) {
    const op = OPERATORS[compound];
    return op === undefined ? null : { kind: "builtin", op };
  }
  const right = stripParentheses(node.right);
  if (ts.isBinaryExpression(right)) return fromOperator(right, target);
  if (ts.isCallExpression(right)) return fromCall(right, target);
  if (ts.isConditionalExpression(right)) return fromConditional(right, target);
  return isLiteral(right) ? { kind: "constant", text: right.getText() } : null;
}

/** `s + e`, `e + s`, `s + a - b`: a chain of one group of operators in which the target stands once, and is not taken away. */
function fromOperator(node: ts.BinaryExpression, target: ts.Expression): Accumulation | null {
  const op = operatorOf(node);
  if (op === undefined) return null;
  const leaves: { readonly node: ts.Expression; readonly inverse: boolean }[] = [];
  const collect = (given: ts.Expression, inverse: boolean): void => {
    const inner = stripParentheses(given);
    if (!ts.isBinaryExpression(inner) || operatorOf(inner) !== op) {
      leaves.push({ node: inner, inverse });
      return;
    }
    const text = ts.tokenToString(inner.operatorToken.kind);
    collect(inner.left, inverse);
    collect(inner.right, text === "-" || text === "/" ? !inverse : inverse);
  };
  collect(node, false);
  const own = leaves.filter((leaf) => isSame(leaf.node, target));
  return own.length === 1 && own[0]?.inverse === false ? { kind: "builtin", op } : null;
}
const operatorOf = (node: ts.BinaryExpression): BuiltinReduction | undefined =>
  OPERATORS[ts.tokenToString(node.operatorToken.kind) ?? ""];

function fromCall(node: ts.CallExpression, target: ts.Expression): Accumulation | null {
  const callee = ts.isPropertyAccessExpression(node.expression)
    ? node.expression.name.text
    : node.expression.getText();
  const op = Object.hasOwn(FUNCTIONS, callee) ? FUNCTIONS[callee] : undefined;
  if (op !== undefined) {
    const own = node.arguments.filter((argument) => isSame(argument, target));
    const nested = node.arguments.some((argument) => {
      const inner = stripParentheses(argument);
      const found = ts.isCallExpression(inner) ? fromCall(inner, target) : null;
      return found?.kind === "builtin" && found.op === op;
    });
    return own.length === 1 || nested ? { kind: "builtin", op } : null;
  }
  const position = node.arguments.findIndex((argument) => isSame(argument, target));
  return position >= 0 && node.arguments.length === 2 ? { kind: "function", call: node, position } : null;
}

/** `e < s ? e : s` and its kin. */
function fromConditional(node: ts.ConditionalExpression, target: ts.Expression): Accumulation | null {
  const keepsTarget = isSame(node.whenFalse, target);
  const value = keepsTarget ? node.whenTrue : node.whenFalse;
  if (!keepsTarget && !isSame(node.whenTrue, target)) return null;
  const order = comparisonWith(node.condition, target, value);
  if (order === null) return null;
  return { kind: "builtin", op: order.keepsLess === keepsTarget ? "min" : "max" };
}

/** `value < target`, either way round: which of the two the comparison prefers for the target. */
export function comparisonWith(
  condition: ts.Expression,
  target: ts.Expression,
  value: ts.Expression,
): { readonly keepsLess: boolean; readonly strict: boolean } | null {
  const test = stripParentheses(condition);
  const direction = ts.isBinaryExpression(test) ? COMPARISONS[test.operatorToken.kind] : undefined;
  if (direction === undefined || !ts.isBinaryExpression(test)) return null;
  const { strict } = direction;
  if (isSame(test.right, target) && isSame(test.left, value)) return { keepsLess: direction.less, strict };
  if (isSame(test.left, target) && isSame(test.right, value)) return { keepsLess: !direction.less, strict };
  return null;
}

function isLiteral(node: ts.Expression): boolean {
  if (ts.isPrefixUnaryExpression(node)) return isLiteral(node.operand);
  return (
    ts.isNumericLiteral(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword
  );
}

/** Whether two expressions are one text. */
export const isSame = (a: ts.Expression, b: ts.Expression): boolean =>
  stripParentheses(a).getText() === stripParentheses(b).getText();
export const stripParentheses = (node: ts.Expression): ts.Expression =>
  ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node)
    ? stripParentheses(node.expression)
    : node;

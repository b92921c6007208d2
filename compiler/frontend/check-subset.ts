import ts from "#typescript";
import { ParallelSyntaxError } from "../diagnostic.js";
import type { SourceText } from "../source.js";

/**
 * Refuses the syntax that the parallel language does not have, each with what to do instead.
 * Names and types are looked at later.
 * @throws ParallelSyntaxError at the first such construct, in the order of the text.
 */
export function checkSubset(file: ts.SourceFile, source: SourceText): void {
  const visit = (node: ts.Node): void => {
    const problem = refuse(node);
    if (problem !== null)
      throw new ParallelSyntaxError(problem, { source, start: node.getStart(file), end: node.end });
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
}

const TYPESCRIPT_CELL = "do it in an ordinary TypeScript cell";

/** `throw new Error(…)`, and a template as its message or in console.log. */
function isMessage(node: ts.Node): boolean {
  if (ts.isNewExpression(node)) return ts.isThrowStatement(node.parent);
  if (!ts.isTemplateExpression(node)) return false;
  const { parent } = node;
  if (ts.isNewExpression(parent)) return ts.isThrowStatement(parent.parent);
  return ts.isCallExpression(parent) && /^console\b/.test(parent.expression.getText());
}

function refuse(node: ts.Node): string | null {
  if (isMessage(node)) return null;
  const byKind = REFUSED[node.kind];
  if (byKind !== undefined) return byKind;
  if (ts.isFunctionLike(node) && "modifiers" in node) {
    const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
    if (modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.AsyncKeyword)) {
      return "An async function can't run in parallel code: call f.async(…) from an ordinary cell to run f off the main thread.";
    }
    if ("asteriskToken" in node && node.asteriskToken !== undefined) {
      return "A generator function can't run in parallel code: use a loop, or fromFunction([n], (i) => …).";
    }
  }
  if (ts.isParameter(node) && node.dotDotDotToken !== undefined) {
    return "A rest parameter has no fixed number of values: name each parameter, or pass an array.";
  }
  if (ts.isBindingElement(node) && node.dotDotDotToken !== undefined) {
    return "A rest element has no fixed number of values: name each one, const [x, y] = t.";
  }
  if (
    (ts.isPropertyAccessExpression(node) ||
      ts.isElementAccessExpression(node) ||
      ts.isCallExpression(node)) &&
    node.questionDotToken !== undefined
  ) {
    return "`?.` has no meaning in parallel code, where nothing is null: use `.`.";
  }
  if (ts.isBinaryExpression(node)) return refuseOperator(node);
  if (ts.isExpressionStatement(node)) return refuseTupleAssignment(node);
  if (ts.isLabeledStatement(node)) return refuseDeclaration(node);
  if (ts.isForInStatement(node))
    return "`for … in` loops over property names: write for (const i of range(n)).";
  if (ts.isForOfStatement(node) && node.awaitModifier !== undefined)
    return `\`for await\` can't stand in parallel code: ${TYPESCRIPT_CELL}, and pass the result in.`;
  if (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.Using) !== 0)
    return "`using` is not part of the parallel language, where memory is released by itself: write `const`.";
  if (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.BlockScoped) === 0) {
    return "`var` is not part of the parallel language: write `let` or `const`.";
  }
  return null;
}

function refuseOperator(node: ts.BinaryExpression): string | null {
  const { kind } = node.operatorToken;
  const isChain =
    RELATIONS.has(kind) && ts.isBinaryExpression(node.left) && RELATIONS.has(node.left.operatorToken.kind);
  if (isChain) {
    return "A chain of comparisons compares the first result, true or false, with the third operand: write a < b && b < c, and & between arrays.";
  }
  if (kind === ts.SyntaxKind.EqualsToken && ts.isIdentifier(node.left) && ts.isCallExpression(node.parent))
    return `Options stand in an object: ${node.parent.expression.getText()}(…, { ${node.left.text}: ${node.right.getText()} }).`;
  return REFUSED_OPERATORS[kind] ?? null;
}
const RELATIONS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
]);

/** `x, y = y, x` would assign `y = y`. */
function refuseTupleAssignment({ expression }: ts.ExpressionStatement): string | null {
  let first = expression;
  while (ts.isBinaryExpression(first) && first.operatorToken.kind === ts.SyntaxKind.CommaToken)
    first = first.left;
  if (first === expression || !(ts.isIdentifier(first) || ts.isElementAccessExpression(first))) return null;
  return "Several variables are assigned by a pattern: [x, y] = [y, x].";
}

/** `x: int = 3` would be a label and an assignment. */
function refuseDeclaration({ label, statement }: ts.LabeledStatement): string | null {
  const isDeclaration = ts.isExpressionStatement(statement) && ts.isBinaryExpression(statement.expression);
  return isDeclaration ? `A variable is declared by const or let: let ${label.text} = ….` : null;
}

const REFUSED_OPERATORS: Readonly<Partial<Record<ts.SyntaxKind, string>>> = {
  [ts.SyntaxKind.QuestionQuestionToken]:
    "`??` has no meaning in parallel code, where nothing is null: give the parameter a default value.",
  [ts.SyntaxKind.QuestionQuestionEqualsToken]:
    "`??=` has no meaning in parallel code, where nothing is null: give the parameter a default value.",
  [ts.SyntaxKind.BarBarEqualsToken]: "`||=` is not part of the parallel language: write x = x || y.",
  [ts.SyntaxKind.AmpersandAmpersandEqualsToken]:
    "`&&=` is not part of the parallel language: write x = x && y.",
  [ts.SyntaxKind.InKeyword]: "`in` asks for a property of an object: use any(a == x) to look for a value.",
  [ts.SyntaxKind.InstanceOfKeyword]:
    "`instanceof` has no meaning in parallel code: every type is known when the function is compiled.",
};

const REFUSED: Readonly<Partial<Record<ts.SyntaxKind, string>>> = {
  [ts.SyntaxKind.ClassDeclaration]:
    "A class can't be used in parallel code: use functions, tuples and arrays.",
  [ts.SyntaxKind.ClassExpression]:
    "A class can't be used in parallel code: use functions, tuples and arrays.",
  [ts.SyntaxKind.TryStatement]:
    "`try` is not part of the parallel language: an error ends the call; catch it in the ordinary cell that calls.",
  [ts.SyntaxKind.AwaitExpression]:
    `\`await\` can't stand in parallel code: ${TYPESCRIPT_CELL}, and pass the result in.`,
  [ts.SyntaxKind.YieldExpression]: "`yield` can't stand in parallel code: fill an array instead.",
  [ts.SyntaxKind.TemplateExpression]:
    "A template string can't be made in parallel code: strings may be indices, dtypes, options and messages only.",
  [ts.SyntaxKind.TaggedTemplateExpression]:
    "A template string can't be made in parallel code: strings may be indices, dtypes, options and messages only.",
  [ts.SyntaxKind.RegularExpressionLiteral]:
    "A regular expression can't be used in parallel code: it works on numbers and arrays.",
  [ts.SyntaxKind.NewExpression]:
    `\`new\` makes a JavaScript object, which parallel code can't hold: use zeros(n) or array([…]) for arrays, or ${TYPESCRIPT_CELL}.`,
  [ts.SyntaxKind.DeleteExpression]:
    "`delete` has no meaning in parallel code: there are no JavaScript objects.",
  [ts.SyntaxKind.TypeOfExpression]:
    "`typeof` has no meaning in parallel code: every type is known when the function is compiled.",
  [ts.SyntaxKind.ThisKeyword]: "`this` has no meaning in parallel code: pass what you need as a parameter.",
  [ts.SyntaxKind.SuperKeyword]: "`super` has no meaning in parallel code: there are no classes.",
  [ts.SyntaxKind.NullKeyword]:
    "`null` has no meaning in parallel code: use NaN for a missing number, or a default parameter.",
  [ts.SyntaxKind.SpreadElement]:
    "A spread has no fixed number of values: use concatenate([a, b]) to join arrays.",
  [ts.SyntaxKind.SpreadAssignment]: "A spread has no fixed fields: list the fields of the object.",
  [ts.SyntaxKind.ImportDeclaration]:
    `An import can't stand in a parallel cell: ${TYPESCRIPT_CELL}; its numbers and arrays are visible here.`,
  [ts.SyntaxKind.ExportDeclaration]:
    "An export can't stand in a parallel cell: its functions are visible in every later cell.",
  [ts.SyntaxKind.ExportAssignment]:
    "An export can't stand in a parallel cell: its functions are visible in every later cell.",
  [ts.SyntaxKind.ImportEqualsDeclaration]:
    `An import can't stand in a parallel cell: ${TYPESCRIPT_CELL}; its numbers and arrays are visible here.`,
  [ts.SyntaxKind.ImportKeyword]:
    `An import can't stand in a parallel cell: ${TYPESCRIPT_CELL}; its numbers and arrays are visible here.`,
  [ts.SyntaxKind.MetaProperty]:
    "Parallel code has no modules and no constructors: pass what you need as a parameter.",
  [ts.SyntaxKind.EnumDeclaration]: "An enum is not part of the parallel language: use constants.",
  [ts.SyntaxKind.ModuleDeclaration]: "A namespace is not part of the parallel language: use functions.",
  [ts.SyntaxKind.WithStatement]: "`with` is not part of the parallel language.",
  [ts.SyntaxKind.DebuggerStatement]: "`debugger` can't stop native code: use console.log.",
  [ts.SyntaxKind.GetAccessor]: "An accessor is not part of the parallel language: use a function.",
  [ts.SyntaxKind.SetAccessor]: "An accessor is not part of the parallel language: use a function.",
};

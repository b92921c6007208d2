import ts from "#typescript";

/** Where a variable is assigned after its declaration. */
export type Mutation =
  | "never"
  /** Only in the statement list of the declaration: each assignment is a new value. */
  | "here"
  /** Inside loops, branches or functions: the variable needs a place in memory. */
  | "nested";

interface Assignment {
  readonly region: ts.Node;
  /** `+=` and the like, which work in place on arrays. */
  readonly compound: boolean;
}

const cache = new WeakMap<ts.Node, ReadonlyMap<string, readonly Assignment[]>>();

/** How the name declared at `declaration` is assigned in its function; by name, so shadowing errs on the safe side. */
export function mutationOf(name: string, declaration: ts.Node, isArray: boolean): Mutation {
  const container = containerOf(declaration);
  let assignments = cache.get(container);
  if (assignments === undefined) {
    assignments = scan(container);
    cache.set(container, assignments);
  }
  const relevant = (assignments.get(name) ?? []).filter((assignment) => !(isArray && assignment.compound));
  if (relevant.length === 0) return "never";
  const home = ts.isParameter(declaration.parent) ? bodyRegion(declaration.parent) : regionOf(declaration);
  return relevant.every((assignment) => assignment.region === home) ? "here" : "nested";
}

const bodyRegion = (parameter: ts.Node): ts.Node => parameter.parent;

/** Every assignment within a node, by the name of the variable. */
export function scan(container: ts.Node): ReadonlyMap<string, readonly Assignment[]> {
  const found = new Map<string, Assignment[]>();
  const add = (target: ts.Expression, compound: boolean): void => {
    for (const identifier of targetsOf(target)) {
      const list = found.get(identifier.text) ?? [];
      list.push({ region: regionOf(identifier), compound });
      found.set(identifier.text, list);
    }
  };
  const visit = (node: ts.Node): void => {
    const target = assignmentTarget(node);
    if (target !== null) add(target.target, target.compound);
    ts.forEachChild(node, visit);
  };
  visit(container);
  return found;
}

export interface AssignmentTarget {
  readonly target: ts.Expression;
  readonly compound: boolean;
}

/** The left side of an assignment, an update or a `for … of` over an existing variable. */
export function assignmentTarget(node: ts.Node): AssignmentTarget | null {
  if (ts.isBinaryExpression(node)) {
    const kind = node.operatorToken.kind;
    if (kind === ts.SyntaxKind.EqualsToken) return { target: node.left, compound: false };
    if (kind >= ts.SyntaxKind.FirstCompoundAssignment && kind <= ts.SyntaxKind.LastCompoundAssignment) {
      return { target: node.left, compound: true };
    }
  }
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    const { operator } = node;
    if (operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken) {
      return { target: node.operand, compound: true };
    }
  }
  return null;
}

/** The identifiers that an assignment writes; elements of arrays are not among them. */
export function targetsOf(target: ts.Expression): readonly ts.Identifier[] {
  if (ts.isIdentifier(target)) return [target];
  if (ts.isParenthesizedExpression(target) || ts.isNonNullExpression(target) || ts.isAsExpression(target)) {
    return targetsOf(target.expression);
  }
  if (ts.isArrayLiteralExpression(target)) return target.elements.flatMap((element) => targetsOf(element));
  return [];
}

function containerOf(node: ts.Node): ts.Node {
  let container: ts.Node = node.getSourceFile();
  for (let at = node.parent; at !== undefined; at = at.parent) {
    if (ts.isFunctionLike(at)) container = at;
  }
  return container;
}

/** The innermost loop, branch, case or function around a node: what may run another number of times than its surroundings. */
function regionOf(node: ts.Node): ts.Node {
  let child = node;
  for (let at = node.parent; at !== undefined; at = at.parent) {
    if (ts.isFunctionLike(at) || ts.isSourceFile(at)) return at;
    if (ts.isIterationStatement(at, false)) {
      // The range of `for (… of range)` and the first part of `for (…; …; …)` are evaluated once, outside of the loop.
      const isOnce =
        (ts.isForOfStatement(at) && child === at.expression) ||
        (ts.isForStatement(at) && child === at.initializer);
      if (!isOnce) return at;
    }
    if (ts.isIfStatement(at) && child !== at.expression) return child;
    if (ts.isConditionalExpression(at) && child !== at.condition) return child;
    if (ts.isCaseOrDefaultClause(at) || ts.isLabeledStatement(at)) return at;
    if (ts.isBinaryExpression(at) && isShortCircuit(at.operatorToken.kind) && child === at.right)
      return child;
    child = at;
  }
  return child;
}
const isShortCircuit = (kind: ts.SyntaxKind): boolean =>
  kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken;

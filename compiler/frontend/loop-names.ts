import ts from "#typescript";
import { bindingNames } from "./binding-names.js";
import { assignmentTarget, targetsOf } from "./mutation-scan.js";
import type { Scope } from "./scope.js";

/** An expression, and what the names in it mean. */
export interface Located {
  readonly node: ts.Expression;
  readonly names: LoopNames;
}

/** The names of a text that a parallel loop runs: its body, or a function that it calls. */
export interface LoopNames {
  /** The variables of the parallel loop itself. */
  readonly indices: ReadonlySet<string>;
  /** Initial values of what is never assigned again: constants, and the parameters of a call. */
  readonly constants: ReadonlyMap<string, Located>;
  /** Initial values of what may be updated, but always means one array: `h += v` works in place. */
  readonly aliases: ReadonlyMap<string, Located>;
  /** Variables of inner loops that start at 0, with the text of their bound. */
  readonly bounded: ReadonlyMap<string, string>;
  readonly locals: ReadonlySet<string>;
  /** Functions that are declared here. */
  readonly functions: ReadonlyMap<string, ts.FunctionLikeDeclaration>;
  /** The text around a function that stands in the body of the loop. */
  readonly parent: LoopNames | null;
  /** Where a name is looked up that none of the texts declares. */
  readonly scope: Scope;
}

/** The text that declares a name, from the inside out; null for a name from outside of the loop. */
export function declaring(name: string, names: LoopNames): LoopNames | null {
  for (let at: LoopNames | null = names; at !== null; at = at.parent) if (at.locals.has(name)) return at;
  return null;
}

class Collector {
  readonly constants = new Map<string, Located>();
  readonly aliases = new Map<string, Located>();
  readonly bounded = new Map<string, string>();
  readonly locals = new Set<string>();
  readonly functions = new Map<string, ts.FunctionLikeDeclaration>();
  readonly names: LoopNames;

  constructor(indices: ReadonlySet<string>, parent: LoopNames | null, scope: Scope) {
    const { constants, aliases, bounded, locals, functions } = this;
    this.names = { indices, constants, aliases, bounded, locals, functions, parent, scope };
  }

  /** Functions inside are texts of their own. */
  collect(root: ts.Node): void {
    const visit = (node: ts.Node): void => {
      if (ts.isVariableDeclaration(node)) this.#declare(node);
      if (ts.isFunctionDeclaration(node) && node.name !== undefined) {
        this.locals.add(node.name.text);
        this.functions.set(node.name.text, node);
      }
      if (ts.isFunctionLike(node)) return;
      if (ts.isForOfStatement(node) || ts.isForStatement(node)) noteBound(node, this.bounded);
      ts.forEachChild(node, visit);
    };
    visit(root);
  }

  #declare({ name, initializer, parent }: ts.VariableDeclaration): void {
    for (const text of bindingNames(name)) this.locals.add(text);
    if (!ts.isIdentifier(name) || initializer === undefined) return;
    if ((parent.flags & ts.NodeFlags.Const) === 0) return;
    const initial = { node: initializer, names: this.names };
    this.constants.set(name.text, initial);
    this.aliases.set(name.text, initial);
    if (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer))
      this.functions.set(name.text, initializer);
  }

  /** A parameter that is assigned is another variable from then on. */
  bindParameter(name: string, initial: Located, assigned: Assigned): void {
    if (assigned.plainly.has(name)) return;
    this.aliases.set(name, initial);
    if (!assigned.updated.has(name)) this.constants.set(name, initial);
  }
}

export function loopNames(loop: ts.ForOfStatement, scope: Scope): LoopNames {
  const { initializer } = loop;
  const variables = ts.isVariableDeclarationList(initializer) ? initializer.declarations : [];
  const indices = new Set(variables.flatMap(({ name }) => bindingNames(name)));
  const collector = new Collector(indices, null, scope);
  for (const name of indices) collector.locals.add(name);
  collector.collect(loop.statement);
  return collector.names;
}

/** The names of a function; in a call of it, parameters stand for the arguments. */
export function functionNames(
  fn: ts.FunctionLikeDeclaration,
  args: readonly Located[],
  parent: LoopNames | null,
  scope: Scope,
): LoopNames {
  const collector = new Collector(new Set(), parent, scope);
  const assigned = assignedIn(fn);
  for (const [position, { name }] of fn.parameters.entries()) {
    for (const text of bindingNames(name)) collector.locals.add(text);
    const initial = args[position];
    if (initial !== undefined && ts.isIdentifier(name)) collector.bindParameter(name.text, initial, assigned);
  }
  if (fn.body !== undefined) collector.collect(fn.body);
  return collector.names;
}

interface Assigned {
  readonly plainly: ReadonlySet<string>;
  /** By `+=` and the like. */
  readonly updated: ReadonlySet<string>;
}
function assignedIn(root: ts.Node): Assigned {
  const [plainly, updated] = [new Set<string>(), new Set<string>()];
  const visit = (node: ts.Node): void => {
    const assigned = assignmentTarget(node);
    if (assigned !== null)
      for (const { text } of targetsOf(assigned.target)) (assigned.compound ? updated : plainly).add(text);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return { plainly, updated };
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

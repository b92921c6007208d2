import ts from "#typescript";
import type { CellFacts } from "./cell-facts.js";
import { type CellNodes, createCellNodes } from "./cell-nodes.js";
import type { Mutability } from "./declarations.js";
import { isShadowed, type Scope, scopeOf } from "./scope.js";

/** What a node is replaced by; `undefined` when the rule has nothing to do with it. */
export type RewriteRule = (node: ts.Node, scope: Scope, visitor: CellVisitor) => ts.Node | undefined;

/** Walks a cell and applies the rules; the first that replaces a node has to visit what is inside it. */
export interface CellVisitor {
  readonly factory: ts.NodeFactory;
  readonly nodes: CellNodes;
  readonly facts: CellFacts;
  visit(node: ts.Node, scope: Scope): ts.Node;
  visitChildren<T extends ts.Node>(node: T, scope: Scope): T;
  expression(node: ts.Expression, scope: Scope): ts.Expression;
  statement(node: ts.Statement, scope: Scope): ts.Statement;
  /** How a name of the namespace object may be used; `undefined` when the name means something else here. */
  shared(name: string, scope: Scope): Mutability | undefined;
}

/** `names` are those of the namespace object. */
export function createCellVisitor(
  context: ts.TransformationContext,
  names: ReadonlyMap<string, Mutability>,
  facts: CellFacts,
  rules: readonly RewriteRule[],
): CellVisitor {
  const { factory } = context;
  const visitor: CellVisitor = {
    factory,
    facts,
    nodes: createCellNodes(factory),
    visit(node, scope) {
      for (const rule of rules) {
        const replaced = rule(node, scope, visitor);
        if (replaced !== undefined) return replaced;
      }
      return visitor.visitChildren(node, scope);
    },
    visitChildren(node, scope) {
      const inner = scopeOf(node, scope);
      return ts.visitEachChild(node, (child) => visitor.visit(child, inner), context);
    },
    expression: (node, scope) => ts.visitNode(node, (each) => visitor.visit(each, scope), ts.isExpression),
    statement: (node, scope) => ts.visitNode(node, (each) => visitor.visit(each, scope), ts.isStatement),
    shared(name, scope) {
      facts.usedNames.add(name);
      return isShadowed(name, scope) ? undefined : names.get(name);
    },
  };
  return visitor;
}

/** Whether a node of the original tree runs as part of the cell itself, not of a function or class in it. */
export function isTopLevel(node: ts.Node): boolean {
  for (let at = node.parent; at !== undefined; at = at.parent) {
    if (
      ts.isFunctionLike(at) ||
      ts.isClassStaticBlockDeclaration(at) ||
      ts.isPropertyDeclaration(at) ||
      ts.isModuleDeclaration(at)
    ) {
      return false;
    }
  }
  return true;
}

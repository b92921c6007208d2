import ts from "#typescript";
import type { CellFacts } from "./cell-facts.js";
import { createCellVisitor } from "./cell-visitor.js";
import { collectDeclarations, type Mutability } from "./declarations.js";
import { noteAwaitUsing, rewriteAwait, rewriteForAwait } from "./rewrite-awaits.js";
import {
  checkConstant,
  keepTypes,
  rewriteCall,
  rewriteImportMeta,
  rewriteReference,
} from "./rewrite-references.js";
import { rewriteStatements } from "./rewrite-statements.js";
import { rewriteLoop, rewriteVar } from "./rewrite-vars.js";
import { CELL, DENO, NAMESPACE } from "./runtime-names.js";

/** The first that applies to a node replaces it. */
const RULES = [
  rewriteReference,
  rewriteCall,
  checkConstant,
  rewriteAwait,
  rewriteForAwait,
  noteAwaitUsing,
  rewriteLoop,
  rewriteVar,
  rewriteImportMeta,
  keepTypes,
];

/**
 * Turns a cell into one function of the namespace object and the cell's own context:
 *
 *     const a = 2;            (function (__weft, __cell, Deno) { "use strict";
 *     f(a)              =>        __weft.a = 2;
 *                                 __cell.result((0, __weft.f)(__weft.a)); })
 *
 * Top-level declarations become properties of the namespace object, so a later cell sees and may redeclare them;
 * `known` are the names that earlier cells left there. Imports become `await import(…)`. The function is async
 * only if the cell awaits at its top level. `facts` is filled in.
 */
export function rewriteCell(
  known: ReadonlyMap<string, Mutability>,
  facts: CellFacts,
): ts.TransformerFactory<ts.SourceFile> {
  return (context) => (source) => {
    const declarations = collectDeclarations(source);
    const { shared, locals } = declarations;
    facts.declared = new Map([...shared, ...[...locals].map((name): [string, Mutability] => [name, "let"])]);
    for (const node of declarations.duplicates) {
      const message = `Identifier '${node.text}' has already been declared`;
      facts.problems.push({ node, name: "SyntaxError", message });
    }
    const visitor = createCellVisitor(context, new Map([...known, ...shared]), facts, RULES);
    const body = rewriteStatements(source, declarations, visitor);
    const cell = cellFunction(body, facts.isAsync, context.factory);
    return context.factory.updateSourceFile(source, [context.factory.createExpressionStatement(cell)]);
  };
}

function cellFunction(
  body: readonly ts.Statement[],
  isAsync: boolean,
  factory: ts.NodeFactory,
): ts.Expression {
  const strict = factory.createExpressionStatement(factory.createStringLiteral("use strict"));
  const wrapper = factory.createFunctionExpression(
    isAsync ? [factory.createModifier(ts.SyntaxKind.AsyncKeyword)] : undefined,
    undefined,
    undefined,
    undefined,
    [NAMESPACE, CELL, DENO].map((name) => factory.createParameterDeclaration(undefined, undefined, name)),
    undefined,
    factory.createBlock([strict, ...body], true),
  );
  return factory.createParenthesizedExpression(wrapper);
}

import ts from "#typescript";
import { ParallelSyntaxError } from "../diagnostic.js";
import type { SourceText } from "../source.js";
import { bindingIdentifiers } from "./binding-names.js";

/**
 * A name is declared once in a block, and the variables of a function's body are none of its parameters.
 * @throws ParallelSyntaxError at the second declaration.
 */
export function checkDeclarations(file: ts.SourceFile, source: SourceText): void {
  const visit = (node: ts.Node): void => {
    for (const name of repeated(node)) {
      throw new ParallelSyntaxError(
        `${name.text} is declared already: assign to it, or choose another name.`,
        { source, start: name.getStart(file), end: name.end },
      );
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
}

function repeated(node: ts.Node): readonly ts.Identifier[] {
  const names = declaredIn(node);
  return names.filter((name, index) => names.findIndex(({ text }) => text === name.text) < index);
}

/** What a block, a function or the head of a loop declares. The functions of a cell may replace each other. */
function declaredIn(node: ts.Node): readonly ts.Identifier[] {
  if (ts.isFunctionLike(node)) {
    const parameters = node.parameters.flatMap(({ name }) => bindingIdentifiers(name));
    const body = "body" in node && node.body !== undefined && ts.isBlock(node.body) ? node.body : undefined;
    return [...parameters, ...(body?.statements.flatMap(variablesOf) ?? [])];
  }
  if (ts.isSourceFile(node)) return node.statements.flatMap(variablesOf);
  if (ts.isBlock(node) && !ts.isFunctionLike(node.parent)) return node.statements.flatMap(variablesOf);
  return ts.isCaseBlock(node)
    ? node.clauses.flatMap(({ statements }) => statements.flatMap(variablesOf))
    : [];
}

function variablesOf(statement: ts.Statement): readonly ts.Identifier[] {
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name }) => bindingIdentifiers(name));
}

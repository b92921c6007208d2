import ts from "#typescript";
import { bindingTarget } from "./binding-targets.js";
import type { CellVisitor } from "./cell-visitor.js";
import { type CellDeclarations, isAmbient, isUsing } from "./declarations.js";
import { importStatements, typeNamesOf } from "./rewrite-imports.js";
import { isBlockScoped, type Scope } from "./scope.js";

/** The top-level statements of a cell as they run: functions first, then imports, then the rest in its order. */
export function rewriteStatements(
  source: ts.SourceFile,
  declarations: CellDeclarations,
  visitor: CellVisitor,
): ts.Statement[] {
  const root: Scope = { names: declarations.locals };
  const functions: ts.Statement[] = [];
  const imports: ts.ImportDeclaration[] = [];
  const body: ts.Statement[] = [];
  const last = source.statements.at(-1);
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement)) {
      imports.push(statement);
    } else if (ts.isFunctionDeclaration(statement) && statement.body !== undefined && !isAmbient(statement)) {
      functions.push(functionAssignment(statement, root, visitor));
    } else {
      body.push(...rewriteStatement(statement, statement === last, root, visitor));
    }
  }
  if (imports.length > 0) visitor.facts.isAsync = true;
  const typeNames = typeNamesOf(source);
  // After the rest, which shows what the imported names are used for.
  const loads = imports.flatMap((declaration) => importStatements(declaration, typeNames, visitor));
  return [...functions, ...loads, ...body];
}

function rewriteStatement(
  statement: ts.Statement,
  isLast: boolean,
  root: Scope,
  visitor: CellVisitor,
): ts.Statement[] {
  const { factory, nodes } = visitor;
  if (isAmbient(statement)) return [statement];
  if (ts.isClassDeclaration(statement) && statement.name !== undefined) {
    return [classAssignment(statement, statement.name, root, visitor)];
  }
  if (ts.isVariableStatement(statement) && !isUsing(statement.declarationList)) {
    return variableAssignments(statement, root, visitor);
  }
  if (ts.isImportEqualsDeclaration(statement)) return requireAssignment(statement, visitor);
  if (ts.isExportDeclaration(statement)) {
    const message = "A cell can't re-export: every name it declares is already visible to later cells";
    visitor.facts.problems.push({ node: statement, name: "SyntaxError", message });
    return [];
  }
  if (ts.isExportAssignment(statement) || (ts.isExpressionStatement(statement) && isLast)) {
    const value = visitor.expression(statement.expression, root);
    return [nodes.statement(nodes.cellCall("result", value), statement)];
  }
  const rewritten = visitor.statement(statement, root);
  const local = localName(statement);
  if (local === undefined) return [rewritten];
  // TypeScript emits a local variable, which is copied.
  return [rewritten, nodes.assignment(nodes.property(local), factory.createIdentifier(local), statement)];
}

function localName(statement: ts.Statement): string | undefined {
  if (ts.isEnumDeclaration(statement)) return statement.name.text;
  return ts.isModuleDeclaration(statement) && ts.isIdentifier(statement.name)
    ? statement.name.text
    : undefined;
}

function functionAssignment(
  declaration: ts.FunctionDeclaration,
  root: Scope,
  visitor: CellVisitor,
): ts.Statement {
  const { factory, nodes } = visitor;
  const name = declaration.name?.text;
  // A function sees itself by its own name, so recursion costs no look-up.
  const scope = { names: new Set(name === undefined ? [] : [name]), outer: root };
  const visited = visitor.visitChildren(declaration, scope);
  const expression = factory.createFunctionExpression(
    visited.modifiers?.filter(
      (modifier): modifier is ts.Modifier => modifier.kind === ts.SyntaxKind.AsyncKeyword,
    ),
    visited.asteriskToken,
    visited.name,
    visited.typeParameters,
    visited.parameters,
    visited.type,
    visited.body ?? factory.createBlock([]),
  );
  ts.setSourceMapRange(expression, declaration);
  return nodes.assignment(nodes.property(name ?? "default"), expression, declaration);
}

function classAssignment(
  declaration: ts.ClassDeclaration,
  name: ts.Identifier,
  root: Scope,
  visitor: CellVisitor,
): ts.Statement {
  const visited = visitor.visitChildren(declaration, root);
  const expression = visitor.factory.createClassExpression(
    visited.modifiers?.filter(
      ({ kind }) => kind !== ts.SyntaxKind.ExportKeyword && kind !== ts.SyntaxKind.DefaultKeyword,
    ),
    visited.name,
    visited.typeParameters,
    visited.heritageClauses,
    visited.members,
  );
  ts.setOriginalNode(expression, declaration);
  ts.setSourceMapRange(expression, declaration);
  return visitor.nodes.assignment(visitor.nodes.property(name.text), expression, declaration);
}

function variableAssignments(
  statement: ts.VariableStatement,
  root: Scope,
  visitor: CellVisitor,
): ts.Statement[] {
  const list = statement.declarationList;
  return list.declarations.map((declaration) => {
    const { name, initializer } = declaration;
    const target = bindingTarget(name, root, visitor);
    if (initializer !== undefined) {
      const value = visitor.expression(initializer, root);
      const isNamed = ts.isIdentifier(name) && isAnonymousFunction(initializer);
      const kept = isNamed ? visitor.nodes.named(name.text, value) : value;
      return visitor.nodes.assignment(target, kept, declaration);
    }
    // `var x;` keeps the value that x has; `let x;` starts anew.
    const value = isBlockScoped(list) ? visitor.factory.createVoidZero() : bindingTarget(name, root, visitor);
    return visitor.nodes.assignment(target, value, declaration);
  });
}

function isAnonymousFunction(node: ts.Expression): boolean {
  return (
    ts.isArrowFunction(node) ||
    ((ts.isFunctionExpression(node) || ts.isClassExpression(node)) && node.name === undefined)
  );
}

/** `import a = require("m")` */
function requireAssignment(
  statement: ts.ImportEqualsDeclaration,
  { factory, nodes }: CellVisitor,
): ts.Statement[] {
  const reference = statement.moduleReference;
  if (statement.isTypeOnly || !ts.isExternalModuleReference(reference)) return [];
  const call = factory.createCallExpression(factory.createIdentifier("require"), undefined, [
    reference.expression,
  ]);
  return [nodes.assignment(nodes.property(statement.name.text), call, statement)];
}

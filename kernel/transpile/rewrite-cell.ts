import ts from "#typescript";
import {
  type CellDeclarations,
  collectDeclarations,
  isAmbient,
  isUsing,
  type Mutability,
} from "./declarations.js";
import { importStatements } from "./rewrite-imports.js";
import { createReferenceVisitor, type ReferenceVisitor } from "./rewrite-references.js";
import { CELL, NAMESPACE } from "./runtime-names.js";
import { isBlockScoped, type Scope } from "./scope.js";

export interface CellProblem {
  readonly node: ts.Node;
  readonly message: string;
}

/** What the rewriting found out about a cell. Filled in while the transformer runs. */
export interface CellFacts {
  declared: ReadonlyMap<string, Mutability>;
  isAsync: boolean;
  readonly problems: CellProblem[];
}

/**
 * Turns a cell into one function of the namespace object and the cell's own context:
 *
 *     const a = 2;            (function (__weft, __cell) { "use strict";
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
    facts.declared = new Map([
      ...declarations.shared,
      ...[...declarations.locals].map((name): [string, Mutability] => [name, "let"]),
    ]);
    for (const name of declarations.duplicates) {
      facts.problems.push({ node: name, message: `Identifier '${name.text}' has already been declared` });
    }
    const visitor = createReferenceVisitor(context, source, known, declarations, facts);
    const root: Scope = { names: declarations.locals };
    const body = rewriteStatements(source.statements, visitor, root, declarations, facts);
    const { factory } = context;
    const parameters = [NAMESPACE, CELL].map((name) =>
      factory.createParameterDeclaration(undefined, undefined, name),
    );
    const wrapper = factory.createFunctionExpression(
      facts.isAsync ? [factory.createModifier(ts.SyntaxKind.AsyncKeyword)] : undefined,
      undefined,
      undefined,
      undefined,
      parameters,
      undefined,
      factory.createBlock(
        [factory.createExpressionStatement(factory.createStringLiteral("use strict")), ...body],
        true,
      ),
    );
    return factory.updateSourceFile(source, [
      factory.createExpressionStatement(factory.createParenthesizedExpression(wrapper)),
    ]);
  };
}

function rewriteStatements(
  statements: readonly ts.Statement[],
  visitor: ReferenceVisitor,
  root: Scope,
  declarations: CellDeclarations,
  facts: CellFacts,
): ts.Statement[] {
  const { factory } = visitor;
  const functions: ts.Statement[] = [];
  const imports: ts.ImportDeclaration[] = [];
  const body: ts.Statement[] = [];
  const last = statements.at(-1);
  for (const statement of statements) {
    if (isAmbient(statement)) {
      body.push(statement);
    } else if (ts.isImportDeclaration(statement)) {
      imports.push(statement);
    } else if (ts.isFunctionDeclaration(statement) && statement.body !== undefined) {
      functions.push(functionAssignment(statement, visitor, root));
    } else if (ts.isClassDeclaration(statement) && statement.name !== undefined) {
      body.push(classAssignment(statement, statement.name, visitor, root));
    } else if (ts.isVariableStatement(statement) && !isUsing(statement.declarationList)) {
      body.push(...variableAssignments(statement, visitor, root));
    } else if (ts.isImportEqualsDeclaration(statement)) {
      body.push(...requireAssignment(statement, visitor));
    } else if (ts.isExportDeclaration(statement)) {
      facts.problems.push({
        node: statement,
        message: "A cell can't re-export: every name it declares is already visible to later cells",
      });
    } else if (ts.isExportAssignment(statement)) {
      body.push(result(visitor.expression(statement.expression, root), statement, visitor));
    } else if (ts.isExpressionStatement(statement) && statement === last) {
      body.push(result(visitor.expression(statement.expression, root), statement, visitor));
    } else {
      body.push(visitor.statement(statement, root));
      const name = localName(statement);
      if (name !== undefined && declarations.locals.has(name)) {
        body.push(visitor.assign(visitor.property(name), factory.createIdentifier(name), statement));
      }
    }
  }
  if (imports.length > 0) facts.isAsync = true;
  return [...functions, ...imports.flatMap((declaration) => importStatements(declaration, visitor)), ...body];
}

function localName(statement: ts.Statement): string | undefined {
  if (ts.isEnumDeclaration(statement)) return statement.name.text;
  return ts.isModuleDeclaration(statement) && ts.isIdentifier(statement.name)
    ? statement.name.text
    : undefined;
}

function result(value: ts.Expression, original: ts.Node, { factory }: ReferenceVisitor): ts.Statement {
  const receiver = factory.createPropertyAccessExpression(factory.createIdentifier(CELL), "result");
  const call = factory.createExpressionStatement(factory.createCallExpression(receiver, undefined, [value]));
  ts.setSourceMapRange(call, original);
  return call;
}

function functionAssignment(
  declaration: ts.FunctionDeclaration,
  visitor: ReferenceVisitor,
  root: Scope,
): ts.Statement {
  const { factory } = visitor;
  const name = declaration.name?.text ?? "default";
  const visited = visitor.functionDeclaration(declaration, root);
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
  return visitor.assign(visitor.property(name), expression, declaration);
}

function classAssignment(
  declaration: ts.ClassDeclaration,
  name: ts.Identifier,
  visitor: ReferenceVisitor,
  root: Scope,
): ts.Statement {
  const visited = visitor.classDeclaration(declaration, root);
  const expression = visitor.factory.createClassExpression(
    visited.modifiers?.filter(
      (modifier) =>
        modifier.kind !== ts.SyntaxKind.ExportKeyword && modifier.kind !== ts.SyntaxKind.DefaultKeyword,
    ),
    visited.name,
    visited.typeParameters,
    visited.heritageClauses,
    visited.members,
  );
  ts.setOriginalNode(expression, declaration);
  ts.setSourceMapRange(expression, declaration);
  return visitor.assign(visitor.property(name.text), expression, declaration);
}

function variableAssignments(
  statement: ts.VariableStatement,
  visitor: ReferenceVisitor,
  root: Scope,
): ts.Statement[] {
  const list = statement.declarationList;
  return list.declarations.map((declaration) => {
    const target = visitor.bindingTarget(declaration.name, root);
    if (declaration.initializer !== undefined) {
      return visitor.assign(target, visitor.namedValue(declaration, root), declaration);
    }
    // `var x;` keeps the value that x has; `let x;` starts anew.
    const value = isBlockScoped(list)
      ? visitor.factory.createVoidZero()
      : visitor.bindingTarget(declaration.name, root);
    return visitor.assign(target, value, declaration);
  });
}

function requireAssignment(statement: ts.ImportEqualsDeclaration, visitor: ReferenceVisitor): ts.Statement[] {
  const reference = statement.moduleReference;
  if (statement.isTypeOnly || !ts.isExternalModuleReference(reference)) return [];
  const { factory } = visitor;
  const call = factory.createCallExpression(factory.createIdentifier("require"), undefined, [
    reference.expression,
  ]);
  return [visitor.assign(visitor.property(statement.name.text), call, statement)];
}

import ts from "#typescript";
import { importedNames } from "./declarations.js";
import type { ReferenceVisitor } from "./rewrite-references.js";
import { CELL } from "./runtime-names.js";

/**
 * `import d, { a as b } from "m"` becomes
 * `__weft.d = …, __weft.b = …` by way of `__cell.bind(await import("m"), "m", [["d", "default"], ["b", "a"]])`:
 * the context of the cell checks that the exports exist. Names used only as types (in this cell) are optional.
 */
export function importStatements(
  declaration: ts.ImportDeclaration,
  visitor: ReferenceVisitor,
): ts.Statement[] {
  const { factory } = visitor;
  const clause = declaration.importClause;
  if (clause !== undefined && importedNames(declaration).length === 0 && !isSideEffect(clause)) return [];
  const attributes = declaration.attributes;
  const options =
    attributes === undefined
      ? []
      : [
          factory.createObjectLiteralExpression([
            factory.createPropertyAssignment(
              "with",
              factory.createObjectLiteralExpression(
                attributes.elements.map((element) =>
                  factory.createPropertyAssignment(element.name, element.value),
                ),
              ),
            ),
          ]),
        ];
  const load = factory.createCallExpression(factory.createIdentifier("import"), undefined, [
    declaration.moduleSpecifier,
    ...options,
  ]);
  const module = visitor.awaited(load);
  if (clause === undefined) return [expression(module, declaration, factory)];
  const bindings = clause.namedBindings;
  const statements: ts.Statement[] = [];
  const pairs: [local: string, exported: string][] = [];
  if (clause.name !== undefined) pairs.push([clause.name.text, "default"]);
  if (bindings !== undefined && ts.isNamespaceImport(bindings)) pairs.push([bindings.name.text, "*"]);
  if (bindings !== undefined && ts.isNamedImports(bindings)) {
    for (const element of bindings.elements) {
      if (!element.isTypeOnly) pairs.push([element.name.text, (element.propertyName ?? element.name).text]);
    }
  }
  const bind = factory.createCallExpression(
    factory.createPropertyAccessExpression(factory.createIdentifier(CELL), "bind"),
    undefined,
    [
      module,
      declaration.moduleSpecifier,
      factory.createArrayLiteralExpression(
        pairs.map(([local, exported]) =>
          factory.createArrayLiteralExpression([
            factory.createStringLiteral(local),
            factory.createStringLiteral(exported),
            visitor.isTypeOnly(local) ? factory.createTrue() : factory.createFalse(),
          ]),
        ),
      ),
    ],
  );
  statements.push(expression(bind, declaration, factory));
  return statements;
}

/** `import {} from "m"` still runs the module; `import { type A } from "m"` does not. */
function isSideEffect(clause: ts.ImportClause): boolean {
  const bindings = clause.namedBindings;
  return bindings !== undefined && ts.isNamedImports(bindings) && bindings.elements.length === 0;
}

function expression(value: ts.Expression, original: ts.Node, factory: ts.NodeFactory): ts.Statement {
  const statement = factory.createExpressionStatement(value);
  ts.setSourceMapRange(statement, original);
  return statement;
}

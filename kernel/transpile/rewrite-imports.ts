import ts from "#typescript";
import type { CellVisitor } from "./cell-visitor.js";
import { importedNames } from "./declarations.js";
import { CELL, TSLAB } from "./runtime-names.js";

/**
 * `import d, { a as b } from "m"` becomes `__cell.bind(await import("m"), "m", [["d", "default", …], ["b", "a", …]])`,
 * which checks that the exports exist and puts them into the namespace object. A name that the cell uses as a type
 * only (one of `typeNames`) may be missing: nothing is left of a type when the module runs.
 */
export function importStatements(
  declaration: ts.ImportDeclaration,
  typeNames: ReadonlySet<string>,
  { factory, nodes, facts }: CellVisitor,
): ts.Statement[] {
  const clause = declaration.importClause;
  if (clause !== undefined && importedNames(declaration).length === 0 && !isForEffect(clause)) return [];
  const { moduleSpecifier } = declaration;
  const isTslab = ts.isStringLiteral(moduleSpecifier) && moduleSpecifier.text === TSLAB;
  const load = isTslab
    ? factory.createPropertyAccessExpression(factory.createIdentifier(CELL), TSLAB)
    : factory.createCallExpression(factory.createIdentifier("import"), undefined, [
        moduleSpecifier,
        ...importOptions(declaration, factory),
      ]);
  const module = nodes.awaited(load);
  if (clause === undefined) return [nodes.statement(module, declaration)];
  const names = importPairs(clause).map(([local, exported]) => {
    const isType = typeNames.has(local) && !facts.usedNames.has(local);
    return factory.createArrayLiteralExpression([
      factory.createStringLiteral(local),
      factory.createStringLiteral(exported),
      isType ? factory.createTrue() : factory.createFalse(),
    ]);
  });
  const bind = nodes.cellCall("bind", module, moduleSpecifier, factory.createArrayLiteralExpression(names));
  return [nodes.statement(bind, declaration)];
}

/** The names that types refer to. */
export function typeNamesOf(source: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  const note = (node: ts.Node): void => {
    if (ts.isTypeReferenceNode(node)) {
      let name: ts.EntityName = node.typeName;
      while (ts.isQualifiedName(name)) name = name.left;
      names.add(name.text);
    }
    ts.forEachChild(node, note);
  };
  note(source);
  return names;
}

/** `import {} from "m"` still runs the module; `import { type A } from "m"` does not. */
function isForEffect({ namedBindings }: ts.ImportClause): boolean {
  return (
    namedBindings !== undefined && ts.isNamedImports(namedBindings) && namedBindings.elements.length === 0
  );
}

/** Local and exported names; `*` stands for the module itself. */
function importPairs({ name, namedBindings }: ts.ImportClause): (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = name === undefined ? [] : [[name.text, "default"]];
  if (namedBindings === undefined) return pairs;
  if (ts.isNamespaceImport(namedBindings)) return [...pairs, [namedBindings.name.text, "*"]];
  for (const element of namedBindings.elements) {
    if (!element.isTypeOnly) pairs.push([element.name.text, (element.propertyName ?? element.name).text]);
  }
  return pairs;
}

/** `with { type: "json" }` as the second argument of `import(…)`; files of that kind have it without being asked. */
function importOptions(
  { attributes, moduleSpecifier }: ts.ImportDeclaration,
  factory: ts.NodeFactory,
): ts.Expression[] {
  const isJson = ts.isStringLiteral(moduleSpecifier) && moduleSpecifier.text.endsWith(".json");
  if (attributes === undefined && !isJson) return [];
  const values = attributes?.elements.map(({ name, value }) =>
    factory.createPropertyAssignment(name, value),
  ) ?? [factory.createPropertyAssignment("type", factory.createStringLiteral("json"))];
  return [
    factory.createObjectLiteralExpression([
      factory.createPropertyAssignment("with", factory.createObjectLiteralExpression(values)),
    ]),
  ];
}

import ts from "#typescript";
import { addVarNames, isBlockScoped } from "./scope.js";

/** `const` names may be declared anew by a later cell, but not assigned to. */
export type Mutability = "const" | "let";

/** What the top level of a cell declares. */
export interface CellDeclarations {
  /** Names that become properties of the session's namespace object. */
  readonly shared: ReadonlyMap<string, Mutability>;
  /** Enums and namespaces: TypeScript emits them as local variables, which are copied to the namespace object. */
  readonly locals: ReadonlySet<string>;
  /** Names declared twice, by `let`, `const` or `class`. */
  readonly duplicates: readonly ts.Identifier[];
}

export function collectDeclarations(source: ts.SourceFile): CellDeclarations {
  const shared = new Map<string, Mutability>();
  const locals = new Set<string>();
  const duplicates: ts.Identifier[] = [];
  const lexical = new Set<string>();

  const declareLexical = (name: ts.Identifier, mutability: Mutability): void => {
    if (lexical.has(name.text)) duplicates.push(name);
    lexical.add(name.text);
    shared.set(name.text, mutability);
  };

  const vars = new Set<string>();
  for (const statement of source.statements) {
    if (isAmbient(statement)) continue;
    if (ts.isVariableStatement(statement)) {
      const list = statement.declarationList;
      if (isUsing(list)) continue;
      if (!isBlockScoped(list)) continue;
      const mutability = (list.flags & ts.NodeFlags.Const) !== 0 ? "const" : "let";
      for (const declaration of list.declarations) {
        for (const name of identifiersOf(declaration.name)) declareLexical(name, mutability);
      }
    } else if (ts.isClassDeclaration(statement)) {
      if (statement.name !== undefined) declareLexical(statement.name, "let");
    } else if (ts.isFunctionDeclaration(statement)) {
      if (statement.name !== undefined && statement.body !== undefined)
        shared.set(statement.name.text, "let");
    } else if (ts.isEnumDeclaration(statement)) {
      locals.add(statement.name.text);
    } else if (ts.isModuleDeclaration(statement)) {
      if (ts.isIdentifier(statement.name)) locals.add(statement.name.text);
    } else if (ts.isImportDeclaration(statement)) {
      for (const name of importedNames(statement)) shared.set(name, "const");
    } else if (ts.isImportEqualsDeclaration(statement)) {
      shared.set(statement.name.text, "const");
    }
  }
  addVarNames(source, vars);
  for (const name of vars) if (!shared.has(name)) shared.set(name, "let");
  return { shared, locals, duplicates };
}

/** Whether a statement only declares something for the type checker (`declare …`). */
export function isAmbient(statement: ts.Statement): boolean {
  return (
    ts.canHaveModifiers(statement) &&
    (ts.getModifiers(statement)?.some((modifier) => modifier.kind === ts.SyntaxKind.DeclareKeyword) ?? false)
  );
}

/** `using` and `await using` stay local to their cell: they are disposed of at its end. */
export function isUsing(list: ts.VariableDeclarationList): boolean {
  return (
    (list.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.Using ||
    (list.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.AwaitUsing
  );
}

/** The local names that an import brings in, without those marked as types. */
export function importedNames(declaration: ts.ImportDeclaration): string[] {
  const clause = declaration.importClause;
  if (clause === undefined || clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return [];
  const names = clause.name === undefined ? [] : [clause.name.text];
  const bindings = clause.namedBindings;
  if (bindings === undefined) return names;
  if (ts.isNamespaceImport(bindings)) return [...names, bindings.name.text];
  return [
    ...names,
    ...bindings.elements.filter((element) => !element.isTypeOnly).map((element) => element.name.text),
  ];
}

function* identifiersOf(name: ts.BindingName): Iterable<ts.Identifier> {
  if (ts.isIdentifier(name)) {
    yield name;
    return;
  }
  for (const element of name.elements) {
    if (ts.isBindingElement(element)) yield* identifiersOf(element.name);
  }
}

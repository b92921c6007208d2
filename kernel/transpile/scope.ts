import ts from "#typescript";

/** The names that a nested scope declares, and the scope around it. The outermost one holds what stays local to a cell. */
export interface Scope {
  readonly names: ReadonlySet<string>;
  readonly outer?: Scope;
}

export function isShadowed(name: string, scope: Scope): boolean {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    if (at.names.has(name)) return true;
  }
  return false;
}

/** The scope that `node` opens for its children, or `outer` itself when it opens none. */
export function scopeOf(node: ts.Node, outer: Scope): Scope {
  const names = new Set<string>();
  if (ts.isFunctionLike(node)) {
    for (const parameter of node.parameters) addBindingNames(parameter.name, names);
    if (ts.isFunctionExpression(node) && node.name !== undefined) names.add(node.name.text);
    if (!ts.isArrowFunction(node)) names.add("arguments");
    if ("body" in node && node.body !== undefined) addVarNames(node.body, names);
  } else if (ts.isClassLike(node)) {
    if (node.name !== undefined) names.add(node.name.text);
  } else if (ts.isBlock(node) || ts.isModuleBlock(node)) {
    addBlockNames(node.statements, names);
  } else if (ts.isCaseBlock(node)) {
    for (const clause of node.clauses) addBlockNames(clause.statements, names);
  } else if (ts.isCatchClause(node)) {
    if (node.variableDeclaration !== undefined) addBindingNames(node.variableDeclaration.name, names);
  } else if (ts.isForStatement(node) || ts.isForInStatement(node) || ts.isForOfStatement(node)) {
    const head = node.initializer;
    if (head !== undefined && ts.isVariableDeclarationList(head) && isBlockScoped(head)) {
      for (const declaration of head.declarations) addBindingNames(declaration.name, names);
    }
  } else if (ts.isClassStaticBlockDeclaration(node)) {
    addVarNames(node.body, names);
  }
  return names.size === 0 ? outer : { names, outer };
}

export function addBindingNames(name: ts.BindingName, into: Set<string>): void {
  if (ts.isIdentifier(name)) {
    into.add(name.text);
    return;
  }
  for (const element of name.elements) {
    if (ts.isBindingElement(element)) addBindingNames(element.name, into);
  }
}

/** Whether a list is `let`, `const` or `using`: everything but `var`. */
export function isBlockScoped(list: ts.VariableDeclarationList): boolean {
  return (list.flags & ts.NodeFlags.BlockScoped) !== 0;
}

/** Adds the names of `var` declarations below `node`, which reach up to the nearest function. */
export function addVarNames(node: ts.Node, into: Set<string>): void {
  if (ts.isVariableDeclarationList(node) && !isBlockScoped(node)) {
    for (const declaration of node.declarations) addBindingNames(declaration.name, into);
  }
  ts.forEachChild(node, (child) => {
    if (!ts.isFunctionLike(child) && !ts.isClassLike(child)) addVarNames(child, into);
  });
}

function addBlockNames(statements: readonly ts.Statement[], into: Set<string>): void {
  for (const statement of statements) {
    if (ts.isVariableStatement(statement) && isBlockScoped(statement.declarationList)) {
      for (const declaration of statement.declarationList.declarations) {
        addBindingNames(declaration.name, into);
      }
    } else if (
      (ts.isFunctionDeclaration(statement) ||
        ts.isClassDeclaration(statement) ||
        ts.isEnumDeclaration(statement)) &&
      statement.name !== undefined
    ) {
      into.add(statement.name.text);
    } else if (ts.isModuleDeclaration(statement) && ts.isIdentifier(statement.name)) {
      into.add(statement.name.text);
    }
  }
}

/**
 * Whether an identifier of the original tree stands for the value of a variable (and isn't a property's name, a
 * label, or the name in a declaration).
 */
export function isReference(node: ts.Identifier): boolean {
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (
    ts.isPropertyAssignment(parent) ||
    ts.isVariableDeclaration(parent) ||
    ts.isParameter(parent) ||
    ts.isEnumMember(parent) ||
    ts.isPropertyDeclaration(parent)
  ) {
    return parent.initializer === node;
  }
  if (ts.isBindingElement(parent)) return parent.initializer === node;
  return !(
    (ts.isFunctionLike(parent) && parent.name === node) ||
    (ts.isClassLike(parent) && parent.name === node) ||
    ts.isModuleDeclaration(parent) ||
    ts.isEnumDeclaration(parent) ||
    ts.isTypeParameterDeclaration(parent) ||
    ts.isLabeledStatement(parent) ||
    ts.isBreakOrContinueStatement(parent) ||
    ts.isMetaProperty(parent) ||
    ts.isImportClause(parent) ||
    ts.isImportSpecifier(parent) ||
    ts.isNamespaceImport(parent) ||
    ts.isExportSpecifier(parent) ||
    ts.isQualifiedName(parent)
  );
}

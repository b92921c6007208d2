import ts from "#typescript";
import { type CellDeclarations, type Mutability, namesOf } from "./declarations.js";
import type { CellFacts } from "./rewrite-cell.js";
import { CELL, NAMESPACE } from "./runtime-names.js";
import { isBlockScoped, isReference, isShadowed, type Scope, scopeOf } from "./scope.js";

/** Rewrites what stands inside the statements of a cell, and makes the nodes that all rewriting needs. */
export interface ReferenceVisitor {
  readonly factory: ts.NodeFactory;
  expression(node: ts.Expression, scope: Scope): ts.Expression;
  statement(node: ts.Statement, scope: Scope): ts.Statement;
  functionDeclaration(node: ts.FunctionDeclaration, scope: Scope): ts.FunctionDeclaration;
  classDeclaration(node: ts.ClassDeclaration, scope: Scope): ts.ClassDeclaration;
  /** A binding name or pattern as the target of an assignment to the namespace object. */
  bindingTarget(name: ts.BindingName, scope: Scope): ts.Expression;
  /** The initializer of a declaration; an anonymous function still gets the name of its variable. */
  namedValue(declaration: ts.VariableDeclaration, scope: Scope): ts.Expression;
  /** `__weft.name` */
  property(name: string): ts.Expression;
  assign(target: ts.Expression, value: ts.Expression, original: ts.Node): ts.Statement;
  /** `await` that an interrupt can cut short. */
  awaited(value: ts.Expression): ts.Expression;
  /** Whether a name of the cell is used as a type and never as a value. */
  isTypeOnly(name: string): boolean;
}

export function createReferenceVisitor(
  context: ts.TransformationContext,
  source: ts.SourceFile,
  known: ReadonlyMap<string, Mutability>,
  declarations: CellDeclarations,
  facts: CellFacts,
): ReferenceVisitor {
  const { factory } = context;
  const usedAsValue = new Set<string>();
  const usedAsType = typeNames(source);

  const property = (name: string): ts.PropertyAccessExpression =>
    factory.createPropertyAccessExpression(factory.createIdentifier(NAMESPACE), name);

  const mutabilityOf = (name: string, scope: Scope): Mutability | undefined =>
    isShadowed(name, scope) ? undefined : (declarations.shared.get(name) ?? known.get(name));

  const shared = (node: ts.Identifier, scope: Scope): ts.Expression | undefined => {
    usedAsValue.add(node.text);
    if (mutabilityOf(node.text, scope) === undefined) return undefined;
    return ts.setSourceMapRange(property(node.text), node);
  };

  const cellMethod = (name: string, argument: ts.Expression): ts.Expression =>
    factory.createCallExpression(
      factory.createPropertyAccessExpression(factory.createIdentifier(CELL), name),
      undefined,
      [argument],
    );

  const awaited = (value: ts.Expression): ts.Expression =>
    factory.createAwaitExpression(cellMethod("settle", value));

  const withDefault = (target: ts.Expression, initializer: ts.Expression | undefined, scope: Scope) =>
    initializer === undefined ? target : factory.createAssignment(target, expression(initializer, scope));

  const bindingTarget = (name: ts.BindingName, scope: Scope): ts.Expression => {
    if (ts.isIdentifier(name)) return ts.setSourceMapRange(property(name.text), name);
    if (ts.isArrayBindingPattern(name)) {
      return factory.createArrayLiteralExpression(
        name.elements.map((element) => {
          if (ts.isOmittedExpression(element)) return element;
          const target = bindingTarget(element.name, scope);
          if (element.dotDotDotToken !== undefined) return factory.createSpreadElement(target);
          return withDefault(target, element.initializer, scope);
        }),
      );
    }
    return factory.createObjectLiteralExpression(
      name.elements.map((element) => {
        const target = bindingTarget(element.name, scope);
        if (element.dotDotDotToken !== undefined) return factory.createSpreadAssignment(target);
        const key = element.propertyName ?? propertyKey(element.name);
        return factory.createPropertyAssignment(
          ts.isComputedPropertyName(key)
            ? factory.updateComputedPropertyName(key, expression(key.expression, scope))
            : key,
          withDefault(target, element.initializer, scope),
        );
      }),
    );
  };

  /** Nodes of which something has to be replaced; `undefined` for those whose children alone are visited. */
  const replace = (node: ts.Node, scope: Scope): ts.Node | undefined => {
    if (ts.isIdentifier(node)) return isReference(node) ? shared(node, scope) : node;
    if (ts.isShorthandPropertyAssignment(node)) {
      const value = shared(node.name, scope);
      if (value === undefined) return node;
      return factory.createPropertyAssignment(
        factory.createIdentifier(node.name.text),
        withDefault(value, node.objectAssignmentInitializer, scope),
      );
    }
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const callee = shared(node.expression, scope);
      if (callee === undefined) return undefined;
      // `(0, __weft.f)(…)`: the namespace object must not become the function's `this`.
      return factory.updateCallExpression(
        node,
        unbound(callee, node.expression),
        node.typeArguments,
        node.arguments.map((argument) => expression(argument, scope)),
      );
    }
    if (ts.isTaggedTemplateExpression(node) && ts.isIdentifier(node.tag)) {
      const tag = shared(node.tag, scope);
      if (tag === undefined) return undefined;
      return factory.updateTaggedTemplateExpression(
        node,
        unbound(tag, node.tag),
        node.typeArguments,
        ts.visitNode(node.template, (child) => visit(child, scope), ts.isTemplateLiteral),
      );
    }
    if (isAssignment(node)) {
      const target = ts.isBinaryExpression(node) ? node.left : node.operand;
      if (ts.isIdentifier(target) && mutabilityOf(target.text, scope) === "const") {
        facts.problems.push({
          node: target,
          message: `Assignment to constant variable '${target.text}': declare it with 'let' instead`,
        });
      }
      return undefined;
    }
    if (ts.isAwaitExpression(node) && isTopLevel(node)) {
      facts.isAsync = true;
      return ts.setSourceMapRange(awaited(expression(node.expression, scope)), node);
    }
    if (ts.isForOfStatement(node) && node.awaitModifier !== undefined && isTopLevel(node)) {
      facts.isAsync = true;
      const inner = scopeOf(node, scope);
      return factory.updateForOfStatement(
        node,
        node.awaitModifier,
        forHead(node.initializer, inner),
        cellMethod("iterate", expression(node.expression, scope)),
        statement(node.statement, inner),
      );
    }
    if (ts.isForInStatement(node) || ts.isForOfStatement(node)) {
      const inner = scopeOf(node, scope);
      const head = forHead(node.initializer, inner);
      const subject = expression(node.expression, scope);
      return ts.isForInStatement(node)
        ? factory.updateForInStatement(node, head, subject, statement(node.statement, inner))
        : factory.updateForOfStatement(
            node,
            node.awaitModifier,
            head,
            subject,
            statement(node.statement, inner),
          );
    }
    if (ts.isForStatement(node) && node.initializer !== undefined && isHoistedVar(node.initializer)) {
      const assignments = node.initializer.declarations.flatMap((each) => assignmentOf(each, scope) ?? []);
      return factory.updateForStatement(
        node,
        assignments.length === 0 ? undefined : sequence(assignments),
        node.condition && expression(node.condition, scope),
        node.incrementor && expression(node.incrementor, scope),
        statement(node.statement, scope),
      );
    }
    if (ts.isVariableStatement(node) && isHoistedVar(node.declarationList)) {
      const assignments = node.declarationList.declarations.flatMap(
        (each) => assignmentOf(each, scope) ?? [],
      );
      if (assignments.length === 0) return factory.createEmptyStatement();
      return factory.createExpressionStatement(sequence(assignments));
    }
    if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) {
      return factory.createPropertyAccessExpression(factory.createIdentifier(CELL), "meta");
    }
    if (ts.isHeritageClause(node) && node.token === ts.SyntaxKind.ImplementsKeyword) return node;
    if (ts.isExpressionWithTypeArguments(node)) return undefined;
    return ts.isTypeNode(node) || ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node)
      ? node
      : undefined;
  };

  /** A `var` of the cell's top level that stands inside a block or a loop head. */
  const isHoistedVar = (node: ts.Node): node is ts.VariableDeclarationList =>
    ts.isVariableDeclarationList(node) && !isBlockScoped(node) && isTopLevel(node);

  const assignmentOf = (declaration: ts.VariableDeclaration, scope: Scope): ts.Expression | undefined =>
    declaration.initializer === undefined
      ? undefined
      : factory.createAssignment(
          bindingTarget(declaration.name, scope),
          expression(declaration.initializer, scope),
        );

  const forHead = (head: ts.ForInitializer, scope: Scope): ts.ForInitializer => {
    const [declaration] = isHoistedVar(head) ? head.declarations : [];
    if (declaration !== undefined) return bindingTarget(declaration.name, scope);
    return ts.visitNode(head, (child) => visit(child, scope), ts.isForInitializer);
  };

  const visitChildren = <T extends ts.Node>(node: T, scope: Scope): T => {
    const inner = scopeOf(node, scope);
    return ts.visitEachChild(node, (child) => visit(child, inner), context);
  };

  const visit = (node: ts.Node, scope: Scope): ts.Node => replace(node, scope) ?? visitChildren(node, scope);

  const expression = (node: ts.Expression, scope: Scope): ts.Expression =>
    ts.visitNode(node, (child) => visit(child, scope), ts.isExpression);

  const statement = (node: ts.Statement, scope: Scope): ts.Statement =>
    ts.visitNode(node, (child) => visit(child, scope), ts.isStatement);

  const unbound = (callee: ts.Expression, original: ts.Node): ts.Expression =>
    ts.setSourceMapRange(
      factory.createParenthesizedExpression(factory.createComma(factory.createNumericLiteral(0), callee)),
      // V8 puts the call at the end of the parentheses; a reader expects it at the function's name.
      { pos: original.getStart(), end: original.getStart() },
    );

  const sequence = (parts: readonly ts.Expression[]): ts.Expression =>
    parts.reduce((left, right) => factory.createComma(left, right));

  return {
    factory,
    expression,
    statement,
    functionDeclaration(node, scope) {
      // A function sees itself by its own name, so recursion costs no look-up.
      return visitChildren(node, {
        names: new Set(node.name === undefined ? [] : [node.name.text]),
        outer: scope,
      });
    },
    classDeclaration: visitChildren,
    bindingTarget,
    namedValue(declaration, scope) {
      const initializer = declaration.initializer;
      if (initializer === undefined) return factory.createVoidZero();
      const value = expression(initializer, scope);
      if (!ts.isIdentifier(declaration.name) || !isAnonymousFunction(initializer)) return value;
      const { text } = declaration.name;
      return factory.createPropertyAccessExpression(
        factory.createParenthesizedExpression(
          factory.createObjectLiteralExpression([factory.createPropertyAssignment(text, value)]),
        ),
        text,
      );
    },
    property,
    assign(target, value, original) {
      const node = factory.createExpressionStatement(factory.createAssignment(target, value));
      return ts.setSourceMapRange(node, original);
    },
    awaited,
    isTypeOnly: (name) => usedAsType.has(name) && !usedAsValue.has(name),
  };

  function propertyKey(name: ts.BindingName): ts.PropertyName {
    const [key] = namesOf(name);
    return factory.createIdentifier(key ?? "");
  }
}

/** The names that types refer to. */
function typeNames(source: ts.SourceFile): ReadonlySet<string> {
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

function isAssignment(
  node: ts.Node,
): node is ts.BinaryExpression | ts.PrefixUnaryExpression | ts.PostfixUnaryExpression {
  if (ts.isBinaryExpression(node)) {
    const operator = node.operatorToken.kind;
    return operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;
  }
  return (
    (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) &&
    (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken)
  );
}

function isAnonymousFunction(node: ts.Expression): boolean {
  return (
    ts.isArrowFunction(node) ||
    ((ts.isFunctionExpression(node) || ts.isClassExpression(node)) && node.name === undefined)
  );
}

/** Whether a node of the original tree runs as part of the cell itself, not of a function or class in it. */
function isTopLevel(node: ts.Node): boolean {
  for (let at = node.parent; at !== undefined; at = at.parent) {
    if (ts.isFunctionLike(at) || ts.isClassStaticBlockDeclaration(at) || ts.isModuleDeclaration(at))
      return false;
    if (ts.isPropertyDeclaration(at)) return false;
  }
  return true;
}

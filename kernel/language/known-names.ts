import ts from "#typescript";
import { isReference } from "../transpile/scope.js";
import type { CellLanguageService } from "./language-service.js";
import { commentText, infoAt, namePosition, nodeAt, type QuickInfo } from "./quick-info.js";

/** A name that a cell uses but does not declare, with the properties behind it: `a.b.c`. */
export interface UsedName {
  readonly root: string;
  readonly properties: readonly string[];
  /** Whether it is called, by whatever arguments. */
  readonly isCalled: boolean;
  /** Whether it stands among the arguments of a call. */
  readonly isArgument: boolean;
}

/** The name at `cursor`, a UTF-16 offset; undefined where what it means depends on the rest of the cell. */
export function usedNameAt(code: string, cursor: number): UsedName | undefined {
  const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.ES2022, true);
  const name = nodeAt(file, namePosition(code, cursor));
  if (!ts.isIdentifier(name)) return undefined;
  const { parent } = name;
  const isOther =
    ts.isShorthandPropertyAssignment(parent) ||
    ts.isInterfaceDeclaration(parent) ||
    ts.isTypeAliasDeclaration(parent) ||
    ts.isImportEqualsDeclaration(parent);
  if (isOther) return undefined;
  let expression: ts.Expression =
    ts.isPropertyAccessExpression(parent) && parent.name === name ? parent : name;
  if (ts.isNewExpression(expression.parent)) return undefined;
  const isCalled = isCallOf(expression.parent, expression);
  const outside = isCalled ? expression.parent.parent : expression.parent;
  const isArgument = ts.findAncestor(outside, isCallLike) !== undefined;
  const properties: string[] = [];
  while (ts.isPropertyAccessExpression(expression)) {
    if (!ts.isIdentifier(expression.name) || expression.questionDotToken !== undefined) return undefined;
    properties.unshift(expression.name.text);
    expression = expression.expression;
  }
  if (!ts.isIdentifier(expression) || !isReference(expression)) return undefined;
  const root = expression.text;
  if (isDeclaredIn(file, root)) return undefined;
  return { root, properties, isCalled, isArgument };
}

const isCallOf = (node: ts.Node, called: ts.Expression): boolean =>
  (ts.isCallExpression(node) && node.expression === called) ||
  (ts.isTaggedTemplateExpression(node) && node.tag === called);

const isCallLike = (node: ts.Node): boolean =>
  ts.isCallLikeExpression(node) || ts.isTypeReferenceNode(node) || ts.isExpressionWithTypeArguments(node);

/** Whether a name stands anywhere where it is not used, which may be a declaration. */
function isDeclaredIn(node: ts.Node, name: string): boolean {
  if (ts.isIdentifier(node) && node.text === name && node.parent !== undefined && !isReference(node))
    return true;
  return ts.forEachChild(node, (child) => isDeclaredIn(child, name) || undefined) ?? false;
}

export type KnownInfo =
  | { readonly kind: "known"; readonly info: QuickInfo }
  | { readonly kind: "nothing" }
  /** Where the name is used has to be looked at. */
  | { readonly kind: "unclear" };

/**
 * Explains names where they are declared, in the program that is there: one that holds the text in which a name is used would need
 * a new checker of types, which takes ten times as long. Says so where a use may have another type than the declaration: a part of a
 * union, the signature that is chosen among several, the type arguments that are inferred.
 */
export interface KnownNames {
  /** `isDeclared` tells which names the cells have declared: their declarations begin before the offset `end` of the program's text. */
  find(used: UsedName, isDeclared: (name: string) => boolean, end: number): KnownInfo;
}

const UNCLEAR: KnownInfo = { kind: "unclear" };
const NOTHING: KnownInfo = { kind: "nothing" };

export function createKnownNames(language: CellLanguageService): KnownNames {
  const { service, fileName } = language;
  let globals: ReadonlyMap<string, ts.Node> | undefined;
  /** What was found in the program, as the same name is asked for again while the cursor moves. */
  let kept: { readonly program: ts.Program; readonly answers: Map<string, KnownInfo> } | undefined;

  /** Where global names are declared, which no cell changes. */
  const globalNames = (checker: ts.TypeChecker, file: ts.SourceFile): ReadonlyMap<string, ts.Node> => {
    const found = new Map<string, ts.Node>();
    for (const symbol of checker.getSymbolsInScope(file, ts.SymbolFlags.Value | ts.SymbolFlags.Namespace)) {
      const name = declaredName(symbol);
      if (name !== undefined && name.getSourceFile() !== file) found.set(symbol.name, name);
    }
    return found;
  };

  const look = (
    program: ts.Program,
    { root, properties, isCalled, isArgument }: UsedName,
    isDeclared: (name: string) => boolean,
    end: number,
  ): KnownInfo => {
    const file = program.getSourceFile(fileName);
    if (file === undefined) return UNCLEAR;
    const checker = program.getTypeChecker();
    globals ??= globalNames(checker, file);
    let name = isDeclared(root) ? declarationIn(file, root, end) : globals.get(root);
    // The signature of the call that it is an argument of may be told.
    if (name === undefined) return isDeclared(root) || isArgument ? UNCLEAR : NOTHING;
    let type = typeAt(checker, name);
    for (const property of properties) {
      if ((type.flags & ts.TypeFlags.Any) !== 0) return isArgument ? UNCLEAR : NOTHING;
      const symbol = checker.getApparentType(type).getProperty(property);
      name = symbol === undefined ? undefined : declaredName(symbol);
      if (symbol === undefined || name === undefined || !isAsDeclared(checker, symbol, name)) return UNCLEAR;
      type = checker.getTypeOfSymbol(symbol);
    }
    if (type.isUnion() || (isCalled && !hasOneSignature(type))) return UNCLEAR;
    const info = infoAt(language, name.getSourceFile().fileName, name.getStart());
    if (info === undefined) return UNCLEAR;
    // Of what is called, the comment of its type's signature says most.
    const [signature] = isCalled || info.documentation === "" ? type.getCallSignatures() : [];
    const comment = commentText(signature?.getDocumentationComment(checker), signature?.getJsDocTags());
    return { kind: "known", info: comment === "" ? info : { ...info, documentation: comment } };
  };

  return {
    find(used, isDeclared, end) {
      const program = service.getProgram();
      if (program === undefined) return UNCLEAR;
      if (kept?.program !== program) kept = { program, answers: new Map() };
      const key = JSON.stringify([used, isDeclared(used.root), end]);
      const answer = kept.answers.get(key) ?? look(program, used, isDeclared, end);
      kept.answers.set(key, answer);
      return answer;
    },
  };
}

/** Whether a property has the type that it was declared with: one of `Box<string>` is another than that of `Box<T>`. */
function isAsDeclared(checker: ts.TypeChecker, symbol: ts.Symbol, name: ts.Node): boolean {
  const declared = checker.getSymbolAtLocation(name);
  if (declared === undefined || declared === symbol) return declared === symbol;
  const text = (each: ts.Symbol): string => checker.typeToString(checker.getTypeOfSymbol(each));
  return ts.isObjectLiteralElement(name.parent) && text(declared) === text(symbol);
}

function typeAt(checker: ts.TypeChecker, name: ts.Node): ts.Type {
  const symbol = checker.getSymbolAtLocation(name);
  if (symbol === undefined) return checker.getTypeAtLocation(name);
  const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  return checker.getTypeOfSymbol(isAlias ? checker.getAliasedSymbol(symbol) : symbol);
}

function hasOneSignature(type: ts.Type): boolean {
  const [signature, ...others] = type.getCallSignatures();
  return signature !== undefined && others.length === 0 && signature.typeParameters === undefined;
}

function declaredName(symbol: ts.Symbol): ts.Node | undefined {
  const declaration = symbol.valueDeclaration ?? symbol.declarations?.[0];
  return declaration === undefined ? undefined : ts.getNameOfDeclaration(declaration);
}

/** The name in the top-level declaration of a file that declares it, and begins before `end`. */
function declarationIn(file: ts.SourceFile, name: string, end: number): ts.Identifier | undefined {
  const find = (node: ts.Node): ts.Identifier | undefined => {
    if (ts.isIdentifier(node)) return node.text === name && !isReference(node) ? node : undefined;
    // What a name of a pattern is, is told where it is used.
    if (ts.isVariableDeclaration(node)) return ts.isIdentifier(node.name) ? find(node.name) : undefined;
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) {
      return node.name.text === name ? node.name : undefined;
    }
    if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) return node.name && find(node.name);
    if (ts.isEnumDeclaration(node) || ts.isModuleDeclaration(node) || ts.isImportEqualsDeclaration(node)) {
      return find(node.name);
    }
    if (ts.isImportSpecifier(node) || ts.isNamespaceImport(node)) return find(node.name);
    const isSearched =
      ts.isVariableStatement(node) ||
      ts.isVariableDeclarationList(node) ||
      ts.isImportDeclaration(node) ||
      ts.isImportClause(node) ||
      ts.isNamedImports(node);
    return isSearched ? ts.forEachChild(node, find) : undefined;
  };
  for (const statement of file.statements) {
    if (statement.getStart() >= end) break;
    const found = find(statement);
    if (found !== undefined) return found;
  }
  return undefined;
}

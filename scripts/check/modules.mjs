import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";
import { root } from "../setup/paths.mjs";

/**
 * @typedef {{ specifier: string, target: string | undefined, typeOnly: boolean, line: number }} Import
 *   specifier: as written; target: the project's file it names, relative to the project, or undefined for a package
 * @typedef {{ path: string, text: string, imports: readonly Import[] }} Module path: relative to the project
 */

/** Reads the imports of a TypeScript source: static, re-exports and `import()` of a literal. */
export function readModule(/** @type {string} */ path, /** @type {string} */ text) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  /** @type {Import[]} */
  const imports = [];
  const add = (/** @type {ts.Node | undefined} */ node, /** @type {boolean} */ typeOnly) => {
    if (node === undefined || !ts.isStringLiteralLike(node)) return;
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    imports.push({ specifier: node.text, target: resolveTarget(path, node.text), typeOnly, line });
  };
  const visit = (/** @type {ts.Node} */ node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node))
      add(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { path, text, imports };
}

/** `import type …`, and `import { type A, type B }`, which verbatimModuleSyntax keeps as an empty import. */
function isTypeOnly(/** @type {ts.ImportClause | undefined} */ clause) {
  return clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
}

function resolveTarget(/** @type {string} */ from, /** @type {string} */ specifier) {
  if (!specifier.startsWith(".")) return undefined;
  const file = join(root, dirname(from), specifier).replace(/\.js$/, ".ts");
  return existsSync(file) ? relative(root, file) : undefined;
}

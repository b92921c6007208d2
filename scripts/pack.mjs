// `npm run build` after the compiler: writes each program of the kernel into one file of dist/packed/. Node takes half a millisecond for
// each module that it looks for, reads and links, and a kernel had some five hundred of them in its way.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, posix } from "node:path";
import ts from "typescript";
import { root } from "./setup/paths.mjs";

const dist = join(root, "dist");

/**
 * What a process or a thread of the kernel is started with, by its module. `outside`: the folders whose modules stay as they are, as
 * cells may import them too, and what they import has to be the same.
 * @type {readonly { entry: string, outside: readonly string[] }[]}
 */
const programs = [
  { entry: "kernel/serve.js", outside: [] },
  { entry: "kernel/transpile/worker.js", outside: [] },
  { entry: "kernel/language/worker.js", outside: [] },
  { entry: "kernel/session/control.js", outside: [] },
  { entry: "kernel/session/main.js", outside: ["runtime/", "compiler/"] },
];

/** The text of a program. */
function packed(/** @type {string} */ entry, /** @type {readonly string[]} */ outside) {
  /** @type {Map<string, string>} */
  const modules = new Map();
  const add = (/** @type {string} */ name) => {
    if (modules.has(name)) return;
    modules.set(name, "");
    /** @type {string[]} */
    const found = [];
    const text = moduleText(name, (specifier) => {
      const target = targetOf(name, specifier);
      if (target === undefined) return specifier;
      if (outside.some((folder) => target.startsWith(folder))) return `../${target}`;
      found.push(target);
      return `${INSIDE}${target}`;
    });
    modules.set(name, text);
    for (const target of found) add(target);
  };
  add(entry);
  const functions = Array.from(
    modules,
    ([name, text]) => `${JSON.stringify(name)}(${PARAMETERS}) {\n${text}}`,
  );
  return `${HEAD}const modules = {\n${functions.join(",\n")}\n};\nmodule.exports = load(${JSON.stringify(entry)});\n`;
}

const INSIDE = "packed:";
const PARAMETERS = "exports, require, __meta, __import";

/** Behind it the table of the modules' functions, by their names. A module of Node's that is required is no CommonJS module. */
const HEAD = `"use strict";
const { pathToFileURL } = require("node:url");
const dist = pathToFileURL(require("node:path").dirname(__dirname) + "/").href;
const loaded = new Map();
function load(name) {
  let exported = loaded.get(name);
  if (exported === undefined) {
    exported = {};
    loaded.set(name, exported);
    modules[name](exported, requireAny, { url: dist + name }, importAny);
  }
  return exported;
}
function requireAny(specifier) {
  if (specifier.startsWith("${INSIDE}")) return load(specifier.slice(${INSIDE.length}));
  const found = require(specifier);
  const isModule = require("node:util").types.isModuleNamespaceObject(found) && !("__esModule" in found);
  return isModule ? Object.create(found, { __esModule: { value: true } }) : found;
}
async function importAny(specifier) {
  return specifier.startsWith("${INSIDE}") ? load(specifier.slice(${INSIDE.length})) : import(specifier);
}
`;

/** Which file of dist/ a module imports, as a path from there; undefined for packages. */
function targetOf(/** @type {string} */ importer, /** @type {string} */ specifier) {
  if (specifier === "#typescript") return "runtime/typescript.js";
  return specifier.startsWith(".") ? posix.join(posix.dirname(importer), specifier) : undefined;
}

/** A module as the body of a function; `rename` says what is imported in the place of what it names. */
function moduleText(/** @type {string} */ name, /** @type {(specifier: string) => string} */ rename) {
  const { outputText } = ts.transpileModule(readModule(name), {
    fileName: name,
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2023,
      esModuleInterop: true,
      removeComments: true,
    },
    transformers: { before: [(context) => (file) => renamed(file, context, rename)] },
  });
  return outputText;
}

/** With `__meta` and `__import` for what only modules have. */
function renamed(
  /** @type {ts.SourceFile} */ file,
  /** @type {ts.TransformationContext} */ context,
  /** @type {(specifier: string) => string} */ rename,
) {
  const { factory } = context;
  const visit = (/** @type {ts.Node} */ node) => {
    if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword)
      return factory.createIdentifier("__meta");
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const given = node.arguments.map((argument) =>
        ts.isStringLiteral(argument) ? factory.createStringLiteral(rename(argument.text)) : argument,
      );
      return factory.createCallExpression(factory.createIdentifier("__import"), undefined, given);
    }
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && isText(node.moduleSpecifier)) {
      const from = factory.createStringLiteral(rename(node.moduleSpecifier.text));
      return ts.isImportDeclaration(node)
        ? factory.updateImportDeclaration(node, node.modifiers, node.importClause, from, node.attributes)
        : factory.updateExportDeclaration(
            node,
            node.modifiers,
            node.isTypeOnly,
            node.exportClause,
            from,
            node.attributes,
          );
    }
    return ts.visitEachChild(node, visit, context);
  };
  return ts.visitEachChild(file, visit, context);
}

/** @returns {node is ts.StringLiteral} */
function isText(/** @type {ts.Node | undefined} */ node) {
  return node !== undefined && ts.isStringLiteral(node);
}

function readModule(/** @type {string} */ name) {
  return readFileSync(join(dist, name), "utf8");
}

mkdirSync(join(dist, "packed"), { recursive: true });
for (const { entry, outside } of programs) {
  const name = entry.replaceAll("/", "-").replace(/\.js$/, ".cjs");
  writeFileSync(join(dist, "packed", name), packed(entry, outside));
}

import ts from "#typescript";
import { createCellFacts } from "./cell-facts.js";
import type { Mutability } from "./declarations.js";
import { jsxSettings, mayBeJsx } from "./jsx-settings.js";
import { rewriteCell } from "./rewrite-cell.js";

/** A cell of TypeScript, ready to run: the text of one function expression. */
export interface TranspiledCell {
  readonly kind: "transpiled";
  readonly code: string;
  /** The source map, as JSON. */
  readonly map: string;
  readonly isAsync: boolean;
  /** The names that the cell puts into the namespace object. */
  readonly declared: ReadonlyMap<string, Mutability>;
}

/** Where a cell is wrong. Lines and columns count from 1. */
export interface CellSyntaxError {
  readonly kind: "error";
  readonly name: "SyntaxError" | "TypeError";
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleDetection: ts.ModuleDetectionKind.Force,
  isolatedModules: true,
  sourceMap: true,
  removeComments: true,
};

/**
 * `fileName` appears in the source map; `known` are the names that earlier cells left in the namespace object. A cell with
 * JSX is one that is right only when it is read as such: `<` also begins type parameters.
 */
export function transpileCell(
  source: string,
  fileName: string,
  known: ReadonlyMap<string, Mutability>,
): TranspiledCell | CellSyntaxError {
  const transpiled = transpileAs(source, `${fileName}.ts`, known, OPTIONS);
  if (transpiled.kind === "transpiled" || !mayBeJsx(source)) return transpiled;
  const { text, options } = jsxSettings(source, known);
  const withJsx = transpileAs(text, `${fileName}.tsx`, known, { ...OPTIONS, ...options });
  return withJsx.kind === "transpiled" ? withJsx : transpiled;
}

function transpileAs(
  source: string,
  fileName: string,
  known: ReadonlyMap<string, Mutability>,
  compilerOptions: ts.CompilerOptions,
): TranspiledCell | CellSyntaxError {
  const facts = createCellFacts();
  const output = ts.transpileModule(source, {
    fileName,
    compilerOptions,
    reportDiagnostics: true,
    transformers: { before: [rewriteCell(known, facts)], after: [dropModuleMarker] },
  });
  const [diagnostic] = output.diagnostics ?? [];
  if (diagnostic !== undefined) {
    const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n");
    return { kind: "error", name: "SyntaxError", message, ...position(source, diagnostic.start ?? 0) };
  }
  const [problem] = facts.problems;
  if (problem !== undefined) {
    const { name, message, node } = problem;
    return { kind: "error", name, message, ...position(source, node.getStart()) };
  }
  return {
    kind: "transpiled",
    code: output.outputText.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n"),
    map: output.sourceMapText ?? "",
    isAsync: facts.isAsync,
    declared: facts.declared,
  };
}

/** TypeScript marks every module with `export {}`, which a script may not contain. */
const dropModuleMarker: ts.TransformerFactory<ts.SourceFile> = (context) => (source) =>
  context.factory.updateSourceFile(
    source,
    source.statements.filter((statement) => !ts.isExportDeclaration(statement)),
  );

function position(source: string, offset: number): { readonly line: number; readonly column: number } {
  const before = source.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

import ts from "#typescript";
import { blankMagics } from "../magics/blank-magics.js";

/** Whether a cell can be run as it stands, or the user is still typing it. */
export interface Completeness {
  readonly kind: "completeness";
  readonly status: "complete" | "incomplete" | "invalid";
  /** Spaces to begin the next line with, when incomplete. */
  readonly indent: string;
}

/** Spaces of one level. */
const INDENT = "  ";

/** Codes of the errors that TypeScript reports for a literal or comment that is never closed. */
const UNTERMINATED = new Set([1010, 1160, 1126]);

/** A cell is incomplete when its first syntax error is the end of the text, or a literal that never ends. */
export function checkCompleteness(cell: string): Completeness {
  if (/^\s*%(?:%|check\b)/.test(cell)) {
    // A cell magic takes everything that follows, until an empty line.
    const status = /\n\s*$/.test(cell) ? "complete" : "incomplete";
    return { kind: "completeness", status, indent: "" };
  }
  const source = blankMagics(cell);
  const end = source.trimEnd().length;
  const [error] = syntaxErrors(source);
  if (error === undefined) return { kind: "completeness", status: "complete", indent: "" };
  const atEnd = (error.start ?? 0) >= end || UNTERMINATED.has(error.code);
  return atEnd
    ? { kind: "completeness", status: "incomplete", indent: INDENT.repeat(openBrackets(source)) }
    : { kind: "completeness", status: "invalid", indent: "" };
}

const OPTIONS: ts.CompilerOptions = { noLib: true, noResolve: true, types: [] };
const HOST: ts.CompilerHost = {
  getSourceFile: () => undefined,
  getDefaultLibFileName: () => "lib.d.ts",
  writeFile: () => undefined,
  getCurrentDirectory: () => "",
  getCanonicalFileName: (name) => name,
  useCaseSensitiveFileNames: () => true,
  getNewLine: () => "\n",
  fileExists: () => false,
  readFile: () => undefined,
};
/** Of no file. What the parser noted is asked of a program, of any: to make one for each cell would take longer than the rest. */
const PROGRAM = ts.createProgram({ rootNames: [], options: OPTIONS, host: HOST });

function syntaxErrors(source: string): readonly ts.Diagnostic[] {
  return PROGRAM.getSyntacticDiagnostics(ts.createSourceFile("cell.ts", source, ts.ScriptTarget.ES2022));
}

function openBrackets(source: string): number {
  const scanner = ts.createScanner(ts.ScriptTarget.ES2022, true, ts.LanguageVariant.Standard, source);
  let depth = 0;
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    if (OPENING.has(token)) depth++;
    else if (CLOSING.has(token)) depth--;
  }
  return Math.max(0, depth);
}

const OPENING = new Set([
  ts.SyntaxKind.OpenBraceToken,
  ts.SyntaxKind.OpenBracketToken,
  ts.SyntaxKind.OpenParenToken,
]);
const CLOSING = new Set([
  ts.SyntaxKind.CloseBraceToken,
  ts.SyntaxKind.CloseBracketToken,
  ts.SyntaxKind.CloseParenToken,
]);

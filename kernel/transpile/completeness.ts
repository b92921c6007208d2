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
  const diagnostics =
    ts.transpileModule(source, {
      reportDiagnostics: true,
      compilerOptions: { target: ts.ScriptTarget.ES2022, moduleDetection: ts.ModuleDetectionKind.Force },
    }).diagnostics ?? [];
  const end = source.trimEnd().length;
  const [error] = diagnostics;
  if (error === undefined) return { kind: "completeness", status: "complete", indent: "" };
  const atEnd = (error.start ?? 0) >= end || UNTERMINATED.has(error.code);
  return atEnd
    ? { kind: "completeness", status: "incomplete", indent: INDENT.repeat(openBrackets(source)) }
    : { kind: "completeness", status: "invalid", indent: "" };
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

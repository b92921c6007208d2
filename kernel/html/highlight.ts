import ts from "#typescript";
import { escapeHtml } from "../display/html-text.js";

/** A cell as HTML, with keywords, texts, numbers and comments marked by `<span class="…">`. */
export function highlight(source: string): string {
  const magic = /^[ \t]*%.*(\n|$)/.exec(source)?.[0] ?? "";
  const code = source.slice(magic.length);
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard, code);
  const html: string[] = magic === "" ? [] : [mark("magic", magic)];
  // The open braces inside each unfinished template literal, innermost last: a `}` at depth 0 continues its text.
  const templates: number[] = [];
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    const depth = templates.at(-1);
    if (depth !== undefined && token === ts.SyntaxKind.OpenBraceToken)
      templates.push((templates.pop() ?? 0) + 1);
    if (depth !== undefined && token === ts.SyntaxKind.CloseBraceToken) {
      if (depth === 0) token = scanner.reScanTemplateToken(false);
      else templates.push((templates.pop() ?? 0) - 1);
    }
    if (token === ts.SyntaxKind.TemplateHead) templates.push(0);
    if (token === ts.SyntaxKind.TemplateTail) templates.pop();
    html.push(mark(classOf(token), scanner.getTokenText()));
  }
  return html.join("");
}

function mark(name: string | undefined, text: string): string {
  return name === undefined ? escapeHtml(text) : `<span class="${name}">${escapeHtml(text)}</span>`;
}

function classOf(token: ts.SyntaxKind): string | undefined {
  if (token >= ts.SyntaxKind.FirstKeyword && token <= ts.SyntaxKind.LastKeyword) return "keyword";
  switch (token) {
    case ts.SyntaxKind.StringLiteral:
    case ts.SyntaxKind.NoSubstitutionTemplateLiteral:
    case ts.SyntaxKind.TemplateHead:
    case ts.SyntaxKind.TemplateMiddle:
    case ts.SyntaxKind.TemplateTail:
      return "string";
    case ts.SyntaxKind.NumericLiteral:
    case ts.SyntaxKind.BigIntLiteral:
      return "number";
    case ts.SyntaxKind.SingleLineCommentTrivia:
    case ts.SyntaxKind.MultiLineCommentTrivia:
      return "comment";
    default:
      return undefined;
  }
}

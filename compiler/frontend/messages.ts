// throw new Error("…") and console.log: the texts are kept beside the program, the values travel when it runs.
import ts from "#typescript";
import type { ValueId } from "../ir/ids.js";
import type { PrintPiece } from "../ir/program.js";
import { stripParentheses } from "./accumulation.js";
import type { Context } from "./context.js";
import { idOf } from "./scalars.js";
import type { Scope } from "./scope.js";
import type { Value } from "./value.js";
import { describe } from "./value.js";

interface Message {
  readonly pieces: readonly PrintPiece[];
  readonly values: readonly ValueId[];
}

/** `throw new Error("message")`, with up to four scalars in a template. */
export function throwStatement(cx: Context, node: ts.ThrowStatement, scope: Scope): void {
  const thrown = node.expression;
  const isError = ts.isNewExpression(thrown) || ts.isCallExpression(thrown);
  const name = isError && ts.isIdentifier(thrown.expression) ? thrown.expression.text : "";
  if (!isError || !/^(Range|Type)?Error$/.test(name)) {
    throw cx.syntaxError('Only errors can be thrown: throw new Error("…").', node);
  }
  const argument = thrown.arguments?.[0];
  const message: Message =
    argument === undefined ? { pieces: [], values: [] } : messageOf(cx, argument, scope);
  let slot = 0;
  const text = message.pieces.map((piece) => (piece.kind === "text" ? piece.text : `{${slot++}}`)).join("");
  if (message.pieces.some((piece) => piece.kind === "array") || slot > 4) {
    throw cx.typeError("The message of an error has four scalars at most.", node);
  }
  const span = cx.span(node);
  const dtypes = message.values.map((value) => cx.tables.dtypeOf(value));
  const errorClass = name === "RangeError" ? "RangeError" : "Error";
  const site = cx.tables.site({ kind: "error", span, errorClass, message: text, dtypes });
  // In a block of its own, since the caller of an inlined function goes on in its region.
  const fail = { kind: "fail", site, values: message.values, span } as const;
  cx.emit({ kind: "block", label: cx.tables.label(), body: [fail], span });
}

/** console.log(…): its arguments, each of one or more pieces, with spaces between. */
export function print(cx: Context, args: readonly (readonly Value[])[], node: ts.Node): void {
  const pieces: PrintPiece[] = [];
  const ids: ValueId[] = [];
  for (const [index, parts] of args.entries()) {
    if (index > 0) pieces.push({ kind: "text", text: " " });
    for (const part of parts) appendValue(cx, part, pieces, ids, node);
  }
  const span = cx.span(node);
  const site = cx.tables.site({ kind: "print", span, pieces });
  cx.emit({ kind: "print", site, values: ids, span });
}

function messageOf(cx: Context, node: ts.Expression, scope: Scope): Message {
  const pieces: PrintPiece[] = [];
  const values: ValueId[] = [];
  for (const part of textParts(cx, node, scope)) appendValue(cx, part, pieces, values, node);
  return { pieces, values };
}

/** A text with values in it, `"at " + i` or a template, as its pieces; any other expression as its one value. */
export function textParts(cx: Context, node: ts.Expression, scope: Scope): readonly Value[] {
  if (ts.isParenthesizedExpression(node)) return textParts(cx, node.expression, scope);
  if (ts.isTemplateExpression(node)) return templatePieces(cx, node, scope);
  if (ts.isStringLiteralLike(node)) return [{ kind: "string", text: node.text }];
  if (ts.isBinaryExpression(node) && isText(node))
    return [...textParts(cx, node.left, scope), ...textParts(cx, node.right, scope)];
  return [cx.front.expression(cx, node, scope)];
}
function isText(given: ts.Expression): boolean {
  const node = stripParentheses(given);
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return true;
  return (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.PlusToken &&
    (isText(node.left) || isText(node.right))
  );
}

/** The values of a template in console.log, as pieces of one line. */
function templatePieces(cx: Context, node: ts.TemplateExpression, scope: Scope): readonly Value[] {
  return [
    { kind: "string", text: node.head.text },
    ...node.templateSpans.flatMap((span): Value[] => [
      cx.front.expression(cx, span.expression, scope),
      { kind: "string", text: span.literal.text },
    ]),
  ];
}
function appendValue(cx: Context, value: Value, pieces: PrintPiece[], ids: ValueId[], node: ts.Node): void {
  switch (value.kind) {
    case "string":
      pieces.push({ kind: "text", text: value.text });
      return;
    case "undefined":
      pieces.push({ kind: "text", text: "undefined" });
      return;
    case "scalar":
      pieces.push({ kind: "scalar", dtype: value.dtype });
      ids.push(idOf(cx, value, node));
      return;
    case "array":
      pieces.push({ kind: "array", dtype: value.dtype, ndim: cx.ndimOf(value) });
      ids.push(value.id);
      return;
    case "tuple":
      pieces.push({ kind: "text", text: "[ " });
      for (const [index, item] of value.items.entries()) {
        if (index > 0) pieces.push({ kind: "text", text: ", " });
        appendValue(cx, item, pieces, ids, node);
      }
      pieces.push({ kind: "text", text: " ]" });
      return;
    default:
      throw cx.typeError(
        `Only numbers, arrays and texts can be printed, not ${describe(value, cx.ndimOf)}.`,
        node,
      );
  }
}

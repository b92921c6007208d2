import ts from "#typescript";
import type { Context } from "./context.js";
import { inlineCall } from "./functions.js";
import { print, textParts } from "./messages.js";
import type { Scope } from "./scope.js";
import { applyTransformed } from "./transformed.js";
import type { Value } from "./value.js";
import { describe, UNDEFINED } from "./value.js";

export function callExpression(cx: Context, node: ts.CallExpression, scope: Scope): Value {
  const callee = cx.front.expression(cx, node.expression, scope);
  if (callee.kind === "builtin" && callee.entry.names.includes("console.log")) {
    print(
      cx,
      node.arguments.map((argument) => textParts(cx, argument, scope)),
      node,
    );
    return UNDEFINED;
  }
  const args = node.arguments.map((argument) => cx.front.expression(cx, argument, scope));
  return call(cx, callee, args, node);
}

/** Calls a function of the user, a name of the language, a method, a stencil or a ufunc. */
export function call(cx: Context, callee: Value, args: readonly Value[], node: ts.Node): Value {
  switch (callee.kind) {
    case "function":
      return inlineCall(cx, callee, args, node);
    case "builtin":
      return callee.entry.call(cx, { node, name: calleeText(node), ...splitOptions(args) });
    case "method":
      return callee.entry.call(cx, {
        node,
        name: calleeText(node),
        ...splitOptions([callee.receiver, ...args]),
      });
    case "transformed":
      return applyTransformed(cx, callee, args, node);
    default:
      throw cx.typeError(`${calleeText(node)} is ${describe(callee, cx.ndimOf)}, and can't be called.`, node);
  }
}

const calleeText = (node: ts.Node): string =>
  ts.isCallExpression(node) ? node.expression.getText() : "the function";

/** A trailing object literal holds NumPy's keyword arguments. */
function splitOptions(args: readonly Value[]): {
  readonly args: readonly Value[];
  readonly options: ReadonlyMap<string, Value>;
} {
  const last = args.at(-1);
  if (last?.kind === "object") return { args: args.slice(0, -1), options: last.fields };
  return { args, options: new Map() };
}

import ts from "#typescript";
import type { Context } from "./context.js";
import { inlineCall } from "./functions.js";
import { print, textParts } from "./messages.js";
import type { CallableName } from "./names/entry.js";
import { counted } from "./plural.js";
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
      return callEntry(cx, callee.entry, args, 0, node);
    case "method":
      return callEntry(cx, callee.entry, [callee.receiver, ...args], 1, node);
    case "transformed":
      return applyTransformed(cx, callee, args, node);
    default:
      throw cx.typeError(`${calleeText(node)} is ${describe(callee, cx.ndimOf)}, and can't be called.`, node);
  }
}

/** @throws ParallelTypeError for more arguments than the name takes; `receivers` of them the user did not write in parentheses */
function callEntry(
  cx: Context,
  entry: CallableName,
  all: readonly Value[],
  receivers: 0 | 1,
  node: ts.Node,
): Value {
  const name = calleeText(node);
  const { args, options } = splitOptions(all);
  const { least, most } = entry.arity;
  if (most !== null && args.length > most) {
    const limit = counted(most - receivers, "argument");
    const takes = least === most ? "takes" : "takes at most";
    throw cx.typeError(`${name} ${takes} ${limit}, not ${args.length - receivers}.`, node);
  }
  return entry.call(cx, { node, name, args, options });
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

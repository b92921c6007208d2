import type ts from "#typescript";
import type { Context } from "./context.js";
import type { Value } from "./value.js";

/**
 * Calls a function that the user gave to another one, such as `map`. As in JavaScript it may take fewer arguments than it is
 * given; a name of the language gets those that it needs.
 */
export function callBack(cx: Context, f: Value, args: readonly Value[], node: ts.Node): Value {
  return cx.front.call(cx, f, args.slice(0, parameterCount(f)), node);
}

function parameterCount(f: Value): number | undefined {
  switch (f.kind) {
    case "function":
      return f.node.parameters.length;
    case "builtin":
      return f.entry.arity.least;
    case "transformed":
      return f.kernel.node.parameters.length;
    default:
      return undefined;
  }
}

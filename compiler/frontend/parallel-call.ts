import type ts from "typescript";
import type { Context } from "./context.js";
import type { Value } from "./value.js";

const NOTHING: ReadonlySet<string> = new Set();

/**
 * Calls a function of the user for one element of a parallel loop.
 * @throws ParallelRaceError where it assigns a variable from outside, which all elements share.
 */
export function callInParallel(cx: Context, callee: Value, args: readonly Value[], node: ts.Node): Value {
  return cx.withParallel({ owned: NOTHING }, () => cx.front.call(cx, callee, args, node));
}

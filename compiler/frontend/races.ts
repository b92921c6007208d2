import type ts from "typescript";
import type { Context } from "./context.js";
import type { IndexItem } from "./index-items.js";
import type { ArrayValue } from "./value.js";

/** Looks at a write to an array inside a parallel loop: a certain race is an error, a possible one a warning. */
export function noteElementWrite(
  cx: Context,
  array: ArrayValue,
  items: readonly IndexItem[],
  node: ts.Node,
): void {
  const loop = cx.parallel.at(0);
  if (loop === undefined || !loop.outerArrays.has(cx.rootOf(array.id))) return;
  const varies = items.some((item) => item.kind !== "scalar" || item.value.constant === null);
  if (items.length > 0 && varies) return;
  throw cx.raceError(
    "Every iteration of the parallel loop writes the same elements: index the array by the loop's variable, or loop with range.",
    node,
  );
}

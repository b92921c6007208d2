import ts from "#typescript";
import type { ValueId } from "../ir/ids.js";
import { compare } from "./arithmetic.js";
import type { Context } from "./context.js";
import { bindPattern } from "./functions.js";
import { idOf } from "./scalars.js";
import type { Scope } from "./scope.js";
import type { RangeValue, Value } from "./value.js";
import { weakInteger } from "./value.js";

/** Binds the variable of `for (const i of …)`. */
export function bindLoopVariable(cx: Context, node: ts.ForOfStatement, scope: Scope, value: Value): void {
  const { initializer } = node;
  if (!ts.isVariableDeclarationList(initializer)) {
    throw cx.syntaxError("The variable of a loop is declared by it: for (const i of range(n)).", initializer);
  }
  const declaration = initializer.declarations[0];
  if (declaration === undefined) throw cx.syntaxError("The loop has no variable.", initializer);
  bindPattern(cx, scope, declaration.name, value, (initializer.flags & ts.NodeFlags.Let) !== 0);
}

/** The number of iterations of a range, at least 0. */
export function rangeLength(cx: Context, over: RangeValue, node: ts.Node): ValueId {
  const { integers } = cx;
  const [start, stop, step] = [
    idOf(cx, over.start, node),
    idOf(cx, over.stop, node),
    idOf(cx, over.step, node),
  ];
  const zero = integers.constant(0, node);
  const known = integers.known(step);
  if (known === 1) {
    return integers.known(start) === 0 && isExtent(cx, stop)
      ? stop
      : integers.max(integers.sub(stop, start, node), zero, node);
  }
  const one = integers.constant(1, node);
  const negative = idOf(cx, compare(cx, "lt", over.step, weakInteger(0), node), node);
  const distance = integers.select(
    negative,
    integers.sub(start, stop, node),
    integers.sub(stop, start, node),
    node,
  );
  const stride = integers.select(negative, integers.sub(zero, step, node), step, node);
  const count = integers.div(integers.add(distance, integers.sub(stride, one, node), node), stride, node);
  return integers.max(count, zero, node);
}
/** Extents of arrays are never negative, so `range(a.length)` needs no clipping. */
const isExtent = (cx: Context, value: ValueId): boolean => cx.extents.has(value);

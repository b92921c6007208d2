import type ts from "typescript";
import type { Context } from "./context.js";
import { promoteScalars } from "./inference.js";
import { emitSelect } from "./scalar-emission.js";
import { check, materialize, toIndex } from "./scalars.js";
import type { Scalar, Value } from "./value.js";
import { strong } from "./value.js";

/**
 * `shape[k]`: a constant takes the tuple apart when compiling; a computed index, from a tuple of numbers, at run time. -1 is the last.
 * @throws ParallelTypeError for a constant outside, and for a computed index of a tuple that holds more than numbers
 */
export function tupleItem(cx: Context, items: readonly Value[], index: Value, node: ts.Node): Value {
  if (index.kind !== "scalar") throw cx.typeError("A tuple is indexed by one number.", node);
  if (index.constant === null) return computedItem(cx, items, index, node);
  const at = Number(index.constant);
  const item = items.at(at);
  if (item === undefined || !Number.isInteger(at)) {
    throw cx.typeError(`The tuple has ${items.length} values, so it has no index ${at}.`, node);
  }
  return item;
}

function computedItem(cx: Context, items: readonly Value[], index: Scalar, node: ts.Node): Scalar {
  const scalars = items.filter((item) => item.kind === "scalar");
  const [first] = scalars;
  if (first === undefined || scalars.length < items.length) {
    throw cx.typeError("Only a tuple of numbers can have a computed index: write a constant one.", node);
  }
  const { integers } = cx;
  const at = toIndex(cx, index, node, "An index");
  const [zero, length] = [integers.constant(0, node), integers.constant(items.length, node)];
  const fromEnd = integers.add(at, length, node);
  const counted = integers.select(integers.compare("lt", at, zero, node), fromEnd, at, node);
  if (cx.options.bounds) {
    const [low, high] = [
      integers.compare("ge", counted, zero, node),
      integers.compare("lt", counted, length, node),
    ];
    const message = `Index {0} is out of bounds for a tuple of ${items.length} values`;
    check(cx, integers.and(low, high, node), message, [at], node);
  }
  const { dtype, weak } = scalars.map(({ dtype, weak }) => ({ dtype, weak })).reduce(promoteScalars);
  const chosen = scalars.slice(1).reduce(
    (others, item, k) => {
      const isHere = integers.compare("eq", counted, integers.constant(k + 1, node), node);
      return emitSelect(cx, isHere, materialize(cx, item, dtype, node), others, dtype, node);
    },
    materialize(cx, first, dtype, node),
  );
  return { ...strong(chosen, dtype), weak };
}

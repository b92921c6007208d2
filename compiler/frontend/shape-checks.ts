import type ts from "typescript";
import type { ValueId } from "../ir/ids.js";
import type { Context } from "./context.js";
import { check } from "./scalars.js";

/** Values that one error can carry; each holds two extents where there are more. */
const MOST_VALUES = 4;
const HALF = 2 ** 32;

/**
 * A RangeError at run time where `fine` is false. `message` gets the shapes as texts, `(3, 4)` and `(5,)`; with too many dimensions to be
 * carried by one error, `(?, ?, …)`.
 */
export function checkShapes(
  cx: Context,
  fine: ValueId,
  shapes: readonly (readonly ValueId[])[],
  message: (shapes: readonly string[]) => string,
  node: ts.Node,
): void {
  const unknown = [...new Set(shapes.flat())].filter((extent) => cx.integers.known(extent) === undefined);
  const packed = unknown.length > MOST_VALUES;
  const carried = unknown.slice(0, packed ? MOST_VALUES * 2 : MOST_VALUES);
  const placeholder = (extent: ValueId): string => {
    const known = cx.integers.known(extent);
    if (known !== undefined) return `${known}`;
    const position = carried.indexOf(extent);
    if (position < 0) return "?";
    return packed ? `{${position >> 1}.${position % 2 === 0 ? "low" : "high"}}` : `{${position}}`;
  };
  const texts = shapes.map(
    (shape) => `(${shape.map(placeholder).join(", ")}${shape.length === 1 ? "," : ""})`,
  );
  check(cx, fine, message(texts), packed ? pairs(cx, carried, node) : carried, node);
}

/** Two extents in the halves of each value. */
function pairs(cx: Context, extents: readonly ValueId[], node: ts.Node): readonly ValueId[] {
  const { integers } = cx;
  const half = integers.constant(HALF, node);
  return extents.flatMap((low, position) => {
    if (position % 2 === 1) return [];
    const high = extents[position + 1];
    return [high === undefined ? low : integers.add(low, integers.mul(high, half, node), node)];
  });
}

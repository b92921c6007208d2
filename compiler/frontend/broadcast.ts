import type ts from "typescript";
import type { ValueId } from "../ir/ids.js";
import type { Context } from "./context.js";
import { checkShapes } from "./shape-checks.js";
import type { ArrayValue } from "./value.js";

export interface Broadcast {
  readonly shape: readonly ValueId[];
  /** The index of an operand's element for an index of the result. */
  readonly indexOf: (array: ArrayValue, indices: readonly ValueId[]) => readonly ValueId[];
}

/**
 * NumPy's broadcasting of arrays of any ranks. Extents that are known not to be 1 must be equal; of the others it is decided
 * at run time whether they stretch.
 */
export function broadcastShapes(cx: Context, arrays: readonly ArrayValue[], node: ts.Node): Broadcast {
  const ndim = Math.max(...arrays.map(cx.ndimOf));
  const shape: ValueId[] = [];
  for (let axis = 0; axis < ndim; axis++) {
    const extents = arrays.flatMap((array) => {
      const own = cx.shapeOf(array);
      const extent = own[axis - (ndim - own.length)];
      return extent === undefined ? [] : [extent];
    });
    shape.push(extents.reduce((left, right) => broadcastExtents(cx, left, right, arrays, node)));
  }
  const one = cx.integers.constant(1, node);
  const zero = cx.integers.constant(0, node);
  const stretched = new Map<string, ValueId>();
  for (const array of arrays) {
    for (const [axis, extent] of cx.shapeOf(array).entries()) {
      const full = shape[axis + ndim - cx.ndimOf(array)];
      if (full === undefined || full === extent || cannotStretch(cx, extent)) continue;
      if (cx.integers.known(extent) !== 1) {
        stretched.set(`${array.id} ${axis}`, cx.integers.compare("eq", extent, one, node));
      }
    }
  }
  return {
    shape,
    indexOf: (array, indices) =>
      cx.shapeOf(array).map((extent, axis) => {
        const position = axis + ndim - cx.ndimOf(array);
        const [index, full] = [indices[position], shape[position]];
        if (index === undefined || full === undefined)
          throw new Error("An operand has more axes than its result");
        if (full === extent || cannotStretch(cx, extent)) return index;
        if (cx.integers.known(extent) === 1) return zero;
        const isOne = stretched.get(`${array.id} ${axis}`);
        return isOne === undefined ? index : cx.integers.select(isOne, zero, index, node);
      }),
  };
}

/** Whether the extent is known not to be 1. */
export const cannotStretch = (cx: Context, extent: ValueId): boolean => {
  const known = cx.integers.known(extent);
  return known === undefined ? cx.notUnit.has(extent) : known !== 1;
};

function broadcastExtents(
  cx: Context,
  left: ValueId,
  right: ValueId,
  arrays: readonly ArrayValue[],
  node: ts.Node,
): ValueId {
  const { integers } = cx;
  if (left === right || integers.known(right) === 1) return left;
  if (integers.known(left) === 1) return right;
  const equal = integers.compare("eq", left, right, node);
  const one = integers.constant(1, node);
  const fixed = [cannotStretch(cx, left), cannotStretch(cx, right)] as const;
  if (fixed[0] && fixed[1]) {
    mismatch(cx, equal, arrays, node);
    return left;
  }
  if (fixed[0] || fixed[1]) {
    const [known, open] = fixed[0] ? [left, right] : [right, left];
    mismatch(cx, integers.or(equal, integers.compare("eq", open, one, node), node), arrays, node);
    return known;
  }
  const leftIsOne = integers.compare("eq", left, one, node);
  const rightIsOne = integers.compare("eq", right, one, node);
  const fine = integers.or(equal, integers.or(leftIsOne, rightIsOne, node), node);
  mismatch(cx, fine, arrays, node);
  return integers.select(leftIsOne, right, left, node);
}

function mismatch(cx: Context, fine: ValueId, arrays: readonly ArrayValue[], node: ts.Node): void {
  const shapes = arrays.map((array) => cx.shapeOf(array));
  checkShapes(
    cx,
    fine,
    shapes,
    (texts) => `The shapes ${texts.join(" and ")} can't be broadcast together`,
    node,
  );
}

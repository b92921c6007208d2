import type ts from "typescript";
import type { ValueId } from "../ir/ids.js";
import type { Context } from "./context.js";
import type { IndexItem } from "./index-items.js";
import { axesOf, checkedIndex } from "./index-items.js";
import { resolveSlice } from "./slices.js";
import type { ArrayValue } from "./value.js";

/** The view that numbers, slices, "..." and "newaxis" name. */
export function view(cx: Context, array: ArrayValue, items: readonly IndexItem[], node: ts.Node): ArrayValue {
  const { shape, strides } = cx.arrayType(array);
  const { integers } = cx;
  const [newShape, newStrides]: [ValueId[], ValueId[]] = [[], []];
  let offset = integers.constant(0, node);
  let axis = 0;
  const keep = (count: number): void => {
    newShape.push(...shape.slice(axis, axis + count));
    newStrides.push(...strides.slice(axis, axis + count));
    axis += count;
  };
  const indexed = items.reduce((sum, item) => sum + axesOf(cx, item), 0);
  for (const item of items) {
    const [extent, stride] = [shape[axis], strides[axis]];
    if (item.kind === "ellipsis") {
      keep(shape.length - indexed);
    } else if (item.kind === "newaxis") {
      newShape.push(integers.constant(1, item.node));
      newStrides.push(integers.constant(0, item.node));
    } else if (extent === undefined || stride === undefined || item.kind === "array") {
      throw new Error("A view has an index without an axis");
    } else if (item.kind === "scalar") {
      const index = checkedIndex(cx, array, axis, item.value, item.node);
      offset = integers.add(offset, integers.mul(index, stride, node), node);
      axis++;
    } else {
      const slice = resolveSlice(cx, item.spec, extent, item.node);
      offset = integers.add(offset, integers.mul(slice.start, stride, node), node);
      newShape.push(slice.length);
      newStrides.push(integers.mul(slice.step, stride, node));
      axis++;
    }
  }
  keep(shape.length - axis);
  return makeView(cx, array, offset, newShape, newStrides, node);
}

/** A view of `base` by explicit layout; its elements must lie within base's memory. */
export function makeView(
  cx: Context,
  base: ArrayValue,
  offset: ValueId,
  shape: readonly ValueId[],
  strides: readonly ValueId[],
  node: ts.Node,
): ArrayValue {
  const out = cx.value({ kind: "array", dtype: base.dtype, shape, strides });
  cx.emit({ kind: "view", out, base: base.id, offset, span: cx.span(node) });
  cx.roots.set(out, cx.rootOf(base.id));
  return { kind: "array", dtype: base.dtype, id: out };
}

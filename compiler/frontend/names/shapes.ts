// Names that give the elements of an array another shape, mostly as a view.
import type { ValueId } from "../../ir/ids.js";
import type { Context } from "../context.js";
import { generate, loadElement } from "../elementwise.js";
import { copyOf, flattened, inShape, requireEqual, sizeOf } from "../layouts.js";
import { check } from "../scalars.js";
import { stretchTo } from "../stretch.js";
import type { ArrayValue, Value } from "../value.js";
import { makeView } from "../views.js";
import {
  argument,
  arrayArgument,
  axesArgument,
  axisOf,
  onlyOptions,
  required,
  shapeArgument,
} from "./arguments.js";
import { entriesOf } from "./entries-of.js";
import type { CallSite, NameEntry } from "./entry.js";
import { VIEWS } from "./groups.js";

/** The items of a shape, given as a tuple or as the rest of the arguments. */
function shapeItems(cx: Context, site: CallSite, position: number, name: string): readonly Value[] {
  const first = required(cx, site, position, name);
  const given = site.args.slice(position);
  if (first.kind !== "tuple") return given.length > 0 ? given : [first];
  if (given.length > 1) {
    throw cx.typeError(`${site.name} takes one list, or the numbers one by one, and not both.`, site.node);
  }
  return first.items;
}
const isOpen = (item: Value): boolean => item.kind === "scalar" && Number(item.constant) === -1;

const reshape: NameEntry["call"] = (cx, site) => {
  onlyOptions(cx, site, ["shape"]);
  const { node } = site;
  const array = arrayArgument(cx, site, 0, "a");
  const items = shapeItems(cx, site, 1, "shape");
  const size = sizeOf(cx, cx.shapeOf(array), node);
  if (items.filter(isOpen).length > 1) throw cx.rangeError("Only one extent of a shape can be -1.", node);
  const given = shapeArgument(cx, site, { kind: "tuple", items: items.filter((item) => !isOpen(item)) });
  const product = sizeOf(cx, given, node);
  const one = cx.integers.constant(1, node);
  const open = cx.integers.div(size, cx.integers.max(product, one, node), node);
  const shape: ValueId[] = [...given];
  const position = items.findIndex(isOpen);
  if (position >= 0) shape.splice(position, 0, open);
  const total = position >= 0 ? cx.integers.mul(product, open, node) : product;
  const named = shape.length <= 2;
  const text = named ? ` of shape (${shape.map((_, axis) => `{${axis + 2}}`).join(", ")})` : "";
  const message = `An array of {0} elements can't be reshaped to one${text} of {1} elements`;
  requireEqual(cx, size, total, message, node, named ? shape : []);
  return inShape(cx, array, shape, node);
};

const ravel: NameEntry["call"] = (cx, site) => {
  onlyOptions(cx, site, []);
  return flattened(cx, arrayArgument(cx, site, 0, "a"), site.node);
};
const flatten: NameEntry["call"] = (cx, site) => {
  onlyOptions(cx, site, []);
  const array = arrayArgument(cx, site, 0, "a");
  return flattened(cx, copyOf(cx, array, array.dtype, site.node), site.node);
};

/** A view with the axes in another order. */
function permuted(cx: Context, array: ArrayValue, order: readonly number[], site: CallSite): ArrayValue {
  const { shape, strides } = cx.arrayType(array);
  const pick = (values: readonly ValueId[]): ValueId[] =>
    order.flatMap((axis) => values.slice(axis, axis + 1));
  return makeView(cx, array, cx.integers.constant(0, site.node), pick(shape), pick(strides), site.node);
}

const transpose: NameEntry["call"] = (cx, site) => {
  onlyOptions(cx, site, ["axes"]);
  const array = arrayArgument(cx, site, 0, "a");
  const ndim = cx.ndimOf(array);
  if (argument(site, 1, "axes") === undefined) {
    return permuted(
      cx,
      array,
      Array.from({ length: ndim }, (_, axis) => ndim - 1 - axis),
      site,
    );
  }
  const order = shapeItems(cx, site, 1, "axes").map((item) => axisOf(cx, item, ndim, site.node));
  if (order.length !== ndim || new Set(order).size !== ndim) {
    throw cx.rangeError(`transpose needs each of the ${ndim} axes once.`, site.node);
  }
  return permuted(cx, array, order, site);
};
const swapaxes: NameEntry["call"] = (cx, site) => {
  onlyOptions(cx, site, []);
  const array = arrayArgument(cx, site, 0, "a");
  const ndim = cx.ndimOf(array);
  const [a, b] = [1, 2].map((position) =>
    axisOf(cx, required(cx, site, position, `axis${position}`), ndim, site.node),
  );
  const order = Array.from({ length: ndim }, (_, axis) => (axis === a ? b : axis === b ? a : axis));
  return permuted(
    cx,
    array,
    order.flatMap((axis) => (axis === undefined ? [] : [axis])),
    site,
  );
};

const expandDims: NameEntry["call"] = (cx, site) => {
  onlyOptions(cx, site, ["axis"]);
  const { node } = site;
  const array = arrayArgument(cx, site, 0, "a");
  const wanted = required(cx, site, 1, "axis");
  const count = wanted.kind === "tuple" ? wanted.items.length : 1;
  const axes = axesArgument(cx, wanted, cx.ndimOf(array) + count, node);
  const layout = cx.arrayType(array);
  const [shape, strides] = [[...layout.shape], [...layout.strides]];
  for (const axis of axes) {
    shape.splice(axis, 0, cx.integers.constant(1, node));
    strides.splice(axis, 0, cx.integers.constant(0, node));
  }
  return makeView(cx, array, cx.integers.constant(0, node), shape, strides, node);
};

const squeeze: NameEntry["call"] = (cx, site) => {
  onlyOptions(cx, site, ["axis"]);
  const { node } = site;
  const array = arrayArgument(cx, site, 0, "a");
  const wanted = argument(site, 1, "axis");
  if (wanted === undefined) {
    throw cx.typeError("squeeze needs its axis, since the rank of an array is fixed: squeeze(a, 0).", node);
  }
  const axes = axesArgument(cx, wanted, cx.ndimOf(array), node);
  const { shape, strides } = cx.arrayType(array);
  for (const axis of axes) {
    const extent = shape[axis];
    if (extent === undefined || cx.integers.known(extent) === 1) continue;
    const isOne = cx.integers.compare("eq", extent, cx.integers.constant(1, node), node);
    check(
      cx,
      isOne,
      `squeeze: axis ${axis} has length {0}, and only an axis of length 1 can go`,
      [extent],
      node,
    );
  }
  const rest = (values: readonly ValueId[]): ValueId[] => values.filter((_, axis) => !axes.includes(axis));
  return makeView(cx, array, cx.integers.constant(0, node), rest(shape), rest(strides), node);
};

const flip: NameEntry["call"] = (cx, site) => {
  onlyOptions(cx, site, ["axis"]);
  const { node } = site;
  const array = arrayArgument(cx, site, 0, "a");
  const axes = axesArgument(cx, argument(site, 1, "axis"), cx.ndimOf(array), node);
  const { integers } = cx;
  const { shape, strides } = cx.arrayType(array);
  const [zero, one] = [integers.constant(0, node), integers.constant(1, node)];
  let offset = zero;
  const flipped = strides.map((stride, axis) => {
    const extent = shape[axis];
    if (extent === undefined || !axes.includes(axis)) return stride;
    const last = integers.max(integers.sub(extent, one, node), zero, node);
    offset = integers.add(offset, integers.mul(last, stride, node), node);
    return integers.sub(zero, stride, node);
  });
  return makeView(cx, array, offset, shape, flipped, node);
};

const broadcastTo: NameEntry["call"] = (cx, site) => {
  onlyOptions(cx, site, ["shape"]);
  const { node } = site;
  const value = required(cx, site, 0, "a");
  const shape = shapeArgument(cx, site, required(cx, site, 1, "shape"));
  if (value.kind === "scalar") return generate(cx, node, "elementwise broadcastTo", shape, () => value);
  const array = arrayArgument(cx, site, 0, "a");
  const indexOf = stretchTo(cx, array, shape, node, "broadcast");
  return generate(cx, node, "elementwise broadcastTo", shape, (indices) =>
    loadElement(cx, array, indexOf(indices), node),
  );
};

const entry = entriesOf(VIEWS);
const methodEntry = entriesOf(VIEWS, { method: true });

/** Views in another shape of language.md section 5. */
export const shapes: readonly NameEntry[] = [
  methodEntry(
    ["reshape"],
    "reshape(a, shape), a.reshape(n, m, …)",
    "The elements in another shape, one extent of which may be -1; a view where the layout allows it. RangeError where the sizes differ.",
    "reshape(arange(6), [2, -1])",
    reshape,
  ),
  methodEntry(
    ["ravel"],
    "ravel(a)",
    "The elements in one axis; a view where the layout allows it.",
    "ravel(array([[1, 2], [3, 4]]))",
    ravel,
  ),
  methodEntry(
    ["flatten"],
    "a.flatten()",
    "A copy of the elements in one axis.",
    "array([[1, 2], [3, 4]]).flatten()",
    flatten,
  ),
  methodEntry(
    ["transpose", "permuteDims"],
    "transpose(a, axes?), a.transpose(i, j, …)",
    "A view with the axes reversed, or in the order given.",
    "transpose(array([[1, 2, 3], [4, 5, 6]]))",
    transpose,
  ),
  methodEntry(
    ["swapaxes"],
    "swapaxes(a, axis1, axis2)",
    "A view with two axes exchanged.",
    "swapaxes(zeros([2, 3, 4]), 0, 2).shape",
    swapaxes,
  ),
  entry(
    ["expandDims"],
    "expandDims(a, axis)",
    "A view with an axis of length 1 more.",
    "expandDims(array([1, 2, 3]), 1).shape",
    expandDims,
  ),
  methodEntry(
    ["squeeze"],
    "squeeze(a, axis)",
    "A view without an axis of length 1. RangeError where it is longer.",
    "squeeze(zeros([1, 3]), 0)",
    squeeze,
  ),
  entry(
    ["flip"],
    "flip(a, axis?)",
    "A view with the order of elements reversed along the axes, all by default.",
    "flip(array([[1, 2], [3, 4]]), 0)",
    flip,
  ),
  entry(
    ["broadcastTo"],
    "broadcastTo(a, shape)",
    "The array stretched to a shape. RangeError where it does not fit.",
    "broadcastTo(array([1, 2]), [2, 2])",
    broadcastTo,
  ),
];

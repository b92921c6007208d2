// Names that put arrays together, or move their elements.
import type ts from "typescript";
import type { DType } from "../../ir/dtype.js";
import type { ValueId } from "../../ir/ids.js";
import { arrayOf } from "../array-literal.js";
import type { Context } from "../context.js";
import { allocateArray, generate, loadElement } from "../elementwise.js";
import { commonDType, joined, requireSameShape } from "../joined.js";
import { flattened, inShape, storeElements } from "../layouts.js";
import { emitBinary } from "../scalar-emission.js";
import { toIndex } from "../scalars.js";
import type { ArrayValue, Value } from "../value.js";
import {
  argument,
  arrayArgument,
  axisOf,
  dtypeArgument,
  isFlat,
  onlyOptions,
  required,
} from "./arguments.js";
import { entriesOf } from "./entries-of.js";
import type { CallSite, NameEntry } from "./entry.js";
import { JOINS } from "./groups.js";

/** The arrays of a tuple, flattened where asked, and the dtype that holds them all. */
function pieces(
  cx: Context,
  site: CallSite,
  flat: boolean,
): { readonly arrays: readonly [ArrayValue, ...ArrayValue[]]; readonly dtype: DType } {
  const value = required(cx, site, 0, "arrays");
  const items = value.kind === "tuple" ? value.items : [];
  const [first, ...rest] = items.map((item): ArrayValue => {
    if (item.kind === "scalar") return arrayOf(cx, { kind: "tuple", items: [item] }, null, site.node);
    const array = item.kind === "array" ? item : arrayOf(cx, item, null, site.node);
    return flat ? flattened(cx, array, site.node) : array;
  });
  if (first === undefined) {
    throw cx.typeError(`${site.name} takes a list of arrays: ${site.name}([a, b]).`, site.node);
  }
  const ndim = cx.ndimOf(first);
  if (rest.some((array) => cx.ndimOf(array) !== ndim)) {
    throw cx.typeError(`${site.name}: the arrays must have one number of dimensions.`, site.node);
  }
  const dtype = dtypeArgument(cx, site.options.get("dtype"), site.node) ?? commonDType([first, ...rest]);
  return { arrays: [first, ...rest], dtype };
}

const concatenate: NameEntry["call"] = (cx, site) => {
  onlyOptions(cx, site, ["axis", "dtype"]);
  const { node } = site;
  const { arrays, dtype } = pieces(cx, site, isFlat(site, 1));
  const wanted = argument(site, 1, "axis");
  const axis = wanted === undefined ? 0 : axisOf(cx, wanted, cx.ndimOf(arrays[0]), node);
  return joined(cx, arrays, axis, dtype, site.name, node);
};

const stack: NameEntry["call"] = (cx, site) => {
  onlyOptions(cx, site, ["axis", "dtype"]);
  const { node } = site;
  const { arrays, dtype } = pieces(cx, site, false);
  const [first] = arrays;
  const wanted = argument(site, 1, "axis");
  const axis = wanted === undefined ? 0 : axisOf(cx, wanted, cx.ndimOf(first) + 1, node);
  requireSameShape(cx, arrays, null, site.name, node);
  const shape = cx.shapeOf(first).toSpliced(axis, 0, cx.integers.constant(arrays.length, node));
  const out = allocateArray(cx, shape, dtype, node);
  for (const [position, array] of arrays.entries()) {
    const at = cx.integers.constant(position, node);
    storeElements(cx, out, array, (indices) => indices.toSpliced(axis, 0, at), "stack", node);
  }
  return out;
};

const roll: NameEntry["call"] = (cx, site) => {
  onlyOptions(cx, site, ["shift", "axis"]);
  const { node } = site;
  const array = arrayArgument(cx, site, 0, "a");
  const shift = required(cx, site, 1, "shift");
  const wanted = argument(site, 2, "axis");
  if (wanted === undefined) {
    const flat = rolled(cx, flattened(cx, array, node), [{ axis: 0, shift }], node);
    return inShape(cx, flat, cx.shapeOf(array), node);
  }
  const axes = wanted.kind === "tuple" ? wanted.items : [wanted];
  const shifts = shift.kind === "tuple" ? shift.items : axes.map(() => shift);
  if (shifts.length !== axes.length) throw cx.typeError("roll needs one shift for each axis.", node);
  const moves = axes.map((axis, k) => ({
    axis: axisOf(cx, axis, cx.ndimOf(array), node),
    shift: shifts[k] ?? shift,
  }));
  return rolled(cx, array, moves, node);
};

interface Move {
  readonly axis: number;
  readonly shift: Value;
}

/** Element k moves to (k + shift) modulo the length of its axis. */
function rolled(cx: Context, array: ArrayValue, moves: readonly Move[], node: ts.Node): ArrayValue {
  const { integers } = cx;
  const shape = cx.shapeOf(array);
  const zero = integers.constant(0, node);
  const distances = shape.map((extent, axis) =>
    moves
      .filter((move) => move.axis === axis)
      .reduce((sum, { shift }) => {
        const by = toIndex(cx, shift, node, "The shift of roll");
        return integers.add(sum, within(cx, by, extent, node), node);
      }, zero),
  );
  return generate(cx, node, "elementwise roll", shape, (indices) => {
    const sources = indices.map((index, axis) => {
      const [distance, extent] = [distances[axis], shape[axis]];
      if (distance === undefined || extent === undefined || distance === zero) return index;
      return wrapped(cx, integers.sub(index, distance, node), extent, moves.length, node);
    });
    return loadElement(cx, array, sources, node);
  });
}

/** `shift` modulo `extent`, in [0, extent). */
function within(cx: Context, shift: ValueId, extent: ValueId, node: ts.Node): ValueId {
  const { integers } = cx;
  const length = integers.max(extent, integers.constant(1, node), node);
  const rest = emitBinary(cx, "rem", shift, length, "int64", node);
  const negative = integers.compare("lt", rest, integers.constant(0, node), node);
  return integers.select(negative, integers.add(rest, length, node), rest, node);
}

/** An index that is at most `times` lengths below 0, brought back into the axis. */
function wrapped(cx: Context, index: ValueId, extent: ValueId, times: number, node: ts.Node): ValueId {
  const { integers } = cx;
  let inside = index;
  for (let k = 0; k < times; k++) {
    const below = integers.compare("lt", inside, integers.constant(0, node), node);
    inside = integers.select(below, integers.add(inside, extent, node), inside, node);
  }
  return inside;
}

const entry = entriesOf(JOINS);

/** Joining and rolling of language.md section 5. */
export const joins: readonly NameEntry[] = [
  entry(
    "concatenate",
    "concatenate([a, b, …], axis?)",
    "The arrays one after the other along an axis, 0 by default; undefined joins their elements. RangeError where the other lengths differ.",
    "concatenate([array([1, 2]), array([3])])",
    concatenate,
  ),
  entry(
    "stack",
    "stack([a, b, …], axis?)",
    "The arrays along a new axis, 0 by default. RangeError where their shapes differ.",
    "stack([array([1, 2]), array([3, 4])], 1)",
    stack,
  ),
  entry(
    "roll",
    "roll(a, shift, axis?)",
    "A copy with the elements moved by shift places along an axis, those that leave it re-entering at the other end.",
    "roll(array([1, 2, 3, 4]), 1)",
    roll,
  ),
];

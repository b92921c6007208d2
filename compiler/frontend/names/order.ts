// Sorting, and searching in what is sorted.
import type ts from "typescript";
import type { DType } from "../../ir/dtype.js";
import { DTYPES, isComplex, isFloat, promoteTypes } from "../../ir/dtype.js";
import type { ValueId } from "../../ir/ids.js";
import type { ArrayOp } from "../../ir/ops.js";
import type { Context } from "../context.js";
import { declareCounter } from "../element-loops.js";
import { allocateArray, loadElement, mapElements } from "../elementwise.js";
import { copyOf, flattened, sizeOf } from "../layouts.js";
import { callLibrary } from "../library-call.js";
import { emitBinary, emitCall, emitCompare, emitUnary } from "../scalar-emission.js";
import { materialize } from "../scalars.js";
import { selectElements } from "../selection.js";
import type { ArrayValue, Scalar, Value } from "../value.js";
import { describe, int64, strong } from "../value.js";
import { makeView } from "../views.js";
import { argument, arrayArgument, axisOf, expectArray, isFlat, onlyOptions, required } from "./arguments.js";
import { entriesOf } from "./entries-of.js";
import type { CallSite, NameEntry } from "./entry.js";
import { ORDER } from "./groups.js";

/** The axes with one of them exchanged for the last: a view. */
function withLast(cx: Context, array: ArrayValue, axis: number, node: ts.Node): ArrayValue {
  const { shape, strides } = cx.arrayType(array);
  const last = shape.length - 1;
  if (axis === last) return array;
  const order = shape.map((_, k) => (k === axis ? last : k === last ? axis : k));
  const pick = (values: readonly ValueId[]): readonly ValueId[] =>
    order.flatMap((k) => values.slice(k, k + 1));
  return makeView(cx, array, cx.integers.constant(0, node), pick(shape), pick(strides), node);
}

/** Sorts along an axis, by a function of the runtime (runtime/src/sort.h). */
const sorting =
  (result: "elements" | "order"): NameEntry["call"] =>
  (cx, site) => {
    onlyOptions(cx, site, ["axis", "kind", "stable"]);
    const { node } = site;
    const given = arrayArgument(cx, site, 0, "a");
    const array = isFlat(site, 1) ? flattened(cx, given, node) : given;
    const axis = axisOf(cx, argument(site, 1, "axis") ?? int64(-1), cx.ndimOf(array), node);
    const rows = copyOf(cx, withLast(cx, array, axis, node), array.dtype, node);
    const shape = cx.shapeOf(rows);
    const length = shape.at(-1);
    if (length === undefined) throw new Error("An array without axes was sorted");
    const count = sizeOf(cx, shape.slice(0, -1), node);
    const dtype = cx.integers.constant(DTYPES.indexOf(array.dtype), node);
    const sorted = result === "elements" ? rows : allocateArray(cx, shape, "int64", node);
    const keys = result === "elements" ? [] : [rows.id];
    const fn = result === "elements" ? "weft_sort" : "weft_argsort";
    const args = [sorted.id, ...keys, dtype, count, length];
    const writes = result === "elements" ? [sorted.id] : [sorted.id, rows.id];
    callLibrary(cx, { fn, args, writes, name: result === "elements" ? "sort" : "argsort", node });
    return withLast(cx, sorted, axis, node);
  };

type Side = "left" | "right";

function sideOf(cx: Context, site: CallSite): Side {
  const side = argument(site, 2, "side");
  if (side === undefined) return "left";
  if (side.kind === "string" && (side.text === "left" || side.text === "right")) return side.text;
  throw cx.typeError('searchsorted: side must be "left" or "right", written out.', site.node);
}

const searchsorted: NameEntry["call"] = (cx, site) => {
  onlyOptions(cx, site, ["v", "side", "sorter"]);
  const { node } = site;
  const given = arrayArgument(cx, site, 0, "a");
  if (cx.ndimOf(given) !== 1) {
    throw cx.typeError(`searchsorted looks in a vector, not in ${describe(given, cx.ndimOf)}.`, node);
  }
  const sorter = argument(site, 3, "sorter");
  const array = sorter === undefined ? given : inOrder(cx, site, given, sorter);
  const sought = soughtValues(cx, site);
  const dtype = promoteTypes(array.dtype, sought.dtype);
  if (isComplex(dtype)) throw cx.typeError("searchsorted takes real numbers.", node);
  const side = sideOf(cx, site);
  return mapElements(cx, node, "searchsorted", [sought], ([value]) => {
    if (value === undefined) throw new Error("searchsorted lost its value");
    return search(cx, array, materialize(cx, value, dtype, node), dtype, side, node);
  });
};

/** The elements in the order of `sorter`, the indices that sort them. */
function inOrder(cx: Context, site: CallSite, array: ArrayValue, sorter: Value): ArrayValue {
  const order = expectArray(cx, site, sorter, "sorter");
  return selectElements(cx, array, [{ kind: "array", value: order, node: site.node }], site.node);
}

function soughtValues(cx: Context, site: CallSite): Scalar | ArrayValue {
  const value: Value = required(cx, site, 1, "v");
  return value.kind === "scalar" ? value : arrayArgument(cx, site, 1, "v");
}

/**
 * The first position whose element is not before the value, or for "right" that is after it. Bisection without branches that depend on
 * the data: each step keeps the half of the positions, rounded up, that may be it.
 */
function search(
  cx: Context,
  array: ArrayValue,
  value: ValueId,
  dtype: DType,
  side: Side,
  node: ts.Node,
): Scalar {
  const { integers } = cx;
  const [extent] = cx.shapeOf(array);
  if (extent === undefined) throw new Error("searchsorted has no axis to look in");
  const [start, length] = [declareCounter(cx, "start", node), declareCounter(cx, "length", node)];
  const constant = (number: number): ValueId => integers.constant(number, node);
  length.set(extent);
  const span = cx.span(node);
  const label = cx.tables.label();
  const body = cx.region(() => {
    const [from, left] = [start.get(), length.get()];
    const leave: ArrayOp = { kind: "break", label, span };
    const condition = emitCompare(cx, "eq", left, constant(0), node);
    cx.emit({ kind: "if", condition, then: [leave], otherwise: [], span });
    const rest = integers.div(left, constant(2), node);
    const after = integers.add(from, integers.sub(left, rest, node), node);
    const last = loadElement(cx, array, [integers.sub(after, constant(1), node)], node);
    const element = materialize(cx, last, dtype, node);
    const isBelow =
      side === "left"
        ? sortsBefore(cx, element, value, dtype, node)
        : emitUnary(cx, "not", sortsBefore(cx, value, element, dtype, node), "bool", node);
    start.set(integers.select(isBelow, after, from, node));
    length.set(rest);
  });
  cx.emit({ kind: "loop", label, body: body.ops, update: [], span });
  return strong(start.get(), "int64");
}

/** Whether a comes before b in a sorted array: NaN comes last. */
function sortsBefore(cx: Context, a: ValueId, b: ValueId, dtype: DType, node: ts.Node): ValueId {
  const less = emitCompare(cx, "lt", a, b, node);
  if (!isFloat(dtype)) return less;
  const isMissing = (value: ValueId): ValueId => emitCall(cx, "isnan", [value], "bool", node);
  const onlyLast = emitBinary(
    cx,
    "and",
    isMissing(b),
    emitUnary(cx, "not", isMissing(a), "bool", node),
    "bool",
    node,
  );
  return emitBinary(cx, "or", less, onlyLast, "bool", node);
}

const entry = entriesOf(ORDER);
const methodEntry = entriesOf(ORDER, { method: true });

/** Order of language.md section 5. */
export const order: readonly NameEntry[] = [
  entry(
    "sort",
    "sort(a, axis?)",
    "A sorted copy along an axis, the last by default, undefined for all elements; stable, and NaN comes last.",
    "sort(array([3.0, NaN, 1.0]))",
    sorting("elements"),
  ),
  methodEntry(
    "argsort",
    "argsort(a, axis?)",
    "The int64 indices that sort the array along an axis, the last by default, undefined for all elements; stable, and NaN comes last.",
    "argsort(array([30, 10, 20]))",
    sorting("order"),
  ),
  methodEntry(
    "searchsorted",
    "searchsorted(a, v, side?, sorter?)",
    'Where each value would be inserted into the sorted vector a, before ("left") or after ("right") its equals.',
    "searchsorted(array([10, 20, 30]), array([5, 20, 35]))",
    searchsorted,
  ),
];

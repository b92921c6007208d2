// Linear algebra of language.md section 5.
import type ts from "typescript";
import { isComplex } from "../../ir/dtype.js";
import type { ValueId } from "../../ir/ids.js";
import type { Context } from "../context.js";
import { generate, loadElement } from "../elementwise.js";
import { flattened } from "../layouts.js";
import { conjugate, dotProduct, matrixProduct, times } from "../matrix-product.js";
import { binary } from "../operators.js";
import { reduceArray } from "../reduce.js";
import { toIndex } from "../scalars.js";
import type { ArrayValue, Value } from "../value.js";
import { int64 } from "../value.js";
import { makeView } from "../views.js";
import {
  argument,
  arrayArgument,
  axisOf,
  dtypeArgument,
  expectArray,
  onlyOptions,
  required,
} from "./arguments.js";
import { entriesOf } from "./entries-of.js";
import type { CallSite, NameEntry } from "./entry.js";
import { LINEAR_ALGEBRA } from "./groups.js";
import { accumulatorOf } from "./reductions.js";

const isScalar = (cx: Context, value: Value): boolean =>
  value.kind === "scalar" || (value.kind === "array" && cx.ndimOf(value) === 0);

const dot: NameEntry["call"] = (cx, site): Value => {
  onlyOptions(cx, site, ["b"]);
  const [x, y] = [required(cx, site, 0, "a"), required(cx, site, 1, "b")];
  if (isScalar(cx, x) || isScalar(cx, y)) return binary(cx, "*", x, y, site.node);
  const [a, b] = [expectArray(cx, site, x, "a"), expectArray(cx, site, y, "b")];
  return dotProduct({ cx, name: site.name, node: site.node }, a, b);
};

const matmul: NameEntry["call"] = (cx, site) => {
  onlyOptions(cx, site, ["b"]);
  for (const [position, name] of ["a", "b"].entries()) {
    if (isScalar(cx, required(cx, site, position, name))) {
      throw cx.typeError("matmul takes arrays: multiply by a scalar with *.", site.node);
    }
  }
  const [a, b] = [arrayArgument(cx, site, 0, "a"), arrayArgument(cx, site, 1, "b")];
  return matrixProduct({ cx, name: site.name, node: site.node }, a, b);
};

/** Two arrays as vectors, in row-major order. */
const vectors = (cx: Context, site: CallSite): readonly [ArrayValue, ArrayValue] => [
  flattened(cx, arrayArgument(cx, site, 0, "a"), site.node),
  flattened(cx, arrayArgument(cx, site, 1, "b"), site.node),
];

const vdot: NameEntry["call"] = (cx, site) => {
  onlyOptions(cx, site, ["b"]);
  const { name, node } = site;
  const [a, b] = vectors(cx, site);
  const conjugated = isComplex(a.dtype)
    ? generate(cx, node, "elementwise conj", cx.shapeOf(a), (indices) =>
        conjugate(cx, loadElement(cx, a, indices, node), node),
      )
    : a;
  return dotProduct({ cx, name, node }, conjugated, b);
};

const outer: NameEntry["call"] = (cx, site) => {
  onlyOptions(cx, site, ["b"]);
  const { node } = site;
  const [a, b] = vectors(cx, site);
  const shape = [...cx.shapeOf(a), ...cx.shapeOf(b)];
  return generate(cx, node, "elementwise outer", shape, (indices) => {
    const left = loadElement(cx, a, indices.slice(0, 1), node);
    return times(cx, left, loadElement(cx, b, indices.slice(1), node), node);
  });
};

const trace: NameEntry["call"] = (cx, site) => {
  onlyOptions(cx, site, ["offset", "axis1", "axis2", "dtype"]);
  const { node } = site;
  const array = arrayArgument(cx, site, 0, "a");
  const ndim = cx.ndimOf(array);
  if (ndim < 2) throw cx.typeError("trace takes an array of two or more dimensions.", node);
  const offset = toIndex(cx, argument(site, 1, "offset") ?? int64(0), node, "The offset of trace");
  const row = axisOf(cx, argument(site, 2, "axis1") ?? int64(0), ndim, node);
  const column = axisOf(cx, argument(site, 3, "axis2") ?? int64(1), ndim, node);
  if (row === column) throw cx.rangeError("trace needs two different axes.", node);
  const diagonal = diagonalOf(cx, array, row, column, offset, node);
  return reduceArray(cx, {
    array: diagonal,
    axes: [ndim - 2],
    keepdims: false,
    op: "add",
    dtype: dtypeArgument(cx, argument(site, 4, "dtype"), node) ?? accumulatorOf(array.dtype),
    name: site.name,
    node,
  });
};

/** A view of the elements at [i, i + offset] of two axes, which become one, the last. */
function diagonalOf(
  cx: Context,
  array: ArrayValue,
  row: number,
  column: number,
  offset: ValueId,
  node: ts.Node,
): ArrayValue {
  const { integers } = cx;
  const { shape, strides } = cx.arrayType(array);
  const [rows, columns, down, right] = [shape[row], shape[column], strides[row], strides[column]];
  if (rows === undefined || columns === undefined || down === undefined || right === undefined) {
    throw new Error("A diagonal has no axes");
  }
  const zero = integers.constant(0, node);
  const firstRow = integers.max(integers.sub(zero, offset, node), zero, node);
  const firstColumn = integers.max(offset, zero, node);
  const length = integers.min(
    integers.sub(rows, firstRow, node),
    integers.sub(columns, firstColumn, node),
    node,
  );
  const start = integers.add(
    integers.mul(firstRow, down, node),
    integers.mul(firstColumn, right, node),
    node,
  );
  const others = (values: readonly ValueId[]): readonly ValueId[] =>
    values.filter((_, axis) => axis !== row && axis !== column);
  return makeView(
    cx,
    array,
    start,
    [...others(shape), integers.max(length, zero, node)],
    [...others(strides), integers.add(down, right, node)],
    node,
  );
}

const entry = entriesOf(LINEAR_ALGEBRA);
const methodEntry = entriesOf(LINEAR_ALGEBRA, { method: true });

export const linearAlgebra: readonly NameEntry[] = [
  methodEntry(
    "dot",
    "dot(a, b)",
    "The products summed over a's last and b's second to last (or only) axis. RangeError where these differ in length.",
    "dot(array([[1, 2], [3, 4]]), array([10, 1]))",
    dot,
  ),
  entry(
    "matmul",
    "matmul(a, b)",
    "The matrix product; axes before the last two broadcast. RangeError where the shapes don't fit.",
    "matmul(array([[1, 2], [3, 4]]), array([[0, 1], [1, 0]]))",
    matmul,
  ),
  entry(
    "vdot",
    "vdot(a, b)",
    "The dot product of all elements as vectors, with the complex conjugate of a.",
    "vdot(array([1, 2, 3]), array([4, 5, 6]))",
    vdot,
  ),
  entry(
    "outer",
    "outer(a, b)",
    "The products of each element of a with each of b, a matrix.",
    "outer(array([1, 2]), array([3, 4, 5]))",
    outer,
  ),
  methodEntry(
    "trace",
    "trace(a, offset?, axis1?, axis2?)",
    "The sum along a diagonal; small integers and bool are summed as int64 or uint64.",
    "trace(array([[1, 2], [3, 4]]))",
    trace,
  ),
];

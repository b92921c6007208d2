import type ts from "typescript";
import type { DType } from "../../ir/dtype.js";
import { isComplex, isFloat, realOf } from "../../ir/dtype.js";
import type { ValueId } from "../../ir/ids.js";
import { arithmetic } from "../arithmetic.js";
import type { Context } from "../context.js";
import { loadElement } from "../elementwise.js";
import { reduceArray } from "../reduce.js";
import { emitCall, emitUnary } from "../scalar-emission.js";
import { convert, expectScalar } from "../scalars.js";
import type { ArrayValue, Scalar, Value } from "../value.js";
import { int64, strong } from "../value.js";
import { argument } from "./arguments.js";
import type { NameEntry } from "./entry.js";
import { MOMENTS } from "./groups.js";
import type { ReductionArguments } from "./reductions.js";
import { finish, reducedExtents, reductionArguments, reductionEntry } from "./reductions.js";

/** The dtype of a mean: integers and bool have float64 ones. */
const momentDType = (dtype: DType): DType => (isFloat(dtype) || isComplex(dtype) ? dtype : "float64");

const mean: NameEntry["call"] = (cx, site) => meanOf(cx, reductionArguments(cx, site, ["dtype"]), site.node);

function meanOf(cx: Context, { array, axes, keepdims, dtype }: ReductionArguments, node: ts.Node): Value {
  const wanted = dtype ?? momentDType(array.dtype);
  const total = reduceArray(cx, { array, axes, keepdims, op: "add", dtype: wanted, name: "mean", node });
  const count = elementCount(cx, array, axes, node);
  return finish(cx, total, "mean", node, (sum) => divide(cx, sum, count, node));
}

/** How many elements each result is made of. */
function elementCount(cx: Context, array: ArrayValue, axes: readonly number[], node: ts.Node): Scalar {
  const extents = reducedExtents(cx, array, axes);
  const count = extents.reduce(
    (product, extent) => cx.integers.mul(product, extent, node),
    cx.integers.constant(1, node),
  );
  return strong(count, "int64");
}
function divide(cx: Context, sum: Scalar, count: Scalar, node: ts.Node): Scalar {
  const real = isComplex(sum.dtype) ? realOf(sum.dtype) : sum.dtype;
  return arithmetic(cx, "/", sum, convert(cx, count, real, node), "array", node);
}

/** The mean of the squared distances from the mean, in a second pass as NumPy does; `ddof` is taken from the count. */
const variance: NameEntry["call"] = (cx, site) => {
  const parameters = reductionArguments(cx, site, ["dtype", "ddof"]);
  const { array, axes, keepdims } = parameters;
  const { node } = site;
  const dtype = parameters.dtype ?? momentDType(array.dtype);
  const real = isComplex(dtype) ? realOf(dtype) : dtype;
  const center = meanOf(cx, { ...parameters, dtype, keepdims: false }, node);
  const distance = (element: Scalar, indices: readonly ValueId[]): Scalar => {
    const middle = center.kind === "array" ? loadElement(cx, center, keptOf(indices, axes), node) : center;
    if (middle.kind !== "scalar") throw new Error("A mean is a scalar or an array");
    const off = arithmetic(cx, "-", convert(cx, element, dtype, node), middle, "array", node);
    return squaredMagnitude(cx, off, node);
  };
  const total = reduceArray(cx, {
    array,
    axes,
    keepdims,
    op: "add",
    dtype: real,
    name: site.name,
    node,
    element: distance,
  });
  const ddof = expectScalar(cx, argument({ ...site, args: [] }, 0, "ddof") ?? int64(0), node, "ddof");
  const count = arithmetic(cx, "-", elementCount(cx, array, axes, node), ddof, "scalar", node);
  return finish(cx, total, site.name, node, (sum) => divide(cx, sum, count, node));
};
const keptOf = (indices: readonly ValueId[], axes: readonly number[]): readonly ValueId[] =>
  indices.filter((_, axis) => !axes.includes(axis));

function squaredMagnitude(cx: Context, x: Scalar, node: ts.Node): Scalar {
  if (!isComplex(x.dtype) || x.id === null) return arithmetic(cx, "*", x, x, "array", node);
  const dtype = realOf(x.dtype);
  const id = x.id;
  const part = (op: "real" | "imag"): Scalar => {
    const value = strong(emitUnary(cx, op, id, dtype, node), dtype);
    return arithmetic(cx, "*", value, value, "array", node);
  };
  return arithmetic(cx, "+", part("real"), part("imag"), "array", node);
}

const standardDeviation: NameEntry["call"] = (cx, site) =>
  finish(cx, variance(cx, site), "std", site.node, (x) => {
    const { id, dtype } = convert(cx, x, x.dtype, site.node);
    if (id === null) throw new Error("A converted scalar has a value");
    return strong(emitCall(cx, "sqrt", [id], dtype, site.node), dtype);
  });

export const moments: readonly NameEntry[] = [
  reductionEntry(
    MOMENTS,
    ["mean", "average"],
    "The arithmetic mean, float64 for integers.",
    "mean(array([[1, 2], [3, 5]]), 0)",
    mean,
  ),
  reductionEntry(
    MOMENTS,
    ["variance", "var"],
    "The variance, with the option ddof (default 0); float64 for integers.",
    "variance(array([1.0, 2.0, 4.0]), { ddof: 1 })",
    variance,
  ),
  reductionEntry(
    MOMENTS,
    ["std"],
    "The standard deviation, with the option ddof (default 0); float64 for integers.",
    "std(array([1.0, 3.0]))",
    standardDeviation,
  ),
];

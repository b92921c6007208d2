import type ts from "typescript";
import type { DType } from "../../ir/dtype.js";
import { isComplex, isFloat, realOf } from "../../ir/dtype.js";
import type { ValueId } from "../../ir/ids.js";
import { arithmetic } from "../arithmetic.js";
import type { Context } from "../context.js";
import type { Operand } from "../elementwise.js";
import { loadElement, mapElements } from "../elementwise.js";
import { binary } from "../operators.js";
import { reduceArray } from "../reduce.js";
import { emitCall, emitUnary } from "../scalar-emission.js";
import { convert, expectScalar } from "../scalars.js";
import type { Scalar } from "../value.js";
import { int64, strong } from "../value.js";
import type { NameEntry } from "./entry.js";
import { MOMENTS } from "./groups.js";
import type { ReductionArguments } from "./reductions.js";
import { finish, reducedExtents, reductionArguments, reductionEntry } from "./reductions.js";
import { squaredDistances } from "./squared-distances.js";

/** The dtype of a mean: integers and bool have float64 ones. */
const momentDType = (dtype: DType): DType => (isFloat(dtype) || isComplex(dtype) ? dtype : "float64");

const mean: NameEntry["call"] = (cx, site) =>
  meanOf(cx, reductionArguments(cx, site, ["dtype", "where"]), site.node);

function meanOf(cx: Context, parameters: ReductionArguments, node: ts.Node): Operand {
  const dtype = parameters.dtype ?? momentDType(parameters.array.dtype);
  const total = reduceArray(cx, { ...parameters, op: "add", dtype, name: "mean", node });
  return quotient(cx, total, elementCount(cx, parameters, "mean", node), "mean", node);
}

/** How many elements each result is made of. */
function elementCount(cx: Context, parameters: ReductionArguments, name: string, node: ts.Node): Operand {
  const { array, axes, where } = parameters;
  if (where !== null) {
    const element = (): Scalar => int64(1);
    return reduceArray(cx, { ...parameters, op: "add", dtype: "int64", name, node, element });
  }
  const extents = reducedExtents(cx, array, axes);
  const count = extents.reduce(
    (product, extent) => cx.integers.mul(product, extent, node),
    cx.integers.constant(1, node),
  );
  return strong(count, "int64");
}
const quotient = (cx: Context, total: Operand, count: Operand, name: string, node: ts.Node): Operand =>
  mapElements(cx, node, name, [total, count], ([sum, elements]) => {
    if (sum === undefined || elements === undefined) throw new Error("A mean lost its sum or its count");
    return divide(cx, sum, elements, node);
  });
function divide(cx: Context, sum: Scalar, count: Scalar, node: ts.Node): Scalar {
  const real = isComplex(sum.dtype) ? realOf(sum.dtype) : sum.dtype;
  return arithmetic(cx, "/", sum, convert(cx, count, real, node), "array", node);
}

/** The mean of the squared distances from the mean; `ddof` is taken from the count. */
const variance: NameEntry["call"] = (cx, site) => {
  const parameters = reductionArguments(cx, site, ["dtype", "ddof", "correction", "where"]);
  const { node, name } = site;
  const total = isOneScalar(cx, parameters)
    ? squaredDistances(cx, parameters.array, name, node)
    : distancesFromMean(cx, parameters, name, node);
  const given = site.options.get("ddof") ?? site.options.get("correction") ?? int64(0);
  const ddof = expectScalar(cx, given, node, "ddof");
  const count = binary(cx, "-", elementCount(cx, parameters, name, node), ddof, node);
  return quotient(cx, total, count, name, node);
};

/** Whether the result is one number, of all elements and of their own dtype. */
const isOneScalar = (cx: Context, { array, axes, keepdims, dtype, where }: ReductionArguments): boolean =>
  axes.length === cx.ndimOf(array) &&
  !keepdims &&
  dtype === null &&
  where === null &&
  !isComplex(array.dtype);

/** The sum of the squared distances from the mean, in a second pass as NumPy does. */
function distancesFromMean(
  cx: Context,
  parameters: ReductionArguments,
  name: string,
  node: ts.Node,
): Operand {
  const { array, axes } = parameters;
  const dtype = parameters.dtype ?? momentDType(array.dtype);
  const real = isComplex(dtype) ? realOf(dtype) : dtype;
  const center = meanOf(cx, { ...parameters, dtype, keepdims: false }, node);
  const distance = (element: Scalar, indices: readonly ValueId[]): Scalar => {
    const middle = center.kind === "array" ? loadElement(cx, center, keptOf(indices, axes), node) : center;
    if (middle.kind !== "scalar") throw new Error("A mean is a scalar or an array");
    const off = arithmetic(cx, "-", convert(cx, element, dtype, node), middle, "array", node);
    return squaredMagnitude(cx, off, node);
  };
  return reduceArray(cx, { ...parameters, op: "add", dtype: real, name, node, element: distance });
}
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
    "variance(array([1.0, 2.0, 6.0]), { ddof: 1 })",
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

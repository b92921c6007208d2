import type ts from "typescript";
import type { DType } from "../../ir/dtype.js";
import { floatFor, isComplex, isFloat, isInteger, isSigned, itemsize } from "../../ir/dtype.js";
import { arithmetic } from "../arithmetic.js";
import type { Context } from "../context.js";
import { mapElements } from "../elementwise.js";
import { promoteScalars } from "../inference.js";
import { expectOperand } from "../operators.js";
import { reduceArray } from "../reduce.js";
import { check, convert } from "../scalars.js";
import type { ArrayValue, Scalar, Value } from "../value.js";
import { strong } from "../value.js";
import {
  argument,
  axesArgument,
  dtypeArgument,
  expectArray,
  flag,
  onlyOptions,
  required,
} from "./arguments.js";
import type { CallSite, NameEntry } from "./entry.js";

/** NumPy's accumulator of sum and prod: small integers and bool count as int64 or uint64. */
export function accumulatorOf(dtype: DType): DType {
  if (dtype === "bool") return "int64";
  if (!isInteger(dtype) || itemsize(dtype) === 8) return dtype;
  return isSigned(dtype) ? "int64" : "uint64";
}

export interface ReductionArguments {
  readonly array: ArrayValue;
  readonly axes: readonly number[];
  readonly keepdims: boolean;
  readonly dtype: DType | null;
}
export function reductionArguments(cx: Context, site: CallSite): ReductionArguments {
  onlyOptions(cx, site, ["axis", "keepdims", "dtype", "ddof", "initial"]);
  const array = expectArray(cx, site, required(cx, site, 0, "a"), "a");
  return {
    array,
    axes: axesArgument(cx, argument(site, 1, "axis"), cx.ndimOf(array), site.node),
    keepdims: flag(cx, argument(site, 2, "keepdims"), "keepdims", site.node),
    dtype: dtypeArgument(cx, site.options.get("dtype"), site.node),
  };
}

function entry(names: readonly string[], summary: string, call: NameEntry["call"]): NameEntry {
  const [name] = names;
  return {
    names,
    family: "reductions",
    signature: `${name}(a, axis?, keepdims?)`,
    summary,
    method: true,
    math: false,
    call,
  };
}

const sumOrProduct =
  (op: "add" | "mul", name: string): NameEntry["call"] =>
  (cx, site) => {
    const { array, axes, keepdims, dtype } = reductionArguments(cx, site);
    const accumulator = dtype ?? accumulatorOf(array.dtype);
    return reduceArray(cx, { array, axes, keepdims, op, dtype: accumulator, name, node: site.node });
  };

const extreme =
  (op: "min" | "max"): NameEntry["call"] =>
  (cx, site) => {
    const second = site.args[1];
    if (second?.kind === "array" || site.args.length > 3 || site.args[0]?.kind === "scalar")
      return scalarExtreme(cx, site, op);
    const { array, axes, keepdims } = reductionArguments(cx, site);
    notEmpty(cx, array, axes, op, site.node);
    return reduceArray(cx, { array, axes, keepdims, op, dtype: array.dtype, name: op, node: site.node });
  };

/** min(x, y) of scalars, as Math.min. */
function scalarExtreme(cx: Context, site: CallSite, op: "min" | "max"): Value {
  const scalars = site.args.map((value) => {
    if (value.kind === "scalar") return value;
    throw cx.typeError(
      `${site.name} of arrays reduces one array: for the ${op === "min" ? "lesser" : "greater"} of two, element by element, write ${op}imum(a, b).`,
      site.node,
    );
  });
  return scalars.reduce((left, right) => extremeOf(cx, op, left, right, site.node));
}
export function extremeOf(
  cx: Context,
  op: "min" | "max",
  left: Scalar,
  right: Scalar,
  node: ts.Node,
): Scalar {
  const { dtype, weak } = promoteScalars(left, right);
  const [a, b] = [convert(cx, left, dtype, node), convert(cx, right, dtype, node)];
  const out = cx.value({ kind: "scalar", dtype });
  if (a.id === null || b.id === null) throw new Error("A converted scalar has a value");
  cx.emit({ kind: "binary", out, op, a: a.id, b: b.id, span: cx.span(node) });
  return { ...strong(out, dtype), weak };
}

export function notEmpty(
  cx: Context,
  array: ArrayValue,
  axes: readonly number[],
  name: string,
  node: ts.Node,
): void {
  for (const axis of axes) {
    const extent = cx.shapeOf(array)[axis];
    if (extent === undefined) continue;
    const zero = cx.integers.constant(0, node);
    check(
      cx,
      cx.integers.compare("gt", extent, zero, node),
      `${name} of an empty array has no value`,
      [],
      node,
    );
  }
}

const mean: NameEntry["call"] = (cx, site) => {
  const { array, axes, keepdims, dtype } = reductionArguments(cx, site);
  const wanted = dtype ?? (isFloat(array.dtype) || isComplex(array.dtype) ? array.dtype : "float64");
  const total = reduceArray(cx, {
    array,
    axes,
    keepdims,
    op: "add",
    dtype: wanted,
    name: "mean",
    node: site.node,
  });
  return divideByCount(cx, total, array, axes, site.node);
};
function divideByCount(
  cx: Context,
  total: Value,
  array: ArrayValue,
  axes: readonly number[],
  node: ts.Node,
): Value {
  const extents = axes.flatMap((axis) => cx.shapeOf(array).slice(axis, axis + 1));
  const count = extents.reduce(
    (product, extent) => cx.integers.mul(product, extent, node),
    cx.integers.constant(1, node),
  );
  return mapElements(cx, node, "mean", [expectOperand(cx, total, "mean", node)], ([element]) =>
    arithmetic(
      cx,
      "/",
      only(element),
      convert(cx, strong(count, "int64"), floatFor(only(element).dtype), node),
      "array",
      node,
    ),
  );
}

function only(element: Scalar | undefined): Scalar {
  if (element === undefined) throw new Error("A function of one argument lost it");
  return element;
}

export const reductions: readonly NameEntry[] = [
  entry(
    ["sum"],
    "The sum of the elements; small integers and bool add up as int64 or uint64.",
    sumOrProduct("add", "sum"),
  ),
  entry(["prod", "product"], "The product of the elements.", sumOrProduct("mul", "prod")),
  {
    ...entry(["min", "amin"], "The least element; NaN wins. RangeError where there is none.", extreme("min")),
    math: true,
  },
  {
    ...entry(
      ["max", "amax"],
      "The greatest element; NaN wins. RangeError where there is none.",
      extreme("max"),
    ),
    math: true,
  },
  entry(["mean", "average"], "The arithmetic mean, float64 for integers.", mean),
];

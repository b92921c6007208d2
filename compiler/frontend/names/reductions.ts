import type ts from "typescript";
import type { DType } from "../../ir/dtype.js";
import { isComplex, isFloat, isInteger, isSigned, itemsize } from "../../ir/dtype.js";
import type { BuiltinReduction } from "../accumulation.js";
import { arithmetic, truth } from "../arithmetic.js";
import type { Context } from "../context.js";
import type { Operand } from "../elementwise.js";
import { mapElements } from "../elementwise.js";
import { promoteScalars } from "../inference.js";
import { expectOperand } from "../operators.js";
import { reduceArray } from "../reduce.js";
import { emitBinary } from "../scalar-emission.js";
import { check, convert, idOf } from "../scalars.js";
import type { ArrayValue, Scalar, Value } from "../value.js";
import { describe, strong } from "../value.js";
import {
  argument,
  axesArgument,
  dtypeArgument,
  expectArray,
  flag,
  onlyOptions,
  required,
} from "./arguments.js";
import { entriesOf } from "./entries-of.js";
import type { CallSite, Group, NameEntry } from "./entry.js";
import { REDUCTIONS } from "./groups.js";

/** NumPy's accumulator of sums and products: small integers and bool count as int64 or uint64. */
export function accumulatorOf(dtype: DType): DType {
  if (dtype === "bool") return "int64";
  if (!isInteger(dtype) || itemsize(dtype) === 8) return dtype;
  return isSigned(dtype) ? "int64" : "uint64";
}

/** (a, axis, keepdims), positional or as options. */
export interface ReductionArguments {
  readonly array: ArrayValue;
  readonly axes: readonly number[];
  readonly keepdims: boolean;
  readonly dtype: DType | null;
  readonly initial: Scalar | null;
  /** The mask of the elements that take part. */
  readonly where: Operand | null;
}
export function reductionArguments(
  cx: Context,
  site: CallSite,
  extra: readonly string[] = [],
): ReductionArguments {
  onlyOptions(cx, site, ["axis", "keepdims", ...extra]);
  const array = expectArray(cx, site, required(cx, site, 0, "a"), "a");
  const initial = site.options.get("initial");
  if (initial !== undefined && initial.kind !== "scalar")
    throw cx.typeError("initial must be a scalar.", site.node);
  return {
    array,
    axes: axesArgument(cx, argument(site, 1, "axis"), cx.ndimOf(array), site.node),
    keepdims: flag(cx, argument(site, 2, "keepdims"), "keepdims", site.node),
    dtype: dtypeArgument(cx, site.options.get("dtype"), site.node),
    initial: initial ?? null,
    where: whereOption(cx, site),
  };
}

function whereOption(cx: Context, site: CallSite): Operand | null {
  const value = site.options.get("where");
  if (value === undefined || value.kind === "scalar") return value ?? null;
  return expectArray(cx, site, value, "where");
}

/** A name of the form `name(a, axis?, keepdims?)`, also a method; `otherForm` is how it may be called beside that. */
export function reductionEntry(
  group: Group,
  names: readonly string[],
  summary: string,
  example: string,
  call: NameEntry["call"],
  otherForm: string | null = null,
): NameEntry {
  const signature = `${names[0]}(a, axis?, keepdims?)`;
  return entriesOf(group, { method: true })(
    names,
    otherForm === null ? signature : `${signature}, ${otherForm}`,
    summary,
    example,
    call,
  );
}

/** Applies a scalar function to each element of a result, or to a scalar result. */
export function finish(
  cx: Context,
  result: Value,
  name: string,
  node: ts.Node,
  f: (element: Scalar) => Scalar,
): Value {
  return mapElements(cx, node, name, [expectOperand(cx, result, name, node)], ([element]) => {
    if (element === undefined) throw new Error("A function of one argument lost it");
    return f(element);
  });
}

const sumOrProduct =
  (op: "add" | "mul", name: string): NameEntry["call"] =>
  (cx, site) => {
    const parameters = reductionArguments(cx, site, ["dtype", "initial", "where"]);
    const { initial } = parameters;
    const accumulator = parameters.dtype ?? accumulatorOf(parameters.array.dtype);
    const total = reduceArray(cx, { ...parameters, op, dtype: accumulator, name, node: site.node });
    if (initial === null) return total;
    const start = convert(cx, initial, accumulator, site.node);
    return finish(cx, total, name, site.node, (element) =>
      arithmetic(cx, op === "add" ? "+" : "*", start, element, "array", site.node),
    );
  };

const extreme =
  (op: "min" | "max"): NameEntry["call"] =>
  (cx, site) => {
    if (isScalarExtreme(site)) return scalarExtreme(cx, site, op);
    const parameters = reductionArguments(cx, site, ["initial", "where"]);
    const { initial, where } = parameters;
    const { node } = site;
    if (where !== null && initial === null) {
      throw cx.typeError(`${site.name} with where needs initial, the value of no elements.`, node);
    }
    const least = extremeElement(cx, op, parameters, initial === null, node);
    if (initial === null) return least;
    const start = convert(cx, initial, parameters.array.dtype, node);
    return finish(cx, least, op, node, (element) => extremeOf(cx, op, start, element, node));
  };

/** max(x, y) of scalars, and Math.max always; max(a, 0) of an array is its axis. */
const isScalarExtreme = ({ args, name }: CallSite): boolean =>
  args[0]?.kind === "scalar" || args[1]?.kind === "array" || args.length > 3 || name.startsWith("Math.");

function scalarExtreme(cx: Context, site: CallSite, op: "min" | "max"): Value {
  const scalars = site.args.map((value) => {
    if (value.kind === "scalar") return value;
    const [least, lesser] = op === "min" ? ["least", "lesser"] : ["greatest", "greater"];
    throw cx.typeError(
      `${site.name} of two takes scalars, not ${describe(value, cx.ndimOf)}: the ${lesser} of two arrays, element by element, is ` +
        `${op}imum(a, b); the ${least} element of one is ${op}(a).`,
      site.node,
    );
  });
  if (scalars.length === 0) throw cx.typeError(`${site.name} needs its arguments.`, site.node);
  return scalars.reduce((left, right) => extremeOf(cx, op, left, right, site.node));
}

function extremeOf(cx: Context, op: "min" | "max", left: Scalar, right: Scalar, node: ts.Node): Scalar {
  const { dtype, weak } = promoteScalars(left, right);
  if (isComplex(dtype)) throw cx.typeError(`Complex numbers have no order, so no ${op}.`, node);
  const [a, b] = [convert(cx, left, dtype, node), convert(cx, right, dtype, node)];
  return { ...strong(emitBinary(cx, op, idOf(cx, a, node), idOf(cx, b, node), dtype, node), dtype), weak };
}

/** The least or greatest element; of bool, and or or. */
function extremeElement(
  cx: Context,
  op: "min" | "max",
  { array, axes, keepdims, where }: Omit<ReductionArguments, "dtype" | "initial">,
  refuseEmpty: boolean,
  node: ts.Node,
): Scalar | ArrayValue {
  if (isComplex(array.dtype)) throw cx.typeError(`Complex numbers have no order, so no ${op}.`, node);
  if (refuseEmpty) notEmpty(cx, array, axes, op, node);
  const logical: BuiltinReduction = op === "min" ? "and" : "or";
  return reduceArray(cx, {
    array,
    axes,
    keepdims,
    op: array.dtype === "bool" ? logical : op,
    dtype: array.dtype,
    name: op,
    node,
    where,
  });
}

/** A RangeError at run time where an axis to be reduced is empty. */
export function notEmpty(
  cx: Context,
  array: ArrayValue,
  axes: readonly number[],
  name: string,
  node: ts.Node,
): void {
  for (const extent of reducedExtents(cx, array, axes)) {
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

export const reducedExtents = (cx: Context, array: ArrayValue, axes: readonly number[]) =>
  axes.flatMap((axis) => cx.shapeOf(array).slice(axis, axis + 1));

const truthful =
  (op: "and" | "or", name: string): NameEntry["call"] =>
  (cx, site) => {
    const { node } = site;
    return reduceArray(cx, {
      ...reductionArguments(cx, site, ["where"]),
      op,
      dtype: "bool",
      name,
      node,
      element: (x) => truthOf(cx, x, node),
    });
  };

/** NumPy's truth: NaN is true. */
function truthOf(cx: Context, x: Scalar, node: ts.Node): Scalar {
  return isFloat(x.dtype) || isComplex(x.dtype) ? convert(cx, x, "bool", node) : truth(cx, x, node);
}

const countNonzero: NameEntry["call"] = (cx, site) => {
  const { array, axes, keepdims } = reductionArguments(cx, site);
  const { node } = site;
  const element = (x: Scalar): Scalar => convert(cx, truthOf(cx, x, node), "int64", node);
  return reduceArray(cx, {
    array,
    axes,
    keepdims,
    op: "add",
    dtype: "int64",
    name: "countNonzero",
    node,
    element,
  });
};

const ptp: NameEntry["call"] = (cx, site) => {
  const parameters = reductionArguments(cx, site);
  const { node } = site;
  const greatest = extremeElement(cx, "max", parameters, true, node);
  const least = extremeElement(cx, "min", parameters, false, node);
  return mapElements(cx, node, "ptp", [greatest, least], ([high, low]) => {
    if (high === undefined || low === undefined) throw new Error("ptp has two extremes");
    return arithmetic(cx, "-", high, low, "array", node);
  });
};

export const reductions: readonly NameEntry[] = [
  reductionEntry(
    REDUCTIONS,
    ["sum"],
    "The sum of the elements; small integers and bool add up as int64 or uint64.",
    "const a = array([[1, 2], [3, 4]]);\n[sum(a), sum(a, 0), a.sum({ axis: 1, keepdims: true })]",
    sumOrProduct("add", "sum"),
  ),
  reductionEntry(
    REDUCTIONS,
    ["prod", "product"],
    "The product of the elements; small integers and bool multiply as int64 or uint64.",
    "prod(array([1, 2, 3, 4]))",
    sumOrProduct("mul", "prod"),
  ),
  {
    ...reductionEntry(
      REDUCTIONS,
      ["min", "amin"],
      "The least element; NaN wins. RangeError where there is none.",
      "min(array([[3, 1], [2, 5]]), 0)",
      extreme("min"),
      "min(x, y, …)",
    ),
    math: true,
  },
  {
    ...reductionEntry(
      REDUCTIONS,
      ["max", "amax"],
      "The greatest element; NaN wins. RangeError where there is none.",
      "max(array([[3, 1], [2, 5]]), 1)",
      extreme("max"),
      "max(x, y, …)",
    ),
    math: true,
  },
  reductionEntry(
    REDUCTIONS,
    ["any"],
    "Whether some element is not zero.",
    "any(array([0, 0, 1]))",
    truthful("or", "any"),
  ),
  reductionEntry(
    REDUCTIONS,
    ["all"],
    "Whether no element is zero.",
    "all(array([[0, 1], [1, 1]]), 0)",
    truthful("and", "all"),
  ),
  reductionEntry(
    REDUCTIONS,
    ["countNonzero"],
    "The number of elements that are not zero.",
    "countNonzero(array([0, 3, 0, 5]))",
    countNonzero,
  ),
  reductionEntry(
    REDUCTIONS,
    ["ptp"],
    "The greatest element less the least one. RangeError where there is none.",
    "ptp(array([2, 9, 4]))",
    ptp,
  ),
];

import type ts from "typescript";
import type { ValueId } from "../../ir/ids.js";
import { arithmetic } from "../arithmetic.js";
import type { Context } from "../context.js";
import { loadElement, mapElements } from "../elementwise.js";
import { promoteScalars } from "../inference.js";
import { binary } from "../operators.js";
import { reduceSpace } from "../reduce.js";
import { check, convert } from "../scalars.js";
import type { ArrayValue, Scalar, Value } from "../value.js";
import { makeView } from "../views.js";
import { arrayArgument, expectArray, required } from "./arguments.js";
import type { CallSite, NameEntry } from "./entry.js";

/** The extents that a product sums over must be equal. */
function contracted(
  cx: Context,
  a: ArrayValue,
  axisA: number,
  b: ArrayValue,
  axisB: number,
  site: CallSite,
): ValueId {
  const [left, right] = [cx.shapeOf(a)[axisA], cx.shapeOf(b)[axisB]];
  if (left === undefined || right === undefined) throw new Error("A product has no axis to sum over");
  if (left !== right) {
    const [shapeA, shapeB] = [cx.shapeOf(a), cx.shapeOf(b)];
    let slot = 0;
    const text = (shape: readonly ValueId[]): string => `(${shape.map(() => `{${slot++}}`).join(", ")})`;
    const message = `${site.name}: the shapes ${text(shapeA)} and ${text(shapeB)} don't fit: their lengths along the summed axis differ`;
    check(cx, cx.integers.compare("eq", left, right, site.node), message, [...shapeA, ...shapeB], site.node);
  }
  return left;
}

const dot: NameEntry["call"] = (cx, site): Value => {
  const [x, y] = [required(cx, site, 0, "a"), required(cx, site, 1, "b")];
  if (x.kind === "scalar" || y.kind === "scalar") return binary(cx, "*", x, y, site.node);
  const [a, b] = [expectArray(cx, site, x, "a"), expectArray(cx, site, y, "b")];
  return product(cx, a, b, site);
};

/** a · b over a's last axis and b's first (of a vector) or second to last. */
export function product(cx: Context, a: ArrayValue, b: ArrayValue, site: CallSite): Scalar | ArrayValue {
  const [ranks, node] = [`${cx.ndimOf(a)}${cx.ndimOf(b)}`, site.node];
  const { dtype: joined } = promoteScalars({ dtype: a.dtype, weak: false }, { dtype: b.dtype, weak: false });
  const dtype = joined;
  const [aShape, bShape] = [cx.shapeOf(a), cx.shapeOf(b)];
  const term = (i: readonly ValueId[], j: readonly ValueId[]): Scalar => {
    const left = convert(cx, loadElement(cx, a, i, node), dtype, node);
    const right = convert(cx, loadElement(cx, b, j, node), dtype, node);
    if (dtype === "bool") return andOf(cx, left, right, node);
    return arithmetic(cx, "*", left, right, "array", node);
  };
  const op = dtype === "bool" ? "or" : "add";
  const common = { op, dtype, name: site.name, node } as const;
  switch (ranks) {
    case "11":
      return reduceSpace(cx, {
        ...common,
        extents: [contracted(cx, a, 0, b, 0, site)],
        axes: [0],
        body: ([k]) => term(ids(k), ids(k)),
      });
    case "21":
      return reduceSpace(cx, {
        ...common,
        extents: [...aShape.slice(0, 1), contracted(cx, a, 1, b, 0, site)],
        axes: [1],
        body: ([i, k]) => term(ids(i, k), ids(k)),
      });
    case "12":
      return reduceSpace(cx, {
        ...common,
        extents: [contracted(cx, a, 0, b, 0, site), ...bShape.slice(1)],
        axes: [0],
        body: ([k, j]) => term(ids(k), ids(k, j)),
      });
    case "22":
      return reduceSpace(cx, {
        ...common,
        extents: [...aShape.slice(0, 1), contracted(cx, a, 1, b, 0, site), ...bShape.slice(1)],
        axes: [1],
        body: ([i, k, j]) => term(ids(i, k), ids(k, j)),
      });
    default:
      throw cx.typeError(
        `${site.name} takes vectors and matrices, not arrays of ${cx.ndimOf(a)} and ${cx.ndimOf(b)} dimensions.`,
        node,
      );
  }
}
function ids(...values: readonly (ValueId | undefined)[]): readonly ValueId[] {
  return values.map((value) => {
    if (value === undefined) throw new Error("A product lost an index");
    return value;
  });
}
function andOf(cx: Context, left: Scalar, right: Scalar, node: ts.Node): Scalar {
  const value = binary(cx, "&", left, right, node);
  if (value.kind !== "scalar") throw new Error("The product of scalars is a scalar");
  return value;
}

const vdot: NameEntry["call"] = (cx, site) => {
  const a = arrayArgument(cx, site, 0, "a");
  const b = arrayArgument(cx, site, 1, "b");
  if (cx.ndimOf(a) !== 1 || cx.ndimOf(b) !== 1)
    throw cx.typeError("vdot takes vectors: ravel matrices first.", site.node);
  return product(cx, a, b, site);
};

const outer: NameEntry["call"] = (cx, site) => {
  const a = arrayArgument(cx, site, 0, "a");
  const b = arrayArgument(cx, site, 1, "b");
  if (cx.ndimOf(a) !== 1 || cx.ndimOf(b) !== 1)
    throw cx.typeError("outer takes vectors: ravel matrices first.", site.node);
  const { shape, strides } = cx.arrayType(a);
  const [zero, one] = [cx.integers.constant(0, site.node), cx.integers.constant(1, site.node)];
  const column = makeView(cx, a, zero, [...shape, one], [...strides, zero], site.node);
  return mapElements(cx, site.node, "outer", [column, b], ([x, y]) => {
    if (x === undefined || y === undefined) throw new Error("outer has two arguments");
    return arithmetic(cx, "*", x, y, "array", site.node);
  });
};

const entry = (
  names: readonly string[],
  signature: string,
  summary: string,
  method: boolean,
  call: NameEntry["call"],
): NameEntry => ({
  names,
  family: "linear algebra",
  signature,
  summary,
  method,
  math: false,
  call,
});
export const linearAlgebra: readonly NameEntry[] = [
  entry(
    ["dot"],
    "dot(a, b)",
    "The product of vectors and matrices, summed over a's last axis. RangeError where the lengths differ.",
    true,
    dot,
  ),
  entry(["matmul"], "matmul(a, b)", "The matrix product.", false, dot),
  entry(["vdot"], "vdot(a, b)", "The product of two vectors.", false, vdot),
  entry(
    ["outer"],
    "outer(a, b)",
    "The products of each element of a with each of b, a matrix.",
    false,
    outer,
  ),
];

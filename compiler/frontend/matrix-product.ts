// Products of arrays summed over one axis of each: NumPy's dot and matmul.
import type ts from "typescript";
import type { DType } from "../ir/dtype.js";
import { DTYPES, isComplex, isFloat, promoteTypes } from "../ir/dtype.js";
import type { ValueId } from "../ir/ids.js";
import { arithmetic } from "./arithmetic.js";
import { broadcastShapes } from "./broadcast.js";
import type { Context } from "./context.js";
import { allocateArray, loadElement } from "./elementwise.js";
import { callLibrary } from "./library-call.js";
import { reduceSpace } from "./reduce.js";
import { emitBinary, emitUnary } from "./scalar-emission.js";
import { check, convert, idOf } from "./scalars.js";
import type { ArrayValue, Scalar } from "./value.js";
import { strong } from "./value.js";
import { makeView } from "./views.js";

/** A call as the messages and the report name it. */
export interface Product {
  readonly cx: Context;
  readonly name: string;
  readonly node: ts.Node;
}

/** a · b over a's last axis and b's second to last, or only, one; the other axes of a come first. */
export function dotProduct(product: Product, a: ArrayValue, b: ArrayValue): Scalar | ArrayValue {
  const { cx } = product;
  const length = contracted(product, a, b);
  if (isLargeProduct(cx, a, b)) return nativeProduct(product, a, b);
  const [aKept, bShape] = [cx.shapeOf(a).slice(0, -1), cx.shapeOf(b)];
  const before = aKept.length;
  const [bOuter, bInner] = [bShape.slice(0, -2), bShape.slice(1).slice(-1)];
  const summed = before + bOuter.length;
  return sumOfProducts(product, a, b, {
    extents: [...aKept, ...bOuter, length, ...bInner],
    axis: summed,
    places: (indices) => [
      [...indices.slice(0, before), ...indices.slice(summed, summed + 1)],
      indices.slice(before),
    ],
  });
}

/** The products of the last two axes; the axes before them broadcast. A vector counts as a row on the left, as a column on the right. */
export function matrixProduct(product: Product, a: ArrayValue, b: ArrayValue): Scalar | ArrayValue {
  const { cx, node } = product;
  if (cx.ndimOf(a) <= 2 && cx.ndimOf(b) <= 2) return dotProduct(product, a, b);
  const length = contracted(product, a, b);
  const [aOuter, bOuter] = [stackOf(cx, a, node), stackOf(cx, b, node)];
  const { shape, indexOf } = broadcastShapes(cx, [aOuter, bOuter], node);
  const rows = cx.ndimOf(a) > 1 ? cx.shapeOf(a).slice(-2, -1) : [];
  const columns = cx.ndimOf(b) > 1 ? cx.shapeOf(b).slice(-1) : [];
  const summed = shape.length + rows.length;
  return sumOfProducts(product, a, b, {
    extents: [...shape, ...rows, length, ...columns],
    axis: summed,
    places: (indices) => {
      const outer = indices.slice(0, shape.length);
      return [
        [...indexOf(aOuter, outer), ...indices.slice(shape.length, summed + 1)],
        [...indexOf(bOuter, outer), ...indices.slice(summed)],
      ];
    },
  });
}

/** The first element of each matrix of a stack: a view of the axes before the last two. */
function stackOf(cx: Context, array: ArrayValue, node: ts.Node): ArrayValue {
  const { shape, strides } = cx.arrayType(array);
  return makeView(cx, array, cx.integers.constant(0, node), shape.slice(0, -2), strides.slice(0, -2), node);
}

/** The length that is summed over; that of the other array must be equal. */
function contracted({ cx, name, node }: Product, a: ArrayValue, b: ArrayValue): ValueId {
  const [aShape, bShape] = [cx.shapeOf(a), cx.shapeOf(b)];
  const [left, right] = [aShape.at(-1), bShape.at(-2) ?? bShape.at(-1)];
  if (left === undefined || right === undefined) throw new Error("A product has no axis to sum over");
  if (left === right) return left;
  let slot = 0;
  const text = (shape: readonly ValueId[]): string =>
    `(${shape.map(() => `{${slot++}}`).join(", ")}${shape.length === 1 ? "," : ""})`;
  const few = aShape.length + bShape.length <= 4;
  const shapes = few ? `the shapes ${text(aShape)} and ${text(bShape)} don't fit: their` : "the";
  const lengths = few ? "differ" : "are {0} and {1}, and must be equal";
  const message = `${name}: ${shapes} lengths along the summed axis ${lengths}`;
  const values = few ? [...aShape, ...bShape] : [left, right];
  check(cx, cx.integers.compare("eq", left, right, node), message, values, node);
  return left;
}

interface ProductSpace {
  readonly extents: readonly ValueId[];
  /** The one that is summed over. */
  readonly axis: number;
  /** The places of the two factors. */
  readonly places: (indices: readonly ValueId[]) => readonly [readonly ValueId[], readonly ValueId[]];
}

function sumOfProducts(
  { cx, name, node }: Product,
  a: ArrayValue,
  b: ArrayValue,
  { extents, axis, places }: ProductSpace,
): Scalar | ArrayValue {
  const dtype = promoteTypes(a.dtype, b.dtype);
  return reduceSpace(cx, {
    extents,
    axes: [axis],
    op: dtype === "bool" ? "or" : "add",
    dtype,
    name,
    node,
    body: (indices) => {
      const [inA, inB] = places(indices);
      return times(cx, loadElement(cx, a, inA, node), loadElement(cx, b, inB, node), node);
    },
  });
}

/** NumPy's multiply: of two bools, whether both are true. */
export function times(cx: Context, a: Scalar, b: Scalar, node: ts.Node): Scalar {
  const dtype: DType = promoteTypes(a.dtype, b.dtype);
  const [left, right] = [convert(cx, a, dtype, node), convert(cx, b, dtype, node)];
  if (dtype !== "bool") return arithmetic(cx, "*", left, right, "array", node);
  return strong(emitBinary(cx, "and", idOf(cx, left, node), idOf(cx, right, node), "bool", node), "bool");
}

export const conjugate = (cx: Context, value: Scalar, node: ts.Node): Scalar =>
  strong(emitUnary(cx, "conj", idOf(cx, value, node), value.dtype, node), value.dtype);

/** Matrices of one dtype, floats or complex numbers; within a loop the product is inlined, since its matrices may be tiny. */
const isLargeProduct = (cx: Context, a: ArrayValue, b: ArrayValue): boolean =>
  cx.ndimOf(a) === 2 &&
  cx.ndimOf(b) === 2 &&
  a.dtype === b.dtype &&
  (isFloat(a.dtype) || isComplex(a.dtype)) &&
  cx.parallelDepth === 0;

/** By blocks that stay in the caches: a function of the runtime (runtime/src/matmul.h). */
function nativeProduct({ cx, node }: Product, a: ArrayValue, b: ArrayValue): ArrayValue {
  const shape = [...cx.shapeOf(a).slice(0, 1), ...cx.shapeOf(b).slice(1)];
  const out = allocateArray(cx, shape, a.dtype, node);
  const dtype = cx.integers.constant(DTYPES.indexOf(a.dtype), node);
  const args = [out.id, a.id, b.id, dtype];
  callLibrary(cx, { fn: "weft_matmul", args, writes: [out.id], name: "matrix product", node });
  return out;
}

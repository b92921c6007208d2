import type ts from "typescript";
import type { DType } from "../ir/dtype.js";
import type { LoopId, ValueId } from "../ir/ids.js";
import type { ArrayOp } from "../ir/ops.js";
import { scalarType } from "../ir/types.js";
import { spanText } from "../source.js";
import type { Mode } from "./arithmetic.js";
import { broadcastShapes } from "./broadcast.js";
import type { Context } from "./context.js";
import { spaceRegion } from "./draws.js";
import { idOf, materialize } from "./scalars.js";
import type { ArrayValue, Scalar } from "./value.js";
import { strong } from "./value.js";

export type Operand = Scalar | ArrayValue;

/**
 * Applies a scalar function to each element of the broadcast operands: a fresh array, or a scalar where no operand is an array.
 * The dtype of the result is that of what `body` returns.
 */
export function mapElements(
  cx: Context,
  node: ts.Node,
  description: string,
  operands: readonly Operand[],
  body: (elements: readonly Scalar[], mode: Mode) => Scalar,
): Operand {
  const arrays = operands.filter((operand) => operand.kind === "array");
  if (arrays.length === 0)
    return body(
      operands.filter((operand) => operand.kind === "scalar"),
      "scalar",
    );
  const { shape, indexOf } = broadcastShapes(cx, arrays, node);
  return generate(cx, node, `elementwise ${description}`, shape, (indices) => {
    const elements = operands.map((operand) =>
      operand.kind === "scalar" ? operand : loadElement(cx, operand, indexOf(operand, indices), node),
    );
    return body(elements, "array");
  });
}

/** The element at an index that is known to be inside. */
export function loadElement(
  cx: Context,
  array: ArrayValue,
  index: readonly ValueId[],
  node: ts.Node,
): Scalar {
  const out = cx.value(scalarType(array.dtype));
  cx.emit({ kind: "load", out, array: array.id, index, bounds: { kind: "proven" }, span: cx.span(node) });
  return strong(out, array.dtype);
}

/** A row of the report's loop table. */
export function declareLoop(cx: Context, node: ts.Node, description: string): LoopId {
  const span = cx.span(node);
  return cx.tables.loop({ span, description, expression: spanText(span) });
}

/** Row-major strides of a shape. */
export function rowMajorStrides(cx: Context, shape: readonly ValueId[], node: ts.Node): readonly ValueId[] {
  const strides: ValueId[] = [];
  let stride = cx.integers.constant(1, node);
  for (const extent of shape.toReversed()) {
    strides.unshift(stride);
    stride = cx.integers.mul(stride, extent, node);
  }
  // The product with the outermost extent is the size, not a stride, and nobody reads it.
  return strides;
}

/** A fresh row-major array whose elements are not set yet. */
export function allocateArray(
  cx: Context,
  shape: readonly ValueId[],
  dtype: DType,
  node: ts.Node,
): ArrayValue {
  const out = cx.value({ kind: "array", dtype, shape, strides: rowMajorStrides(cx, shape, node) });
  cx.fresh.add(out);
  cx.emit({ kind: "alloc", out, fill: "none", span: cx.span(node) });
  return { kind: "array", dtype, id: out };
}

/** A fresh array whose element at `indices` is what `body` returns there. */
export function generate(
  cx: Context,
  node: ts.Node,
  description: string,
  shape: readonly ValueId[],
  body: (indices: readonly ValueId[]) => Scalar,
  dtype: DType | null = null,
): ArrayValue {
  const strides = rowMajorStrides(cx, shape, node);
  const loop = declareLoop(cx, node, description);
  const region = elementRegion(cx, node, shape, body, dtype);
  const out = cx.value({ kind: "array", dtype: region.dtype, shape, strides });
  const { indices, ops, result } = region;
  cx.fresh.add(out);
  cx.emit({ kind: "generate", loop, out, indices, body: ops, result, anonymous: true, span: cx.span(node) });
  return { kind: "array", dtype: region.dtype, id: out };
}

interface ElementRegion {
  readonly indices: readonly ValueId[];
  readonly ops: readonly ArrayOp[];
  readonly result: ValueId;
  readonly dtype: DType;
}

/** The scalar body of a whole-array operation; its result is converted to `dtype` where one is given. */
export function elementRegion(
  cx: Context,
  node: ts.Node,
  shape: readonly ValueId[],
  body: (indices: readonly ValueId[]) => Scalar,
  dtype: DType | null,
): ElementRegion {
  const indices = shape.map(() => cx.value(scalarType("int64")));
  const { ops, value } = spaceRegion(cx, indices, shape, node, () => {
    const scalar = body(indices);
    const wanted = dtype ?? scalar.dtype;
    const id = scalar.dtype === wanted ? idOf(cx, scalar, node) : materialize(cx, scalar, wanted, node);
    return { result: id, dtype: wanted };
  });
  return { indices, ops, ...value };
}

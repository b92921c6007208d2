import type ts from "typescript";
import type { DType } from "../ir/dtype.js";
import type { ValueId } from "../ir/ids.js";
import { scalarType } from "../ir/types.js";
import type { Context } from "./context.js";
import { declareLoop, loadElement, rowMajorStrides } from "./elementwise.js";
import type { BuiltinReduction } from "./reduction-patterns.js";
import { identityConstant } from "./reductions.js";
import { convert, emitConstant, idOf } from "./scalars.js";
import type { ArrayValue, Scalar } from "./value.js";
import { strong } from "./value.js";
import { makeView } from "./views.js";

export interface ArrayReduction {
  readonly array: ArrayValue;
  readonly axes: readonly number[];
  readonly keepdims: boolean;
  readonly op: BuiltinReduction;
  /** Of the accumulator and the result. */
  readonly dtype: DType;
  readonly name: string;
  readonly node: ts.Node;
  /** What is accumulated for an element; by default the element. */
  readonly element?: (element: Scalar) => Scalar;
}

/** Reduces axes of an array: a scalar where no axis is kept. */
export function reduceArray(cx: Context, reduction: ArrayReduction): Scalar | ArrayValue {
  const { array, axes, keepdims, node } = reduction;
  const value = reduceSpace(cx, {
    ...reduction,
    extents: cx.shapeOf(array),
    body: (indices) => {
      const element = loadElement(cx, array, indices, node);
      return reduction.element === undefined ? element : reduction.element(element);
    },
  });
  return keepdims ? restoreAxes(cx, value, cx.ndimOf(array), axes, node) : value;
}

export interface SpaceReduction {
  readonly extents: readonly ValueId[];
  readonly axes: readonly number[];
  readonly op: BuiltinReduction;
  readonly dtype: DType;
  readonly name: string;
  readonly node: ts.Node;
  readonly body: (indices: readonly ValueId[]) => Scalar;
}

/** Combines `body` over the axes of a space; the axes that are left make the shape of the result. */
export function reduceSpace(cx: Context, reduction: SpaceReduction): Scalar | ArrayValue {
  const { extents, axes, op, dtype, name, node, body } = reduction;
  const kept = extents.filter((_, axis) => !axes.includes(axis));
  const loop = declareLoop(cx, node, `reduction ${name}`);
  const indices = extents.map(() => cx.value(scalarType("int64")));
  const { ops, value: element } = cx.region(() => idOf(cx, convert(cx, body(indices), dtype, node), node));
  const identity = emitConstant(cx, identityConstant(op, dtype), dtype, node);
  const out =
    kept.length === 0
      ? cx.value(scalarType(dtype))
      : cx.value({ kind: "array", dtype, shape: kept, strides: rowMajorStrides(cx, kept, node) });
  cx.fresh.add(out);
  cx.emit({
    kind: "reduce",
    loop,
    outs: [out],
    extents,
    indices,
    axes,
    body: ops,
    elements: [element],
    identities: [identity],
    combiner: { kind: "builtin", op },
    description: name,
    span: cx.span(node),
  });
  return kept.length === 0 ? strong(out, dtype) : { kind: "array", dtype, id: out };
}

/** `keepdims`: the reduced axes come back with extent 1. */
function restoreAxes(
  cx: Context,
  value: Scalar | ArrayValue,
  ndim: number,
  axes: readonly number[],
  node: ts.Node,
): Scalar | ArrayValue {
  const one = cx.integers.constant(1, node);
  const array = value.kind === "array" ? value : boxScalar(cx, value, node);
  const { shape, strides } = cx.arrayType(array);
  const [newShape, newStrides]: [ValueId[], ValueId[]] = [[], []];
  let next = 0;
  for (let axis = 0; axis < ndim; axis++) {
    if (axes.includes(axis)) {
      newShape.push(one);
      newStrides.push(one);
    } else {
      newShape.push(shape[next] ?? one);
      newStrides.push(strides[next] ?? one);
      next++;
    }
  }
  return makeView(cx, array, cx.integers.constant(0, node), newShape, newStrides, node);
}

/** An array without dimensions that holds the scalar. */
function boxScalar(cx: Context, scalar: Scalar, node: ts.Node): ArrayValue {
  const out = cx.value({ kind: "array", dtype: scalar.dtype, shape: [], strides: [] });
  const span = cx.span(node);
  cx.fresh.add(out);
  cx.emit({ kind: "alloc", out, fill: "none", span });
  cx.emit({
    kind: "store",
    array: out,
    index: [],
    value: idOf(cx, scalar, node),
    bounds: { kind: "proven" },
    span,
  });
  return { kind: "array", dtype: scalar.dtype, id: out };
}

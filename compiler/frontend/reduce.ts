import type ts from "typescript";
import type { DType } from "../ir/dtype.js";
import type { ValueId } from "../ir/ids.js";
import type { ArrayOp, Combiner } from "../ir/ops.js";
import { scalarType } from "../ir/types.js";
import type { BuiltinReduction } from "./accumulation.js";
import type { Context } from "./context.js";
import { storeElement } from "./element-loops.js";
import type { Operand } from "./elementwise.js";
import { allocateArray, declareLoop, loadElement, rowMajorStrides } from "./elementwise.js";
import { identityConstant } from "./reductions.js";
import { emitSelect } from "./scalar-emission.js";
import { convert, emitConstant, idOf } from "./scalars.js";
import { stretchTo } from "./stretch.js";
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
  /** What is accumulated for an element at its indices; by default the element. */
  readonly element?: (element: Scalar, indices: readonly ValueId[]) => Scalar;
  /** Whether an element takes part; all do where it is omitted. It stretches to the array's shape. */
  readonly where?: Operand | null;
}

/** Reduces axes of an array: a scalar where no axis is kept. */
export function reduceArray(cx: Context, reduction: ArrayReduction): Scalar | ArrayValue {
  const { array, axes, keepdims, node } = reduction;
  const takesPart = partOf(cx, array, reduction.where ?? null, node);
  const value = reduceSpace(cx, {
    ...reduction,
    extents: cx.shapeOf(array),
    body: (indices) => {
      const loaded = loadElement(cx, array, indices, node);
      const element = reduction.element === undefined ? loaded : reduction.element(loaded, indices);
      return takesPart === null ? element : elementWhere(cx, reduction, element, takesPart(indices));
    },
  });
  return keepdims ? restoreAxes(cx, value, cx.ndimOf(array), axes, node) : value;
}

/** The condition of an element. @throws ParallelTypeError for one that is not boolean. */
function partOf(
  cx: Context,
  array: ArrayValue,
  where: Operand | null,
  node: ts.Node,
): ((indices: readonly ValueId[]) => Scalar) | null {
  if (where === null) return null;
  if (where.dtype !== "bool") {
    throw cx.typeError(`where must be a mask, an array of bool, not of ${where.dtype}.`, node);
  }
  if (where.kind === "scalar") return () => where;
  const indexOf = stretchTo(cx, where, cx.shapeOf(array), node, "broadcast");
  return (indices) => loadElement(cx, where, indexOf(indices), node);
}

/** The element where the condition holds, and elsewhere what changes nothing. */
function elementWhere(cx: Context, reduction: ArrayReduction, element: Scalar, condition: Scalar): Scalar {
  const { op, dtype, node } = reduction;
  const neutral = emitConstant(cx, identityConstant(op, dtype), dtype, node);
  const value = idOf(cx, convert(cx, element, dtype, node), node);
  return strong(emitSelect(cx, idOf(cx, condition, node), value, neutral, dtype, node), dtype);
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
  const { op, dtype, node, body } = reduction;
  const [result] = emitReduce(cx, {
    ...reduction,
    dtypes: [dtype],
    identities: [identityConstant(op, dtype)],
    combiner: { kind: "builtin", op },
    body: (indices) => [convert(cx, body(indices), dtype, node)],
  });
  if (result === undefined) throw new Error("A reduction has a result");
  return result;
}

export interface JointReduction {
  readonly extents: readonly ValueId[];
  readonly axes: readonly number[];
  readonly name: string;
  readonly node: ts.Node;
  /** Of the accumulators. */
  readonly dtypes: readonly DType[];
  /** What changes nothing when it is combined. */
  readonly identities: readonly (number | bigint | boolean)[];
  /** The accumulators of one element. */
  readonly body: (indices: readonly ValueId[]) => readonly Scalar[];
  /** The accumulators of two parts, `left` of earlier elements; associative. */
  readonly combine: (left: readonly Scalar[], right: readonly Scalar[]) => readonly Scalar[];
}

/** A reduction with several accumulators that depend on each other: a least element and its index. */
export function reduceJointly(cx: Context, reduction: JointReduction): readonly (Scalar | ArrayValue)[] {
  const { dtypes, node } = reduction;
  const side = (): readonly Scalar[] => dtypes.map((dtype) => strong(cx.value(scalarType(dtype)), dtype));
  const [left, right] = [side(), side()];
  const { ops, value: results } = cx.region(() => idsAs(cx, reduction.combine(left, right), dtypes, node));
  const combiner: Combiner<ArrayOp> = {
    kind: "custom",
    left: idsAs(cx, left, dtypes, node),
    right: idsAs(cx, right, dtypes, node),
    body: ops,
    results,
  };
  return emitReduce(cx, { ...reduction, combiner });
}

function idsAs(
  cx: Context,
  scalars: readonly Scalar[],
  dtypes: readonly DType[],
  node: ts.Node,
): readonly ValueId[] {
  return scalars.map((scalar, index) =>
    idOf(cx, convert(cx, scalar, dtypes[index] ?? scalar.dtype, node), node),
  );
}

function emitReduce(
  cx: Context,
  reduction: Omit<JointReduction, "combine"> & { readonly combiner: Combiner<ArrayOp> },
): readonly (Scalar | ArrayValue)[] {
  const { extents, axes, dtypes, name, node, body, combiner } = reduction;
  const kept = extents.filter((_, axis) => !axes.includes(axis));
  const loop = declareLoop(cx, node, `reduction ${name}`);
  const indices = extents.map(() => cx.value(scalarType("int64")));
  const { ops, value: elements } = cx.region(() => idsAs(cx, body(indices), dtypes, node));
  const identities = dtypes.map((dtype, index) =>
    emitConstant(cx, reduction.identities[index] ?? 0, dtype, node),
  );
  const results = dtypes.map((dtype): Scalar | ArrayValue => {
    if (kept.length === 0) return strong(cx.value(scalarType(dtype)), dtype);
    const id = cx.value({ kind: "array", dtype, shape: kept, strides: rowMajorStrides(cx, kept, node) });
    cx.fresh.add(id);
    return { kind: "array", dtype, id };
  });
  const outs = results.map((result) => (result.kind === "array" ? result.id : idOf(cx, result, node)));
  const span = cx.span(node);
  cx.emit({
    kind: "reduce",
    loop,
    outs,
    extents,
    indices,
    axes,
    body: ops,
    elements,
    identities,
    combiner,
    description: name,
    span,
  });
  return results;
}

/** `keepdims`: the reduced axes come back with extent 1. */
export function restoreAxes(
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
  const array = allocateArray(cx, [], scalar.dtype, node);
  storeElement(cx, array.id, [], idOf(cx, scalar, node), node);
  return array;
}

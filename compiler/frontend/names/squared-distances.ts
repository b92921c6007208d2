import type ts from "typescript";
import { isFloat } from "../../ir/dtype.js";
import type { ValueId } from "../../ir/ids.js";
import { arithmetic } from "../arithmetic.js";
import type { Context } from "../context.js";
import { loadElement } from "../elementwise.js";
import { reduceArray } from "../reduce.js";
import { emitBinary, emitCall, emitCompare, emitSelect } from "../scalar-emission.js";
import { convert, emitConstant, idOf } from "../scalars.js";
import { unlessEmpty } from "../unless-empty.js";
import type { ArrayValue, Scalar } from "../value.js";
import { strong } from "../value.js";

const DTYPE = "float64";

/**
 * The sum over all elements of the squared distance from the mean, in one pass: distances are taken from a pivot among the
 * elements, as the mean is not known yet, and then corrected by how far off that was (the shifted-data algorithm of Chan, Golub and
 * LeVeque, "Algorithms for Computing the Sample Variance", 1983). `array` is real; sums are of
 * float64, the result has the dtype of a float array; of an empty one it is NaN.
 */
export function squaredDistances(cx: Context, array: ArrayValue, name: string, node: ts.Node): Scalar {
  const pivot = strong(pivotOf(cx, array, node), DTYPE);
  const total = (element: (distance: Scalar) => Scalar): ValueId => {
    const sum = reduceArray(cx, {
      array,
      axes: cx.shapeOf(array).map((_, axis) => axis),
      keepdims: false,
      op: "add",
      dtype: DTYPE,
      name,
      node,
      element: (value) => element(arithmetic(cx, "-", convert(cx, value, DTYPE, node), pivot, "array", node)),
    });
    if (sum.kind !== "scalar") throw new Error("A reduction over all axes is a scalar");
    return idOf(cx, sum, node);
  };
  const off = total((distance) => distance);
  const squares = total((distance) => arithmetic(cx, "*", distance, distance, "array", node));
  const { integers } = cx;
  const size = cx
    .shapeOf(array)
    .reduce((product, extent) => integers.mul(product, extent, node), integers.constant(1, node));
  const count = idOf(cx, convert(cx, strong(size, "int64"), DTYPE, node), node);
  const sum = strong(corrected(cx, off, squares, count, node), DTYPE);
  return convert(cx, sum, isFloat(array.dtype) ? array.dtype : DTYPE, node);
}

/** The median of the first, the middle and the last element: near the mean also where one of them is far from the others. */
function pivotOf(cx: Context, array: ArrayValue, node: ts.Node): ValueId {
  const shape = cx.shapeOf(array);
  const { integers } = cx;
  const [zero, one, two] = [0, 1, 2].map((value) => integers.constant(value, node));
  if (zero === undefined || one === undefined || two === undefined) throw new Error("Constants have values");
  return unlessEmpty(cx, shape, DTYPE, node, () => {
    const at = (indexOf: (extent: ValueId) => ValueId): ValueId =>
      idOf(cx, convert(cx, loadElement(cx, array, shape.map(indexOf), node), DTYPE, node), node);
    const [first, middle, last] = [
      at(() => zero),
      at((extent) => integers.div(extent, two, node)),
      at((extent) => integers.sub(extent, one, node)),
    ];
    const upper = extreme(cx, "lt", extreme(cx, "gt", first, middle, node), last, node);
    return strong(extreme(cx, "gt", extreme(cx, "lt", first, middle, node), upper, node), DTYPE);
  });
}

/**
 * The extreme of two numbers, b where either is NaN: one instruction, where NumPy's, which is NaN then, takes ten. Sums of NaN are NaN
 * with any pivot.
 */
const extreme = (cx: Context, than: "lt" | "gt", a: ValueId, b: ValueId, node: ts.Node): ValueId =>
  emitSelect(cx, emitCompare(cx, than, a, b, node), a, b, DTYPE, node);

/** squares - off² / count; not below 0 by rounding, and infinite where the squares of finite numbers are. */
function corrected(cx: Context, off: ValueId, squares: ValueId, count: ValueId, node: ts.Node): ValueId {
  const binary = (op: "sub" | "mul" | "div", a: ValueId, b: ValueId): ValueId =>
    emitBinary(cx, op, a, b, DTYPE, node);
  const correction = binary("mul", off, binary("div", off, count));
  const zero = emitConstant(cx, 0, DTYPE, node);
  const sum = extreme(cx, "gt", zero, binary("sub", squares, correction), node);
  const infinity = emitConstant(cx, Number.POSITIVE_INFINITY, DTYPE, node);
  const overflows = emitBinary(
    cx,
    "and",
    emitCompare(cx, "eq", squares, infinity, node),
    emitCall(cx, "isfinite", [off], "bool", node),
    "bool",
    node,
  );
  return emitSelect(cx, overflows, infinity, sum, DTYPE, node);
}

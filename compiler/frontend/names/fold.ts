import type ts from "typescript";
import type { DType } from "../../ir/dtype.js";
import type { ArrayOp } from "../../ir/ops.js";
import { scalarType } from "../../ir/types.js";
import type { BuiltinReduction } from "../accumulation.js";
import type { Context } from "../context.js";
import { loadElement } from "../elementwise.js";
import { promoteScalars } from "../inference.js";
import { branch } from "../logical.js";
import { reduceArray, reduceJointly } from "../reduce.js";
import { emitBinary } from "../scalar-emission.js";
import { convert, idOf } from "../scalars.js";
import type { ArrayValue, Scalar, Value } from "../value.js";
import { boolean, describe, strong } from "../value.js";
import { expectArray } from "./arguments.js";
import { entriesOf } from "./entries-of.js";
import type { CallSite, NameEntry } from "./entry.js";
import { FOLDS } from "./groups.js";

/** reduce(f, a, initial), or a.reduce(f, initial). */
function foldArguments(
  cx: Context,
  site: CallSite,
): { readonly f: Value; readonly array: ArrayValue; readonly initial: Scalar } {
  const [first, second, initial] = site.args;
  if (first === undefined || second === undefined || initial?.kind !== "scalar") {
    throw cx.typeError(
      "reduce needs a function, an array and an initial scalar: reduce((x, y) => x + y, a, 0).",
      site.node,
    );
  }
  const [f, array] = first.kind === "array" ? [second, first] : [first, second];
  if (f.kind !== "function" && f.kind !== "builtin") {
    throw cx.typeError(`reduce needs a function of two scalars, not ${describe(f, cx.ndimOf)}.`, site.node);
  }
  return { f, array: expectArray(cx, site, array, "a"), initial };
}

/**
 * Combines the elements by an associative function. The initial value takes part once, so it need not be an identity: an accumulator
 * says whether it holds an element yet.
 */
const reduce: NameEntry["call"] = (cx, site): Value => {
  const { f, array, initial } = foldArguments(cx, site);
  const { node } = site;
  const apply = (x: Scalar, y: Scalar): Scalar => {
    const value = cx.front.call(cx, f, [x, y], node);
    if (value.kind === "scalar") return value;
    throw cx.typeError(
      `The function of reduce must return a scalar, not ${describe(value, cx.ndimOf)}.`,
      node,
    );
  };
  const dtype = foldDType(cx, array.dtype, initial, apply);
  const axes = cx.shapeOf(array).map((_, axis) => axis);
  const start = convert(cx, initial, dtype, node);
  const op = builtinOf(cx, dtype, apply);
  if (op !== null) {
    const total = reduceArray(cx, { array, axes, keepdims: false, op, dtype, name: "reduce", node });
    if (total.kind !== "scalar") throw new Error("A full reduction is a scalar");
    return convert(cx, apply(start, total), dtype, node);
  }
  const [total, some] = reduceJointly(cx, {
    extents: cx.shapeOf(array),
    axes,
    name: "reduce",
    node,
    dtypes: [dtype, "bool"],
    identities: [0, false],
    body: (indices) => [loadElement(cx, array, indices, node), boolean(true)],
    combine: ([left, hasLeft], [right, hasRight]) => {
      if (left === undefined || hasLeft === undefined || right === undefined || hasRight === undefined) {
        throw new Error("A fold has a value and whether there is one");
      }
      const both = when(cx, hasRight, () => apply(left, right), left, node);
      return [when(cx, hasLeft, () => both, right, node), either(cx, hasLeft, hasRight, node)];
    },
  });
  if (total?.kind !== "scalar" || some?.kind !== "scalar") throw new Error("A full reduction is a scalar");
  return when(cx, some, () => convert(cx, apply(start, total), dtype, node), start, node);
};

/** condition ? value() : otherwise; `value` runs only where the condition holds. */
function when(cx: Context, condition: Scalar, value: () => Scalar, otherwise: Scalar, node: ts.Node): Scalar {
  const then = cx.region(() => convert(cx, value(), otherwise.dtype, node));
  const chosen = branch(cx, idOf(cx, condition, node), then, { ops: [], value: otherwise }, node);
  if (chosen.kind !== "scalar") throw new Error("A choice of scalars is a scalar");
  return chosen;
}
const either = (cx: Context, a: Scalar, b: Scalar, node: ts.Node): Scalar =>
  strong(emitBinary(cx, "or", idOf(cx, a, node), idOf(cx, b, node), "bool", node), "bool");

/** The accumulator's dtype: what the elements, the initial value and the function's results unify to. */
function foldDType(
  cx: Context,
  element: DType,
  initial: Scalar,
  apply: (x: Scalar, y: Scalar) => Scalar,
): DType {
  let { dtype } = promoteScalars(initial, { dtype: element, weak: false });
  for (;;) {
    const { value } = cx.region(() => {
      const [x, y] = [cx.value(scalarType(dtype)), cx.value(scalarType(dtype))];
      return apply(strong(x, dtype), strong(y, dtype));
    });
    const joined = promoteScalars({ dtype, weak: false }, value).dtype;
    if (joined === dtype) return dtype;
    dtype = joined;
  }
}

/** The built-in operation that the function is, so that its loop works on vectors: `(x, y) => x + y`. */
export function builtinOf(
  cx: Context,
  dtype: DType,
  apply: (x: Scalar, y: Scalar) => Scalar,
): BuiltinReduction | null {
  const [x, y] = [cx.value(scalarType(dtype)), cx.value(scalarType(dtype))];
  const { ops, value } = cx.region(() => apply(strong(x, dtype), strong(y, dtype)));
  const [only, ...more] = ops.filter((op) => op.kind !== "const");
  if (only?.kind !== "binary" || more.length > 0 || value.id !== only.out) return null;
  const uses = (only.a === x && only.b === y) || (only.a === y && only.b === x);
  return uses ? (BUILTIN[only.op] ?? null) : null;
}
const BUILTIN: Readonly<Partial<Record<Extract<ArrayOp, { kind: "binary" }>["op"], BuiltinReduction>>> = {
  add: "add",
  mul: "mul",
  min: "min",
  max: "max",
  and: "and",
  or: "or",
  xor: "xor",
};

export const folds: readonly NameEntry[] = [
  entriesOf(FOLDS, { method: true })(
    "reduce",
    "reduce(f, a, initial), a.reduce(f, initial)",
    "The elements combined by an associative function of two scalars; the initial value takes part once.",
    "reduce((x, y) => max(x, y), array([3, 7, 5]), 0)",
    reduce,
  ),
];

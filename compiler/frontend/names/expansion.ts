// What elementwise names share: a scalar expansion gives one element of the result from one element of each operand.
import type ts from "typescript";
import type { DType } from "../../ir/dtype.js";
import { floatFor, isComplex, isFloat } from "../../ir/dtype.js";
import type { ValueId } from "../../ir/ids.js";
import type { FloatFunction } from "../../ir/math-functions.js";
import type { Mode } from "../arithmetic.js";
import { widen } from "../arithmetic.js";
import type { Context } from "../context.js";
import { promoteScalars } from "../inference.js";
import { emitBinary, emitCall } from "../scalar-emission.js";
import { convert, materialize } from "../scalars.js";
import type { Scalar } from "../value.js";
import { strong, weakFloat } from "../value.js";
import { complexFunction } from "./expansions/complex-functions.js";

export type Node = ts.Node;
export type ScalarExpansion = (cx: Context, args: readonly Scalar[], mode: Mode, node: Node) => Scalar;

/** An argument of an expansion. */
export function at(args: readonly Scalar[], index: number): Scalar {
  const scalar = args[index];
  if (scalar === undefined) throw new Error(`An elementwise function lost its argument ${index}`);
  return scalar;
}

/** A dtype as promotion sees it. */
export interface Promoted {
  readonly dtype: DType;
  readonly weak: boolean;
}

/** The dtype in which a function of floats works: integers go to the smallest float that holds them. */
export function floatDType(args: readonly Scalar[]): Promoted {
  const floats = args.map(
    ({ dtype, weak }): Promoted => ({
      dtype: weak && !isFloat(dtype) && !isComplex(dtype) ? "float64" : floatFor(dtype),
      weak,
    }),
  );
  return floats.reduce((a, b) => promoteScalars(a, b));
}

/** All arguments in their common dtype. */
export function common(
  cx: Context,
  args: readonly Scalar[],
  node: Node,
): Promoted & { readonly ids: readonly ValueId[] } {
  const { dtype, weak } = args.map(({ dtype, weak }): Promoted => ({ dtype, weak })).reduce(promoteScalars);
  return { ids: args.map((arg) => materialize(cx, arg, dtype, node)), dtype, weak };
}
/** Two arguments in their common dtype. */
export function commonPair(
  cx: Context,
  args: readonly Scalar[],
  node: Node,
): Promoted & { readonly a: ValueId; readonly b: ValueId } {
  const { ids, ...promoted } = common(cx, args, node);
  const [a, b] = ids;
  if (a === undefined || b === undefined) throw new Error("A function of two arguments lost one");
  return { a, b, ...promoted };
}

/**
 * Two numbers in their common dtype: two booleans count as int8, as in NumPy, and in scalar code as int64, where 8 and 16 bits
 * count as int32.
 */
export function numericPair(
  cx: Context,
  args: readonly Scalar[],
  mode: Mode,
  node: Node,
): ReturnType<typeof commonPair> {
  return commonPair(cx, numbers(cx, args, mode, node), node);
}
export function numbers(cx: Context, args: readonly Scalar[], mode: Mode, node: Node): readonly Scalar[] {
  if (args.every((arg) => arg.dtype === "bool"))
    return args.map((arg) => convert(cx, arg, mode === "array" ? "int8" : "int64", node));
  return args.map((arg) => widen(cx, arg, mode, node));
}

/** The result of an expansion: of `dtype`, weak where all arguments were. */
export const result = (id: ValueId, { dtype, weak }: Promoted): Scalar => ({ ...strong(id, dtype), weak });

/** A function of floats that the runtime knows under its own name; `constant` evaluates it for literals. */
export function floatFunction(
  fn: FloatFunction,
  constant: ((...values: number[]) => number) | null = null,
): ScalarExpansion {
  return (cx, args, mode, node) => {
    const promoted = floatDType(args);
    const { dtype, weak } = promoted;
    if (isComplex(dtype)) return complexFunction(cx, fn, args, dtype, mode, node);
    const known = args.map((arg) => (typeof arg.constant === "number" ? arg.constant : null));
    if (constant !== null && weak && known.every((value) => value !== null)) {
      return weakFloat(constant(...known));
    }
    const ids = args.map((arg) => materialize(cx, arg, dtype, node));
    return result(emitCall(cx, fn, ids, dtype, node), promoted);
  };
}

/** A factor applied to a float. */
export const scaled =
  (factor: number): ScalarExpansion =>
  (cx, args, _mode, node) => {
    const promoted = floatDType(args);
    const { dtype } = promoted;
    if (isComplex(dtype)) throw cx.typeError("Angles are real numbers, not complex ones.", node);
    const x = materialize(cx, at(args, 0), dtype, node);
    const f = materialize(cx, weakFloat(factor), dtype, node);
    return result(emitBinary(cx, "mul", x, f, dtype, node), promoted);
  };

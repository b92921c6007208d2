// Reading the arguments of a call, positional or by NumPy's option names.
import type ts from "typescript";
import type { DType } from "../../ir/dtype.js";
import { DTYPES, isDType } from "../../ir/dtype.js";
import type { ValueId } from "../../ir/ids.js";
import { arrayOf } from "../array-literal.js";
import type { Context } from "../context.js";
import { check, toIndex } from "../scalars.js";
import { nearest } from "../spelling.js";
import type { ArrayValue, Scalar, Value } from "../value.js";
import { describe } from "../value.js";
import type { CallSite } from "./entry.js";

/** The argument at a position, or of an option's name; undefined where it was omitted. */
export function argument(site: CallSite, position: number, name: string): Value | undefined {
  const value = site.args[position] ?? site.options.get(name);
  return value?.kind === "undefined" ? undefined : value;
}

/** @throws ParallelTypeError where the argument is missing. */
export function required(cx: Context, site: CallSite, position: number, name: string): Value {
  const value = argument(site, position, name);
  if (value === undefined) throw cx.typeError(`${site.name} needs its argument ${name}.`, site.node);
  return value;
}

/** @throws ParallelTypeError for options that the function does not know. */
export function onlyOptions(cx: Context, site: CallSite, known: readonly string[]): void {
  for (const name of site.options.keys()) {
    if (!known.includes(name)) {
      const list = known.length === 0 ? "it has none" : `it knows ${known.join(", ")}`;
      throw cx.typeError(`${site.name} has no option ${name}: ${list}.`, site.node);
    }
  }
}

/** An array; nested tuples of numbers make one, a scalar one without dimensions. @throws ParallelTypeError for anything else. */
export function expectArray(cx: Context, site: CallSite, value: Value, name: string): ArrayValue {
  if (value.kind === "array") return value;
  if (value.kind === "tuple" || value.kind === "scalar") return arrayOf(cx, value, null, site.node);
  throw cx.typeError(`${site.name}: ${name} must be an array, not ${describe(value, cx.ndimOf)}.`, site.node);
}
export const arrayArgument = (cx: Context, site: CallSite, position: number, name: string): ArrayValue =>
  expectArray(cx, site, required(cx, site, position, name), name);

/** A dtype: the name of a cast, a string, or the option. */
export function dtypeArgument(cx: Context, value: Value | undefined, node: ts.Node): DType | null {
  if (value === undefined || value.kind === "undefined") return null;
  const given =
    value.kind === "string" ? value.text : value.kind === "builtin" ? value.entry.names[0] : undefined;
  const name = DTYPE_ALIASES.get(given ?? "") ?? given;
  if (name !== undefined && isDType(name)) return name;
  if (value.kind === "object") return dtypeArgument(cx, value.fields.get("dtype"), node);
  if (name !== undefined) throw cx.typeError(unknownDType(name), node);
  throw cx.typeError(
    `A dtype is a name such as float32 or "float32", not ${describe(value, cx.ndimOf)}.`,
    node,
  );
}

/** Other names that NumPy has for dtypes. */
const DTYPE_ALIASES: ReadonlyMap<string, DType> = new Map([
  ["int", "int64"],
  ["float", "float64"],
  ["single", "float32"],
  ["double", "float64"],
  ["complex", "complex128"],
]);

function unknownDType(name: string): string {
  const near = nearest(name, DTYPES);
  return `${name} is no dtype: ${near === null ? `there are ${DTYPES.join(", ")}` : `did you mean ${near}?`}`;
}

/** A shape: one extent, or a tuple of them. Negative extents are RangeErrors. */
export function shapeArgument(cx: Context, site: CallSite, value: Value): readonly ValueId[] {
  const items = value.kind === "tuple" ? value.items : [value];
  return items.map((item) => {
    const extent = toIndex(cx, item, site.node, "An extent");
    return nonNegative(cx, extent, site);
  });
}
function nonNegative(cx: Context, extent: ValueId, site: CallSite): ValueId {
  const known = cx.integers.known(extent);
  if (known !== undefined) {
    if (known < 0) throw cx.rangeError(`An extent can't be negative: ${known}.`, site.node);
    return extent;
  }
  if (cx.extents.has(extent)) return extent;
  check(
    cx,
    cx.integers.compare("ge", extent, cx.integers.constant(0, site.node), site.node),
    "An extent can't be negative: {0}",
    [extent],
    site.node,
  );
  cx.extents.add(extent);
  return extent;
}

/** Whether the axis is given, as undefined: NumPy's None, which stands for the flattened array where an axis is the default. */
export const isFlat = (site: CallSite, position: number): boolean =>
  (site.args[position] ?? site.options.get("axis"))?.kind === "undefined";

/** A constant axis, counted from the end where negative. */
export function axisOf(cx: Context, value: Value, ndim: number, node: ts.Node): number {
  const axis = value.kind === "scalar" && value.constant !== null ? Number(value.constant) : null;
  if (axis === null || !Number.isInteger(axis))
    throw cx.typeError("An axis must be a constant whole number.", node);
  const counted = axis < 0 ? axis + ndim : axis;
  if (counted < 0 || counted >= ndim) {
    throw cx.rangeError(
      `Axis ${axis} is out of bounds for an array of ${ndim} dimension${ndim === 1 ? "" : "s"}.`,
      node,
    );
  }
  return counted;
}

/** One axis, several, or all of them where the argument is omitted. Sorted and without repeats. */
export function axesArgument(
  cx: Context,
  value: Value | undefined,
  ndim: number,
  node: ts.Node,
): readonly number[] {
  if (value === undefined) return Array.from({ length: ndim }, (_, axis) => axis);
  const items = value.kind === "tuple" ? value.items : [value];
  const axes = items.map((item) => axisOf(cx, item, ndim, node));
  if (new Set(axes).size !== axes.length) throw cx.rangeError("An axis is named twice.", node);
  return axes.toSorted((a, b) => a - b);
}

/** A constant boolean option. */
export function flag(cx: Context, value: Value | undefined, name: string, node: ts.Node): boolean {
  if (value === undefined) return false;
  if (value.kind === "scalar" && typeof value.constant === "boolean") return value.constant;
  throw cx.typeError(`${name} must be true or false, written out.`, node);
}

/** A constant integer option. */
export function constantInteger(cx: Context, value: Scalar, name: string, node: ts.Node): number {
  const number =
    value.constant === null || typeof value.constant === "boolean" ? NaN : Number(value.constant);
  if (!Number.isInteger(number)) throw cx.typeError(`${name} must be a constant whole number.`, node);
  return number;
}

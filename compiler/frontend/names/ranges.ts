// Evenly spaced values.
import type ts from "typescript";
import type { DType } from "../../ir/dtype.js";
import { isComplex, isFloat, isInteger } from "../../ir/dtype.js";
import type { ValueId } from "../../ir/ids.js";
import type { ArithmeticOperator } from "../arithmetic.js";
import { arithmetic } from "../arithmetic.js";
import type { Context } from "../context.js";
import { generate } from "../elementwise.js";
import { promoteScalars } from "../inference.js";
import { emitCall, emitSelect } from "../scalar-emission.js";
import { check, convert, expectScalar, idOf } from "../scalars.js";
import type { Scalar, Value } from "../value.js";
import { int64, strong, weakInteger } from "../value.js";
import { argument, dtypeArgument, flag, onlyOptions, required, shapeArgument } from "./arguments.js";
import { entriesOf } from "./entries-of.js";
import type { NameEntry } from "./entry.js";
import { RANGES } from "./groups.js";

/** Scalars that have one strong dtype. */
function calculate(cx: Context, a: Scalar, op: ArithmeticOperator, b: Scalar, node: ts.Node): Scalar {
  return convert(cx, arithmetic(cx, op, a, b, "array", node), a.dtype, node);
}

const arange: NameEntry["call"] = (cx, site) => {
  onlyOptions(cx, site, ["start", "stop", "step", "dtype"]);
  const { node } = site;
  const isDType = (value: Value): boolean => value.kind === "builtin" || value.kind === "string";
  const wanted = dtypeArgument(cx, site.options.get("dtype") ?? site.args.find(isDType), node);
  const given = site.args.filter((value) => !isDType(value) && value.kind !== "undefined");
  const bound = (value: Value | undefined): Scalar | undefined =>
    value === undefined ? undefined : expectScalar(cx, value, node, "A bound of arange");
  const named = ["start", "stop", "step"].map((name) => bound(site.options.get(name)));
  const [first, second, third] = given.map(bound);
  // One number on its own is where the range stops.
  const isStop = second === undefined && named[1] === undefined;
  const start = (isStop ? named[0] : (first ?? named[0])) ?? weakInteger(0);
  const stop = isStop ? first : (second ?? named[1]);
  if (stop === undefined || given.length > 3) {
    throw cx.typeError("arange takes (stop), (start, stop) or (start, stop, step).", node);
  }
  const step = third ?? named[2] ?? weakInteger(1);
  const joined = [start, stop, step]
    .map((s): { dtype: DType; weak: boolean } => s)
    .reduce(promoteScalars).dtype;
  if (isComplex(joined)) throw cx.typeError("The bounds of arange are real numbers.", node);
  const dtype = wanted ?? (joined === "bool" ? "int64" : joined);
  const work = isFloat(joined) ? "float64" : "int64";
  const exact = (scalar: Scalar): Scalar => convert(cx, scalar, work, node);
  const spacing: Spacing = { start: exact(start), stop: exact(stop), step: exact(step) };
  const length = isFloat(joined) ? floatLength(cx, spacing, node) : integerLength(cx, spacing, node);
  const origin = convert(cx, start, dtype, node);
  const delta = isFloat(joined)
    ? roundedStep(cx, spacing, origin, dtype, node)
    : convert(cx, step, dtype, node);
  return generate(cx, node, "creation arange", [length], ([index]) => {
    if (index === undefined) throw new Error("arange has one axis");
    const at = convert(cx, strong(index, "int64"), dtype, node);
    return calculate(cx, origin, "+", calculate(cx, at, "*", delta, node), node);
  });
};

interface Spacing {
  readonly start: Scalar;
  readonly stop: Scalar;
  readonly step: Scalar;
}

/** NumPy's step: the second value less the first, both rounded to the dtype. */
function roundedStep(
  cx: Context,
  { start, step }: Spacing,
  origin: Scalar,
  dtype: DType,
  node: ts.Node,
): Scalar {
  if (start.constant === 0) return convert(cx, step, dtype, node);
  const second = convert(cx, calculate(cx, start, "+", step, node), dtype, node);
  return calculate(cx, second, "-", origin, node);
}

/** ceil((stop - start) / step), at least 0. */
function integerLength(cx: Context, { start, stop, step }: Spacing, node: ts.Node): ValueId {
  const { integers } = cx;
  const [a, b, stride] = [idOf(cx, start, node), idOf(cx, stop, node), idOf(cx, step, node)];
  const [zero, one] = [integers.constant(0, node), integers.constant(1, node)];
  const distance = integers.sub(b, a, node);
  const known = integers.known(stride);
  if (known === 1) return integers.max(distance, zero, node);
  if (known === 0) throw cx.rangeError("The step of arange can't be 0.", node);
  if (known === undefined) {
    check(cx, integers.compare("ne", stride, zero, node), "The step of arange can't be 0", [], node);
  }
  const backward = integers.compare("lt", stride, zero, node);
  const towardsZero = integers.select(backward, one, integers.constant(-1, node), node);
  const rounded = integers.add(integers.add(distance, stride, node), towardsZero, node);
  return integers.max(integers.div(rounded, stride, node), zero, node);
}

function floatLength(cx: Context, { start, stop, step }: Spacing, node: ts.Node): ValueId {
  const steps = calculate(cx, calculate(cx, stop, "-", start, node), "/", step, node);
  const count = idOf(cx, steps, node);
  const bounds = [start, stop, step].map((bound) => idOf(cx, bound, node));
  const finite = emitCall(cx, "isfinite", [count], "bool", node);
  check(cx, finite, "The length of arange({0}, {1}, {2}) is not finite", bounds, node);
  const whole = strong(emitCall(cx, "ceil", [count], "float64", node), "float64");
  const length = idOf(cx, convert(cx, whole, "int64", node), node);
  return cx.integers.max(length, cx.integers.constant(0, node), node);
}

const linspace: NameEntry["call"] = (cx, site) => {
  onlyOptions(cx, site, ["start", "stop", "num", "endpoint", "dtype"]);
  const { node } = site;
  const [start, stop] = ["start", "stop"].map((name, position) =>
    convert(
      cx,
      expectScalar(cx, required(cx, site, position, name), node, `${site.name}: ${name}`),
      "float64",
      node,
    ),
  );
  const [count] = shapeArgument(cx, site, argument(site, 2, "num") ?? int64(50));
  if (start === undefined || stop === undefined || count === undefined)
    throw new Error("linspace lost a bound");
  const endpoint = argument(site, 3, "endpoint");
  const closed = endpoint === undefined || flag(cx, endpoint, "endpoint", node);
  const dtype = dtypeArgument(cx, site.options.get("dtype"), node) ?? "float64";
  const { integers } = cx;
  const one = integers.constant(1, node);
  const last = integers.sub(count, one, node);
  const steps = integers.max(closed ? last : count, one, node);
  const divisor = convert(cx, strong(steps, "int64"), "float64", node);
  const step = calculate(cx, calculate(cx, stop, "-", start, node), "/", divisor, node);
  return generate(cx, node, "creation linspace", [count], ([index]) => {
    if (index === undefined) throw new Error("linspace has one axis");
    const at = convert(cx, strong(index, "int64"), "float64", node);
    const value = idOf(cx, calculate(cx, calculate(cx, at, "*", step, node), "+", start, node), node);
    if (!closed) return rounded(cx, value, dtype, node);
    // The last element is stop itself.
    const isLast = integers.compare("eq", index, last, node);
    const isStop = integers.and(isLast, integers.compare("gt", count, one, node), node);
    return rounded(cx, emitSelect(cx, isStop, idOf(cx, stop, node), value, "float64", node), dtype, node);
  });
};

/** Integers are rounded down. */
function rounded(cx: Context, value: ValueId, dtype: DType, node: ts.Node): Scalar {
  const whole = isInteger(dtype) ? emitCall(cx, "floor", [value], "float64", node) : value;
  return convert(cx, strong(whole, "float64"), dtype, node);
}

const entry = entriesOf(RANGES);

/** Evenly spaced values of language.md section 5. */
export const ranges: readonly NameEntry[] = [
  entry(
    "arange",
    "arange(stop), arange(start, stop, step?, dtype?)",
    "Evenly spaced values, stop excluded. RangeError where the step is 0.",
    "arange(0, 1, 0.25)",
    arange,
  ),
  entry(
    "linspace",
    "linspace(start, stop, num?, endpoint?)",
    "num evenly spaced float64 values from start to stop, which is included unless endpoint is false.",
    "linspace(0, 1, 5)",
    linspace,
  ),
];

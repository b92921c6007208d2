import type { DType } from "../../ir/dtype.js";
import { isFloat } from "../../ir/dtype.js";
import type { ValueId } from "../../ir/ids.js";
import { arithmetic } from "../arithmetic.js";
import { arrayOf } from "../array-literal.js";
import type { Context } from "../context.js";
import { generate } from "../elementwise.js";
import { promoteScalars } from "../inference.js";
import { check, convert, emitConstant, idOf } from "../scalars.js";
import type { ArrayValue, Scalar, Value } from "../value.js";
import { int64, strong, weakInteger } from "../value.js";
import { argument, arrayArgument, dtypeArgument, onlyOptions, required, shapeArgument } from "./arguments.js";
import type { CallSite, NameEntry } from "./entry.js";

interface Row {
  readonly names: readonly string[];
  readonly signature: string;
  readonly summary: string;
  readonly call: NameEntry["call"];
}
const entry = (row: Row): NameEntry => ({ ...row, family: "creation", method: false, math: false });

/** An array of one value. */
export function filled(
  cx: Context,
  site: CallSite,
  shape: readonly ValueId[],
  value: Scalar,
  dtype: DType,
): ArrayValue {
  return generate(cx, site.node, `creation ${site.name}`, shape, () => convert(cx, value, dtype, site.node));
}

const constantFill =
  (value: number): NameEntry["call"] =>
  (cx, site) => {
    onlyOptions(cx, site, ["shape", "dtype"]);
    const dtype = dtypeArgument(cx, argument(site, 1, "dtype"), site.node) ?? "float64";
    return filled(
      cx,
      site,
      shapeArgument(cx, site, required(cx, site, 0, "shape")),
      weakInteger(value),
      dtype,
    );
  };
const constantLike =
  (value: number): NameEntry["call"] =>
  (cx, site) => {
    onlyOptions(cx, site, ["dtype"]);
    const like = arrayArgument(cx, site, 0, "a");
    const dtype = dtypeArgument(cx, argument(site, 1, "dtype"), site.node) ?? like.dtype;
    return filled(cx, site, cx.shapeOf(like), weakInteger(value), dtype);
  };

function scalarArgument(cx: Context, site: CallSite, position: number, name: string): Scalar {
  const value = required(cx, site, position, name);
  if (value.kind === "scalar") return value;
  throw cx.typeError(`${site.name}: ${name} must be a scalar.`, site.node);
}
/** The dtype a scalar has in an array: a weak one counts as its own int64 or float64. */
const full: NameEntry["call"] = (cx, site) => {
  onlyOptions(cx, site, ["shape", "dtype", "fillValue", "fill_value"]);
  const value = scalarArgument(cx, site, 1, "fillValue");
  const dtype = dtypeArgument(cx, argument(site, 2, "dtype"), site.node) ?? value.dtype;
  return filled(cx, site, shapeArgument(cx, site, required(cx, site, 0, "shape")), value, dtype);
};
const fullLike: NameEntry["call"] = (cx, site) => {
  const like = arrayArgument(cx, site, 0, "a");
  const dtype = dtypeArgument(cx, argument(site, 2, "dtype"), site.node) ?? like.dtype;
  return filled(cx, site, cx.shapeOf(like), scalarArgument(cx, site, 1, "fillValue"), dtype);
};

/** An array whose elements are not set: reading them before writing gives whatever the memory holds, so they are zero here. */
const arange: NameEntry["call"] = (cx, site) => {
  onlyOptions(cx, site, ["dtype"]);
  const { node } = site;
  const wanted = dtypeArgument(cx, site.options.get("dtype") ?? nonScalar(site.args[3]), node);
  const numbers = site.args.filter((value) => value.kind === "scalar");
  const [first, second, third] = numbers;
  if (first === undefined)
    throw cx.typeError("arange takes (stop), (start, stop) or (start, stop, step).", node);
  const start = second === undefined ? weakInteger(0) : first;
  const stop = second ?? first;
  const step = third ?? weakInteger(1);
  const { dtype: joined } = [start, stop, step]
    .map((s): { dtype: DType; weak: boolean } => s)
    .reduce(promoteScalars);
  const dtype = wanted ?? (joined === "bool" ? "int64" : joined);
  const length = arangeLength(cx, start, stop, step, isFloat(joined), site);
  return generate(cx, node, "creation arange", [length], ([index]) => {
    if (index === undefined) throw new Error("arange has one axis");
    const work = isFloat(joined) ? "float64" : "int64";
    const at = convert(cx, strong(index, "int64"), work, node);
    const offset = arithmetic(cx, "*", at, convert(cx, step, work, node), "scalar", node);
    return convert(
      cx,
      arithmetic(cx, "+", convert(cx, start, work, node), offset, "scalar", node),
      dtype,
      node,
    );
  });
};
const nonScalar = (value: Value | undefined): Value | undefined =>
  value?.kind === "scalar" ? undefined : value;

/** ceil((stop - start) / step), at least 0. */
function arangeLength(
  cx: Context,
  start: Scalar,
  stop: Scalar,
  step: Scalar,
  float: boolean,
  site: CallSite,
): ValueId {
  const { node } = site;
  const work = float ? "float64" : "int64";
  const [a, b, s] = [start, stop, step].map((scalar) => convert(cx, scalar, work, node));
  if (a === undefined || b === undefined || s === undefined) throw new Error("arange has three bounds");
  const zero = cx.integers.constant(0, node);
  if (!float) {
    const stepId = idOf(cx, s, node);
    if (cx.integers.known(stepId) === 0) throw cx.rangeError("The step of arange can't be 0.", node);
    if (cx.integers.known(stepId) === 1) {
      const distance = cx.integers.sub(idOf(cx, b, node), idOf(cx, a, node), node);
      return cx.integers.max(distance, zero, node);
    }
    check(cx, cx.integers.compare("ne", stepId, zero, node), "The step of arange can't be 0", [], node);
    const negative = cx.integers.compare("lt", stepId, zero, node);
    const distance = cx.integers.sub(idOf(cx, b, node), idOf(cx, a, node), node);
    const adjust = cx.integers.select(
      negative,
      cx.integers.constant(1, node),
      cx.integers.constant(-1, node),
      node,
    );
    const count = cx.integers.div(
      cx.integers.add(cx.integers.add(distance, stepId, node), adjust, node),
      stepId,
      node,
    );
    return cx.integers.max(count, zero, node);
  }
  const quotient = arithmetic(cx, "/", arithmetic(cx, "-", b, a, "scalar", node), s, "scalar", node);
  const finite = cx.value({ kind: "scalar", dtype: "bool" });
  const id = idOf(cx, quotient, node);
  cx.emit({ kind: "call", out: finite, fn: "isfinite", args: [id], span: cx.span(node) });
  check(
    cx,
    finite,
    "The length of arange({0}, {1}, {2}) is not finite",
    [a, b, s].map((scalar) => idOf(cx, scalar, node)),
    node,
  );
  const rounded = cx.value({ kind: "scalar", dtype: "float64" });
  cx.emit({ kind: "call", out: rounded, fn: "ceil", args: [id], span: cx.span(node) });
  const length = idOf(cx, convert(cx, strong(rounded, "float64"), "int64", node), node);
  return cx.integers.max(length, zero, node);
}

const linspace: NameEntry["call"] = (cx, site) => {
  onlyOptions(cx, site, ["num", "endpoint", "dtype"]);
  const { node } = site;
  const [start, stop] = [scalarArgument(cx, site, 0, "start"), scalarArgument(cx, site, 1, "stop")];
  const [count] = shapeArgument(cx, site, argument(site, 2, "num") ?? int64(50));
  if (count === undefined) throw new Error("linspace has one extent");
  const endpoint = site.options.get("endpoint");
  const closed = !(endpoint?.kind === "scalar" && endpoint.constant === false);
  const dtype = dtypeArgument(cx, site.options.get("dtype"), node) ?? "float64";
  const one = cx.integers.constant(1, node);
  const steps = cx.integers.max(closed ? cx.integers.sub(count, one, node) : count, one, node);
  const [a, b] = [convert(cx, start, "float64", node), convert(cx, stop, "float64", node)];
  const divisor = convert(cx, strong(steps, "int64"), "float64", node);
  const step = arithmetic(cx, "/", arithmetic(cx, "-", b, a, "scalar", node), divisor, "scalar", node);
  return generate(cx, node, "creation linspace", [count], ([index]) => {
    if (index === undefined) throw new Error("linspace has one axis");
    const offset = arithmetic(
      cx,
      "*",
      convert(cx, strong(index, "int64"), "float64", node),
      step,
      "scalar",
      node,
    );
    const value = arithmetic(cx, "+", offset, a, "scalar", node);
    if (!closed) return convert(cx, value, dtype, node);
    // The last element is stop itself.
    const last = cx.integers.and(
      cx.integers.compare("eq", index, cx.integers.sub(count, one, node), node),
      cx.integers.compare("gt", count, one, node),
      node,
    );
    const out = cx.value({ kind: "scalar", dtype: "float64" });
    cx.emit({
      kind: "select",
      out,
      condition: last,
      a: idOf(cx, b, node),
      b: idOf(cx, value, node),
      span: cx.span(node),
    });
    return convert(cx, strong(out, "float64"), dtype, node);
  });
};

const eye: NameEntry["call"] = (cx, site) => {
  onlyOptions(cx, site, ["M", "k", "dtype"]);
  const { node } = site;
  const [rows] = shapeArgument(cx, site, required(cx, site, 0, "n"));
  const [columns] = shapeArgument(cx, site, argument(site, 1, "M") ?? required(cx, site, 0, "n"));
  const [, , shift] = site.args;
  const diagonal = shift ?? site.options.get("k") ?? int64(0);
  if (rows === undefined || columns === undefined || diagonal.kind !== "scalar") {
    throw cx.typeError("eye takes (n, m?, k?).", node);
  }
  const dtype = dtypeArgument(cx, site.options.get("dtype"), node) ?? "float64";
  const k = idOf(cx, convert(cx, diagonal, "int64", node), node);
  return generate(cx, node, "creation eye", [rows, columns], ([i, j]) => {
    if (i === undefined || j === undefined) throw new Error("eye has two axes");
    const on = cx.integers.compare("eq", cx.integers.add(i, k, node), j, node);
    const out = cx.value({ kind: "scalar", dtype });
    const [one, zero] = [emitConstant(cx, 1, dtype, node), emitConstant(cx, 0, dtype, node)];
    cx.emit({ kind: "select", out, condition: on, a: one, b: zero, span: cx.span(node) });
    return strong(out, dtype);
  });
};

export const creation: readonly NameEntry[] = [
  entry({
    names: ["zeros"],
    signature: "zeros(shape, dtype?)",
    summary: "An array of zeros, float64 by default.",
    call: constantFill(0),
  }),
  entry({
    names: ["ones"],
    signature: "ones(shape, dtype?)",
    summary: "An array of ones, float64 by default.",
    call: constantFill(1),
  }),
  entry({
    names: ["empty"],
    signature: "empty(shape, dtype?)",
    summary: "An array to be filled; its elements start as zeros.",
    call: constantFill(0),
  }),
  entry({
    names: ["full"],
    signature: "full(shape, value, dtype?)",
    summary: "An array of one value, of the value's dtype by default.",
    call: full,
  }),
  entry({
    names: ["zerosLike"],
    signature: "zerosLike(a, dtype?)",
    summary: "Zeros in the shape and dtype of a.",
    call: constantLike(0),
  }),
  entry({
    names: ["onesLike"],
    signature: "onesLike(a, dtype?)",
    summary: "Ones in the shape and dtype of a.",
    call: constantLike(1),
  }),
  entry({
    names: ["emptyLike"],
    signature: "emptyLike(a, dtype?)",
    summary: "An array to be filled, in the shape and dtype of a.",
    call: constantLike(0),
  }),
  entry({
    names: ["fullLike"],
    signature: "fullLike(a, value, dtype?)",
    summary: "One value in the shape and dtype of a.",
    call: fullLike,
  }),
  entry({
    names: ["arange"],
    signature: "arange(stop), arange(start, stop, step?)",
    summary: "Evenly spaced values, stop excluded.",
    call: arange,
  }),
  entry({
    names: ["linspace"],
    signature: "linspace(start, stop, num?, { endpoint })",
    summary: "num evenly spaced float64 values from start to stop, both included.",
    call: linspace,
  }),
  entry({
    names: ["eye"],
    signature: "eye(n, m?, k?)",
    summary: "Ones on a diagonal, zeros elsewhere.",
    call: eye,
  }),
  entry({ names: ["identity"], signature: "identity(n)", summary: "The identity matrix.", call: eye }),
  entry({
    names: ["array", "asarray", "ascontiguousarray"],
    signature: "array(values, dtype?)",
    summary: "An array of nested tuples of scalars and arrays, or a copy of an array.",
    call: (cx, site) =>
      arrayOf(
        cx,
        required(cx, site, 0, "values"),
        dtypeArgument(cx, argument(site, 1, "dtype"), site.node),
        site.node,
      ),
  }),
];

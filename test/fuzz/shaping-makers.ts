// Views, copies in another order, reductions and scans that give an array of the shape that is needed.
import { isComplex, isFloat, isInteger } from "../../compiler/ir/dtype.js";
import type { Maker, Need } from "./maker.js";
import type { Item } from "./program.js";
import { at, call, index, integer, list, name } from "./syntax.js";
import { type Shape, sizeOfShape, sumType, type Typed, type Variable } from "./value-type.js";
import { extents, readVariable, type Writer } from "./writer.js";

const fits = (
  w: Writer,
  need: Need,
  test: (variable: Variable, shape: Shape) => boolean,
): readonly Variable[] =>
  w.variables.filter(
    (variable) =>
      variable.shape !== null && (variable.exact || !need.exact) && test(variable, variable.shape),
  );

/** A slice of a longer axis that has the length; null where there is none. */
export function sliceOf(w: Writer, from: number, length: number): Item | null {
  const { random } = w;
  if (from < length) return null;
  const step = length > 1 ? random.between(1, Math.floor((from - 1) / (length - 1))) : random.between(1, 3);
  const reach = length === 0 ? 0 : (length - 1) * step + 1;
  const first = random.between(0, from - reach);
  const computed = random.chance(0.2);
  if (length === 0) return { kind: "slice", start: first, stop: first, step: null, computed };
  if (random.chance(0.35)) {
    // Backwards: the stop before the first element has no number.
    const stop = first - 1 < 0 ? null : first - 1;
    return { kind: "slice", start: first + reach - 1, stop, step: -step, computed };
  }
  const last = first + reach;
  const stop =
    last === from && random.chance(0.5) ? null : random.chance(0.3) && last < from ? last - from : last;
  const start = first === 0 && random.chance(0.5) ? null : random.chance(0.3) ? first - from : first;
  return { kind: "slice", start, stop, step: step === 1 && random.chance(0.7) ? null : step, computed };
}

export function slicesOf(w: Writer, from: Shape, to: Shape): readonly Item[] | null {
  const items = from.map((length, axis) => sliceOf(w, length, to[axis] ?? 0));
  return items.some((item) => item === null) ? null : items.filter((item) => item !== null);
}

const sliced: Maker = (w, need) => {
  const { random } = w;
  if (need.shape.length === 0) return null;
  const sources = fits(
    w,
    need,
    (_, shape) =>
      shape.length === need.shape.length && shape.every((n, axis) => n >= (need.shape[axis] ?? 0)),
  );
  if (sources.length === 0) return null;
  const source = random.pick(sources);
  const items = slicesOf(w, source.shape ?? [], need.shape);
  return items === null
    ? null
    : { ...readVariable(source), shape: need.shape, expression: index(name(source.name), items) };
};

/** Fewer axes than the source has: an index takes one away. */
const indexed: Maker = (w, need) => {
  const { random } = w;
  const rank = need.shape.length;
  const sources = fits(
    w,
    need,
    (_, shape) =>
      shape.length === rank + 1 &&
      rank > 0 &&
      shape.slice(1).join() === need.shape.join() &&
      (shape[0] ?? 0) > 0,
  );
  if (sources.length === 0) return null;
  const source = random.pick(sources);
  const length = source.shape?.[0] ?? 1;
  const place = random.chance(0.03) ? length : random.between(-length, length - 1);
  const rest: readonly Item[] = random.chance(0.3) ? [{ kind: "ellipsis" }] : [];
  return {
    ...readVariable(source),
    shape: need.shape,
    expression: index(name(source.name), [at(integer(place)), ...rest]),
  };
};

const newAxis: Maker = (w, need, nested) => {
  const axis = need.shape.indexOf(1);
  if (axis < 0) return null;
  const shape = need.shape.filter((_, k) => k !== axis);
  const value = nested.array({ ...need, shape });
  if (w.random.chance(0.5)) {
    return { ...value, shape: need.shape, expression: call("expandDims", [value.expression, integer(axis)]) };
  }
  const before: readonly Item[] = shape
    .slice(0, axis)
    .map(() => ({ kind: "slice", start: null, stop: null, step: null, computed: false }));
  return {
    ...value,
    shape: need.shape,
    expression: index(value.expression, [...before, { kind: "newaxis" }]),
  };
};

const gathered: Maker = (w, need) => {
  const { random } = w;
  if (need.shape.length === 0) return null;
  const places = w.variables.filter(
    ({ indexes, shape }) => indexes !== null && shape?.length === 1 && shape[0] === need.shape[0],
  );
  if (places.length === 0) return null;
  const place = random.pick(places);
  const sources = fits(
    w,
    need,
    (_, shape) => shape[0] === place.indexes && shape.slice(1).join() === need.shape.slice(1).join(),
  );
  if (sources.length === 0) return null;
  const source = random.pick(sources);
  return {
    ...readVariable(source),
    shape: need.shape,
    expression: index(name(source.name), [at(name(place.name))]),
  };
};

const reordered: Maker = (w, need, nested) => {
  const { random } = w;
  const rank = need.shape.length;
  if (rank === 0) return null;
  const axis = random.between(0, rank - 1);
  const how = random.pick(["flip", "roll", "transpose", "reshape", "ravel", "broadcastTo", "copy"]);
  if (how === "transpose") {
    const value = nested.array({ ...need, shape: [...need.shape].reverse() });
    return { ...value, shape: need.shape, expression: call(how, [value.expression]) };
  }
  if (how === "reshape" || how === "ravel") return regrouped(w, need, nested);
  if (how === "broadcastTo") {
    const value = nested.array({
      ...need,
      shape: need.shape.slice(axis).map((n) => (random.chance(0.3) ? 1 : n)),
    });
    return {
      ...value,
      shape: need.shape,
      expression: call(how, [value.expression, list(extents(w, need.shape))]),
    };
  }
  const value = nested.array(need);
  if (how === "copy") return { ...value, expression: call(how, [value.expression]) };
  const shift = how === "roll" ? [integer(random.between(-4, 9))] : [];
  return {
    ...value,
    expression: call(how, [value.expression, ...shift], { axis: random.chance(0.3) ? axis - rank : axis }),
  };
};

const regrouped: Maker = (w, need, nested) => {
  const size = sizeOfShape(need.shape);
  const shapes = [
    [size],
    ...w.variables.flatMap(({ shape }) => (shape !== null && sizeOfShape(shape) === size ? [shape] : [])),
  ];
  const value = nested.array({ ...need, shape: w.random.pick(shapes) });
  return {
    ...value,
    shape: need.shape,
    expression: call("reshape", [value.expression, list(extents(w, need.shape))]),
  };
};

const joined: Maker = (w, need, nested) => {
  const { random } = w;
  const rank = need.shape.length;
  if (rank === 0) return null;
  const axis = random.between(0, rank - 1);
  const length = need.shape[axis] ?? 0;
  const part = (n: number): Typed =>
    nested.array({ ...need, shape: need.shape.map((other, k) => (k === axis ? n : other)) });
  const first = random.between(0, length);
  const [left, right] = [part(first), part(length - first)];
  if (left.dtype !== right.dtype) return null;
  const value = { ...left, shape: need.shape, exact: left.exact && right.exact };
  return { ...value, expression: call("concatenate", [list([left.expression, right.expression])], { axis }) };
};

const stacked: Maker = (_w, need, nested) => {
  const axis = need.shape.indexOf(2);
  if (axis < 0) return null;
  const shape = need.shape.filter((_, k) => k !== axis);
  const [left, right] = [nested.array({ ...need, shape }), nested.array({ ...need, shape })];
  if (left.dtype !== right.dtype) return null;
  const value = { ...left, shape: need.shape, exact: left.exact && right.exact };
  return { ...value, expression: call("stack", [list([left.expression, right.expression])], { axis }) };
};

const ordered: Maker = (w, need, nested) => {
  const rank = need.shape.length;
  if (rank === 0) return null;
  const value = nested.array({ ...need, kind: need.kind === "any" ? "real" : need.kind, exact: true });
  if (isComplex(value.dtype)) return null;
  const of = need.kind === "integer" || need.kind === "any" ? w.random.pick(["sort", "argsort"]) : "sort";
  const expression = call(of, [value.expression], { axis: w.random.between(0, rank - 1) });
  return { ...value, dtype: of === "argsort" ? "int64" : value.dtype, expression };
};

const scanned: Maker = (w, need, nested) => {
  const rank = need.shape.length;
  if (rank === 0 || need.kind === "bool") return null;
  const value = nested.array({ ...need, kind: w.isApproximate && !need.exact ? "real" : "integer" });
  const of = w.random.pick(["cumsum", "cumprod"]);
  const exact = value.exact && isInteger(value.dtype);
  return {
    ...value,
    dtype: sumType(value.dtype),
    exact,
    expression: call(of, [value.expression], { axis: w.random.between(0, rank - 1) }),
  };
};

/** A reduction of an array with one axis more. */
const reduced: Maker = (w, need, nested) => {
  const { random } = w;
  const rank = need.shape.length;
  if (rank === 0 || rank > 2) return null;
  const candidates = fits(
    w,
    need,
    (_, shape) => shape.length === rank + 1 || (shape.length === rank && need.shape.includes(1)),
  );
  if (candidates.length === 0) return null;
  for (const { shape } of random.shuffle(candidates)) {
    const from = shape ?? [];
    const keepdims = from.length === rank;
    const axis = from.findIndex(
      (_, k) =>
        (keepdims ? from.map((n, i) => (i === k ? 1 : n)) : from.filter((__, i) => i !== k)).join() ===
        need.shape.join(),
    );
    if (axis < 0) continue;
    const [of, type] = random.pick(reductions(w, need));
    const value = nested.array({ shape: from, kind: type, exact: true });
    const isSum = of === "sum" || of === "prod" || of === "mean";
    if (!w.isApproximate && isSum && (isFloat(value.dtype) || isComplex(value.dtype))) continue;
    const dtype = resultOf(of, value);
    const exact = !isSum || (isInteger(value.dtype) && of !== "mean");
    const options = keepdims ? { axis, keepdims } : { axis: random.chance(0.3) ? axis - from.length : axis };
    return { ...value, dtype, exact, shape: need.shape, expression: call(of, [value.expression], options) };
  }
  return null;
};

function reductions(w: Writer, need: Need): readonly (readonly [string, Need["kind"]])[] {
  if (need.kind === "bool")
    return [
      ["any", "bool"],
      ["all", "bool"],
    ];
  const real = need.kind === "integer" ? "integer" : "real";
  const sums = w.isApproximate && !need.exact ? real : "integer";
  return [
    ["min", real],
    ["max", real],
    ["sum", sums],
    ["prod", sums],
    ["argmin", "real"],
    ["argmax", "real"],
    ["countNonzero", "bool"],
    ...(w.isApproximate && !need.exact ? [["mean", "real"] as const] : []),
  ];
}

export function resultOf(reduction: string, value: Typed): Typed["dtype"] {
  switch (reduction) {
    case "argmin":
    case "argmax":
    case "countNonzero":
      return "int64";
    case "any":
    case "all":
      return "bool";
    case "sum":
    case "prod":
      return sumType(value.dtype);
    case "mean":
    case "variance":
    case "std":
      return isFloat(value.dtype) ? value.dtype : "float64";
    default:
      return value.dtype;
  }
}

export const SHAPING: readonly Maker[] = [
  sliced,
  sliced,
  sliced,
  indexed,
  newAxis,
  gathered,
  gathered,
  reordered,
  reordered,
  joined,
  stacked,
  ordered,
  scanned,
  reduced,
  reduced,
];

import type ts from "typescript";
import type { ValueId } from "../../ir/ids.js";
import { arithmetic } from "../arithmetic.js";
import { callBack } from "../call-back.js";
import { comprehension } from "../comprehension.js";
import type { Context } from "../context.js";
import { loadElement, mapElements } from "../elementwise.js";
import { copyOf } from "../layouts.js";
import { rangeLength } from "../range-loops.js";
import type { ArrayValue, RangeValue, Scalar, TupleValue, Value } from "../value.js";
import { describe, strong } from "../value.js";
import { expectArray, required, shapeArgument } from "./arguments.js";
import { entriesOf } from "./entries-of.js";
import type { CallSite, NameEntry } from "./entry.js";
import { COMPREHENSIONS } from "./groups.js";

/** The function argument of a comprehension. */
function functionArgument(cx: Context, site: CallSite, position: number): Value {
  const value = required(cx, site, position, "f");
  if (value.kind === "function" || value.kind === "builtin" || value.kind === "transformed") return value;
  throw cx.typeError(`${site.name} needs a function, not ${describe(value, cx.ndimOf)}.`, site.node);
}

/** fromFunction(shape, f), or with NumPy's order of arguments fromfunction(f, shape). */
const fromFunction: NameEntry["call"] = (cx, site) => {
  const first = required(cx, site, 0, "shape");
  const isNumPys = first.kind === "function" || first.kind === "builtin" || first.kind === "transformed";
  const shape = shapeArgument(cx, site, isNumPys ? required(cx, site, 1, "shape") : first);
  const f = functionArgument(cx, site, isNumPys ? 0 : 1);
  return comprehension(cx, site.node, "fromFunction", shape, (indices) =>
    callBack(cx, f, indices, site.node),
  );
};

/** Array.from({ length: n }, (_, i) => …), or of a range, a vector or a tuple. The object stands first, so it is no list of options. */
const arrayFrom: NameEntry["call"] = (cx, site) => {
  const source = site.args[0];
  if (source?.kind === "range" || source?.kind === "array" || source?.kind === "tuple")
    return arrayFromItems(cx, site, source);
  const length = source?.kind === "object" ? source.fields.get("length") : undefined;
  if (length === undefined) {
    throw cx.typeError(
      "Array.from takes ({ length: n }, (_, i) => …), or a range or an array and a function of its elements.",
      site.node,
    );
  }
  const f = functionArgument(cx, site, 1);
  const shape = shapeArgument(cx, site, length);
  return comprehension(cx, site.node, "Array.from", shape, ([index]) =>
    callBack(cx, f, [{ kind: "undefined" }, ...(index === undefined ? [] : [index])], site.node),
  );
};

function arrayFromItems(cx: Context, site: CallSite, source: RangeValue | ArrayValue | TupleValue): Value {
  const { node } = site;
  const f = site.args.length > 1 ? functionArgument(cx, site, 1) : null;
  if (source.kind === "range") return mapRange(cx, source, f, node);
  const array = expectArray(cx, site, source, "items");
  if (f === null) return copyOf(cx, array, array.dtype, node);
  if (cx.ndimOf(array) === 1) return mapVector(cx, array, f, "Array.from", node);
  throw cx.typeError("Array.from calls its function for the elements of a vector: use a.map(f).", node);
}

/** range(n).map(f), and a.map(f): elementwise on any rank, with the index as second argument in one dimension. */
const map: NameEntry["call"] = (cx, site) => {
  const receiver = site.args[0];
  const f = functionArgument(cx, site, 1);
  if (receiver?.kind === "range") return mapRange(cx, receiver, f, site.node);
  if (receiver?.kind !== "array") throw cx.typeError("map is a method of arrays and ranges.", site.node);
  if (cx.ndimOf(receiver) === 1) return mapVector(cx, receiver, f, "map", site.node);
  return mapElements(cx, site.node, "map", [receiver], ([element]) => {
    const value = element === undefined ? undefined : callBack(cx, f, [element], site.node);
    if (value?.kind === "scalar") return value;
    throw cx.typeError("The function of map must return a scalar.", site.node);
  });
};

function mapVector(cx: Context, array: ArrayValue, f: Value, name: string, node: ts.Node): Value {
  return comprehension(cx, node, name, cx.shapeOf(array), ([index]) => {
    if (index === undefined) throw new Error(`${name} has one axis`);
    const element = loadElement(cx, array, [indexId(index)], node);
    return callBack(cx, f, [element, index], node);
  });
}
function indexId(index: Scalar): ValueId {
  if (index.id === null) throw new Error("An index has a value");
  return index.id;
}

/** The values of f, or of the range itself. */
function mapRange(cx: Context, range: RangeValue, f: Value | null, node: ts.Node): Value {
  const length = rangeLength(cx, range, node);
  return comprehension(cx, node, "map", [length], ([index]) => {
    if (index === undefined) throw new Error("A range has one axis");
    const value = arithmetic(
      cx,
      "+",
      arithmetic(cx, "*", index, range.step, "scalar", node),
      range.start,
      "scalar",
      node,
    );
    return f === null ? value : callBack(cx, f, [strongOf(value), index], node);
  });
}
const strongOf = (scalar: Scalar): Scalar => (scalar.id === null ? scalar : strong(scalar.id, scalar.dtype));

const entry = entriesOf(COMPREHENSIONS);
const methodEntry = entriesOf(COMPREHENSIONS, { method: true });

export const comprehensions: readonly NameEntry[] = [
  entry(
    ["fromFunction", "fromfunction"],
    "fromFunction(shape, (i, j) => …)",
    "An array of f's values at each index, filled in parallel.",
    "fromFunction([2, 3], (i, j) => 10 * i + j)",
    fromFunction,
  ),
  entry(
    ["Array.from"],
    "Array.from({ length: n }, (_, i) => …), Array.from(a, (x, i) => …)",
    "An array of f's values at 0 … n - 1, or at the elements of a range or vector, filled in parallel.",
    "Array.from({ length: 4 }, (_, i) => i ** 2)",
    arrayFrom,
  ),
  methodEntry(
    ["map"],
    "range(n).map((i) => …), a.map((x) => …)",
    "An array of f's values, filled in parallel.",
    "range(3).map((i) => range(3).map((j) => abs(i - j)))",
    map,
  ),
];

import type ts from "typescript";
import type { ValueId } from "../../ir/ids.js";
import { arithmetic } from "../arithmetic.js";
import { comprehension } from "../comprehension.js";
import type { Context } from "../context.js";
import { loadElement, mapElements } from "../elementwise.js";
import { rangeLength } from "../range-loops.js";
import type { RangeValue, Scalar, Value } from "../value.js";
import { describe, strong } from "../value.js";
import { required, shapeArgument } from "./arguments.js";
import { entriesOf } from "./entries-of.js";
import type { CallSite, NameEntry } from "./entry.js";
import { COMPREHENSIONS } from "./groups.js";

/** The function argument of a comprehension. */
function functionArgument(cx: Context, site: CallSite, position: number): Value {
  const value = required(cx, site, position, "f");
  if (value.kind === "function" || value.kind === "builtin" || value.kind === "transformed") return value;
  throw cx.typeError(`${site.name} needs a function, not ${describe(value, cx.ndimOf)}.`, site.node);
}

const fromFunction: NameEntry["call"] = (cx, site) => {
  const shape = shapeArgument(cx, site, required(cx, site, 0, "shape"));
  const f = functionArgument(cx, site, 1);
  return comprehension(cx, site.node, "fromFunction", shape, (indices) =>
    cx.front.call(cx, f, indices, site.node),
  );
};

/** Array.from({ length: n }, (_, i) => …). The object stands first, so it is no list of options. */
const arrayFrom: NameEntry["call"] = (cx, site) => {
  const source = site.args[0];
  const length = source?.kind === "object" ? source.fields.get("length") : undefined;
  if (length === undefined) throw cx.typeError("Array.from takes ({ length: n }, (_, i) => …).", site.node);
  const f = functionArgument(cx, site, 1);
  const shape = shapeArgument(cx, site, length);
  return comprehension(cx, site.node, "Array.from", shape, ([index]) =>
    cx.front.call(cx, f, [{ kind: "undefined" }, ...(index === undefined ? [] : [index])], site.node),
  );
};

/** range(n).map(f), and a.map(f): elementwise on any rank, with the index as second argument in one dimension. */
const map: NameEntry["call"] = (cx, site) => {
  const receiver = site.args[0];
  const f = functionArgument(cx, site, 1);
  if (receiver?.kind === "range") return mapRange(cx, receiver, f, site.node);
  if (receiver?.kind !== "array") throw cx.typeError("map is a method of arrays and ranges.", site.node);
  if (cx.ndimOf(receiver) === 1) {
    return comprehension(cx, site.node, "map", cx.shapeOf(receiver), ([index]) => {
      if (index === undefined) throw new Error("map has one axis");
      const element = loadElement(cx, receiver, [indexId(index)], site.node);
      return cx.front.call(cx, f, [element, index], site.node);
    });
  }
  return mapElements(cx, site.node, "map", [receiver], ([element]) => {
    const value = element === undefined ? undefined : cx.front.call(cx, f, [element], site.node);
    if (value?.kind === "scalar") return value;
    throw cx.typeError("The function of map must return a scalar.", site.node);
  });
};
function indexId(index: Scalar): ValueId {
  if (index.id === null) throw new Error("An index has a value");
  return index.id;
}

function mapRange(cx: Context, range: RangeValue, f: Value, node: ts.Node): Value {
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
    return cx.front.call(cx, f, [strongOf(value), index], node);
  });
}
const strongOf = (scalar: Scalar): Scalar => (scalar.id === null ? scalar : strong(scalar.id, scalar.dtype));

const entry = entriesOf(COMPREHENSIONS);
const methodEntry = entriesOf(COMPREHENSIONS, { method: true });

export const comprehensions: readonly NameEntry[] = [
  entry(
    ["fromFunction"],
    "fromFunction(shape, (i, j) => …)",
    "An array of f's values at each index, filled in parallel.",
    "fromFunction([2, 3], (i, j) => 10 * i + j)",
    fromFunction,
  ),
  entry(
    ["Array.from"],
    "Array.from({ length: n }, (_, i) => …)",
    "An array of f's values at 0 … n - 1, filled in parallel.",
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

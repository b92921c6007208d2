import type ts from "typescript";
import { ARRAY_MEMBERS } from "./advice/array-members.js";
import { MISSING_MEMBERS } from "./advice/missing-members.js";
import type { Context } from "./context.js";
import { allNames, lookupConstant, lookupMethod, lookupName, methodNames } from "./names/registry.js";
import { nearest } from "./spelling.js";
import type { ArrayValue, NamespaceValue, ObjectValue, Value } from "./value.js";
import { describe, strong } from "./value.js";
import { makeView } from "./views.js";

/** The value of `base.name`. */
export function property(cx: Context, base: Value, name: string, node: ts.Node): Value {
  switch (base.kind) {
    case "array":
      return arrayProperty(cx, base, name, node);
    case "namespace":
      return member(cx, base.name, name, node);
    case "object": {
      const field = base.fields.get(name);
      if (field !== undefined) return field;
      throw cx.typeError(base.unusable?.get(name) ?? missingField(name, base), node);
    }
    case "tuple":
      if (name === "length")
        return { kind: "scalar", dtype: "int64", weak: true, id: null, constant: base.items.length };
      throw cx.typeError(`A tuple has no ${name}: make an array of it with array([…]).`, node);
    case "window":
      return arrayProperty(cx, base.window.array, name, node);
    case "builtin": {
      if (base.namespace !== undefined) return member(cx, base.namespace, name, node);
      // random.normal, Array.from: names of a name.
      const nested = lookupName(`${base.entry.names[0]}.${name}`);
      if (nested !== undefined) return { kind: "builtin", entry: nested };
      break;
    }
    case "range":
    case "scalar": {
      const entry = lookupMethod(name);
      if (entry !== undefined) return { kind: "method", receiver: base, entry };
      break;
    }
  }
  const advice =
    base.kind === "scalar"
      ? SCALAR_MEMBERS.get(name)
      : base.kind === "builtin"
        ? UFUNC_MEMBERS.get(name)
        : undefined;
  throw cx.typeError(advice ?? `There is no property ${name} of ${describe(base, cx.ndimOf)}.`, node);
}

function missingField(name: string, { fields, unusable = new Map() }: ObjectValue): string {
  const names = [...fields.keys(), ...unusable.keys()];
  return `The object has no field ${name}: it has ${names.length === 0 ? "none" : names.join(", ")}.`;
}

const UFUNC_MEMBERS: ReadonlyMap<string, string> = new Map([
  [
    "reduce",
    "Write the reduction: sum(a), prod(a), min(a), max(a), any(a), all(a), or reduce(f, a, initial).",
  ],
  ["accumulate", "Write cumsum(a), cumprod(a), or a loop."],
  ["outer", 'Broadcast the arguments: add(a[":", "newaxis"], b).'],
  ["at", "Accumulate in a loop: for (const i of prange(n)) a[index[i]] += b[i];"],
]);
const SCALAR_MEMBERS: ReadonlyMap<string, string> = new Map([
  ["length", "A scalar has no length: an array of one element is array([x])."],
  [
    "toFixed",
    "Numbers have no text in parallel code: round(x, 2) rounds the number, and console.log(x) prints it.",
  ],
  ["toString", "Numbers have no text in parallel code: console.log(x) prints it."],
  [
    "toPrecision",
    "Numbers have no text in parallel code: round(x, 2) rounds the number, and console.log(x) prints it.",
  ],
  ["dtype", "A scalar's dtype is known when the function is compiled: convert with float32(x)."],
]);

function arrayProperty(cx: Context, array: ArrayValue, name: string, node: ts.Node): Value {
  const { shape, strides } = cx.arrayType(array);
  switch (name) {
    case "shape":
      return { kind: "tuple", items: shape.map((extent) => extentScalar(cx, extent)) };
    case "ndim":
      return { kind: "scalar", dtype: "int64", weak: false, id: null, constant: shape.length };
    case "length": {
      const first = shape[0];
      if (first === undefined) throw cx.typeError("An array without dimensions has no length.", node);
      return extentScalar(cx, first);
    }
    case "size":
      return extentScalar(
        cx,
        shape.reduce(
          (product, extent) => cx.integers.mul(product, extent, node),
          cx.integers.constant(1, node),
        ),
      );
    case "dtype":
      return { kind: "string", text: array.dtype };
    case "T":
      return makeView(
        cx,
        array,
        cx.integers.constant(0, node),
        shape.toReversed(),
        strides.toReversed(),
        node,
      );
    default: {
      const entry = lookupMethod(name);
      if (entry !== undefined) return { kind: "method", receiver: array, entry };
      const near = nearest(name, [...PROPERTIES, ...methodNames()]);
      const advice = near === null ? "" : ` Did you mean ${near}?`;
      throw cx.typeError(ARRAY_MEMBERS.get(name) ?? `Arrays have no property ${name}.${advice}`, node);
    }
  }
}
function extentScalar(cx: Context, extent: Parameters<typeof strong>[0]): Value {
  const known = cx.integers.known(extent);
  return known === undefined ? strong(extent, "int64") : { ...strong(extent, "int64"), constant: known };
}

const PROPERTIES = ["shape", "ndim", "size", "length", "dtype", "T"];
function member(cx: Context, namespace: NamespaceValue["name"], name: string, node: ts.Node): Value {
  const constant = lookupConstant(namespace, name);
  if (constant !== undefined) return { kind: "scalar", dtype: "float64", weak: true, id: null, constant };
  if (namespace === "np" && name === "random") return { kind: "namespace", name: "random" };
  const entry = lookupName(namespace === "np" ? name : `${namespace}.${name}`);
  if (entry !== undefined) return { kind: "builtin", entry };
  const known = MISSING_MEMBERS.get(`${namespace}.${name}`);
  const near = nearest(name, allNames());
  const advice = known !== undefined ? `: ${known}.` : near === null ? "." : `: did you mean ${near}?`;
  throw cx.typeError(`${namespace} has no ${name} in parallel code${advice}`, node);
}

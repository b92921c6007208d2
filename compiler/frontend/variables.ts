import type ts from "typescript";
import type { ValueId } from "../ir/ids.js";
import type { ArrayType } from "../ir/types.js";
import { scalarType } from "../ir/types.js";
import type { Context } from "./context.js";
import { generate, loadElement } from "./elementwise.js";
import type { VariableType } from "./inference.js";
import { describeType, typeOfValue } from "./inference.js";
import { mutationOf } from "./mutation-scan.js";
import { convert, materialize } from "./scalars.js";
import type { Binding, Scope, Storage } from "./scope.js";
import type { ArrayValue, Scalar, Value } from "./value.js";
import { describe, UNDEFINED } from "./value.js";

export const ndimOfId =
  (cx: Context) =>
  (array: ValueId): number =>
    cx.tables.arrayType(array).shape.length;

/** Binds a declared name to its first value. */
export function declareVariable(
  cx: Context,
  scope: Scope,
  name: ts.Identifier,
  value: Value,
  mutable: boolean,
): Binding {
  const key = `${cx.frame.path}/${name.text}@${name.pos}`;
  const mutation = mutable ? mutationOf(name.text, name, value.kind === "array") : "never";
  const type = joinType(cx, key, name.text, value, name);
  if (value.kind === "array") cx.nameArray(value.id);
  const place: Binding["place"] =
    mutation === "nested"
      ? { kind: "slots", storage: makeStorage(cx, type, name.text, value, name) }
      : {
          kind: "direct",
          value: held(mutation === "never" ? value : coerce(cx, value, type, name), mutable),
        };
  const binding: Binding = { name: name.text, key, mutable, place, parallelDepth: cx.parallelDepth };
  scope.bind(binding);
  return binding;
}

/**
 * `let x;`: the type comes from the assignments, which an earlier round has seen; until then a number is 0, and an array empty.
 */
export function declareEmpty(cx: Context, scope: Scope, name: ts.Identifier): void {
  const key = `${cx.frame.path}/${name.text}@${name.pos}`;
  const type = cx.inference.expect(key);
  const place: Binding["place"] =
    type === undefined
      ? { kind: "direct", value: UNDEFINED }
      : { kind: "slots", storage: makeStorage(cx, type, name.text, emptyOf(cx, type, name), name) };
  scope.bind({ name: name.text, key, mutable: true, place, parallelDepth: cx.parallelDepth });
}

function emptyOf(cx: Context, type: VariableType, node: ts.Node): Value {
  switch (type.kind) {
    case "scalar":
      return {
        kind: "scalar",
        dtype: type.dtype,
        weak: type.weak,
        id: null,
        constant: type.dtype === "bool" ? false : 0,
      };
    case "array": {
      const shape = Array.from({ length: type.ndim }, () => cx.integers.constant(0, node));
      return generate(
        cx,
        node,
        "empty",
        shape,
        () => ({ kind: "scalar", dtype: type.dtype, weak: false, id: null, constant: 0 }),
        type.dtype,
      );
    }
    case "tuple":
      return { kind: "tuple", items: type.items.map((item) => emptyOf(cx, item, node)) };
    case "object":
      return {
        kind: "object",
        fields: new Map([...type.fields].map(([field, inner]) => [field, emptyOf(cx, inner, node)])),
      };
    case "undefined":
    case "static":
      return UNDEFINED;
  }
}

/** Adds a value to the type of a variable. @throws ParallelTypeError where it does not unify. */
export function joinType(cx: Context, key: string, name: string, value: Value, node: ts.Node): VariableType {
  const type = typeOfValue(value, ndimOfId(cx));
  const joined = cx.inference.join(key, type);
  if (joined !== null) return joined;
  const known = cx.inference.known(key);
  throw cx.typeError(
    `${name} is ${known === undefined ? "something else" : describeType(known)} elsewhere and ${describeType(type)} here: ` +
      "a variable has one type, so use two variables.",
    node,
  );
}

/** A fresh place for values of the type, holding `value`. */
export function makeStorage(
  cx: Context,
  type: VariableType,
  name: string,
  value: Value,
  node: ts.Node,
): Storage {
  const storage = allocateStorage(cx, type, name, value, node);
  store(cx, storage, value, node);
  return storage;
}

/** A place for values of the type; `value` says what compile-time values stand for. */
export function allocateStorage(
  cx: Context,
  type: VariableType,
  name: string,
  value: Value,
  node: ts.Node,
): Storage {
  const span = cx.span(node);
  switch (type.kind) {
    case "scalar": {
      const slot = cx.tables.slot({ kind: "scalar", dtype: type.dtype }, name);
      cx.emit({ kind: "declare", slot, span });
      return { kind: "scalar", slot, weak: type.weak };
    }
    case "array": {
      const slot = cx.tables.slot({ kind: "array", dtype: type.dtype, ndim: type.ndim }, name);
      cx.emit({ kind: "declare", slot, span });
      return { kind: "array", slot };
    }
    case "tuple":
      return {
        kind: "tuple",
        items: type.items.map((item, index) =>
          allocateStorage(
            cx,
            item,
            `${name}[${index}]`,
            (value.kind === "tuple" && value.items[index]) || UNDEFINED,
            node,
          ),
        ),
      };
    case "object":
      return {
        kind: "object",
        fields: new Map(
          [...type.fields].map(([field, inner]) => {
            const own = value.kind === "object" ? (value.fields.get(field) ?? UNDEFINED) : UNDEFINED;
            return [field, allocateStorage(cx, inner, `${name}.${field}`, own, node)];
          }),
        ),
      };
    case "undefined":
    case "static":
      return { kind: "fixed", value };
  }
}

/** Writes a value that has been unified with the storage's type. */
export function store(cx: Context, storage: Storage, value: Value, node: ts.Node): void {
  const span = cx.span(node);
  if (storage.kind === "scalar" && value.kind === "scalar") {
    const { dtype } = cx.tables.slotType(storage.slot);
    cx.emit({ kind: "set", slot: storage.slot, value: materialize(cx, value, dtype, node), span });
  } else if (storage.kind === "array" && value.kind === "array") {
    const { dtype } = cx.tables.slotType(storage.slot);
    cx.emit({ kind: "set", slot: storage.slot, value: asDType(cx, value, dtype, node).id, span });
  } else if (storage.kind === "tuple" && value.kind === "tuple") {
    for (const [index, item] of storage.items.entries())
      store(cx, item, value.items[index] ?? UNDEFINED, node);
  } else if (storage.kind === "object" && value.kind === "object") {
    for (const [field, inner] of storage.fields) store(cx, inner, value.fields.get(field) ?? UNDEFINED, node);
  } else if (storage.kind !== "fixed") {
    throw cx.typeError("This variable can't hold this value.", node);
  } else refuseChange(cx, storage.value, value, node);
}

/** @throws ParallelTypeError where what exists for the compiler only, such as a function, would be chosen when the program runs. */
function refuseChange(cx: Context, before: Value, after: Value, node: ts.Node): void {
  if (before.kind === "undefined" || isSameStatic(before, after)) return;
  const what = describe(after, cx.ndimOf);
  throw cx.typeError(
    `${what.replace(/^./, (letter) => letter.toUpperCase())} is chosen when the function is compiled, not in a branch or a loop that runs: ` +
      "choose between results, c ? f(x) : g(x).",
    node,
  );
}
function isSameStatic(a: Value, b: Value): boolean {
  if (a.kind === "function" && b.kind === "function") return a.node === b.node && a.scope === b.scope;
  if (a.kind === "builtin" && b.kind === "builtin") return a.entry === b.entry;
  if (a.kind === "string" && b.kind === "string") return a.text === b.text;
  return a === b || (a.kind === "undefined" && b.kind === "undefined");
}

/** The array itself, or a copy with another dtype. */
function asDType(cx: Context, array: ArrayValue, dtype: ArrayValue["dtype"], node: ts.Node): ArrayValue {
  if (array.dtype === dtype) return array;
  return generate(cx, node, `elementwise ${dtype}`, cx.shapeOf(array), (indices) =>
    convert(cx, loadElement(cx, array, indices, node), dtype, node),
  );
}

/** The value as the joined type has it; constants stay known where nothing changes. */
function coerce(cx: Context, value: Value, type: VariableType, node: ts.Node): Value {
  if (value.kind === "scalar" && type.kind === "scalar") {
    if (value.dtype === type.dtype && value.weak === type.weak) return value;
    const converted: Scalar = {
      kind: "scalar",
      dtype: type.dtype,
      weak: type.weak,
      id: materialize(cx, value, type.dtype, node),
      constant: null,
    };
    return converted;
  }
  if (value.kind === "array" && type.kind === "array") return asDType(cx, value, type.dtype, node);
  if (value.kind === "tuple" && type.kind === "tuple") {
    return {
      kind: "tuple",
      items: value.items.map((item, index) => {
        const inner = type.items[index];
        return inner === undefined ? item : coerce(cx, item, inner, node);
      }),
    };
  }
  return value;
}

/** The value as a variable gives it: the constant of one that can be assigned is no literal. */
const held = (value: Value, mutable: boolean): Value =>
  mutable && value.kind === "scalar" && value.constant !== null ? { ...value, variable: true } : value;

/** The current value of what is stored. */
export function load(cx: Context, storage: Storage, node: ts.Node): Value {
  const span = cx.span(node);
  switch (storage.kind) {
    case "scalar": {
      const { dtype } = cx.tables.slotType(storage.slot);
      const out = cx.value(scalarType(dtype));
      cx.emit({ kind: "get", out, slot: storage.slot, span });
      return { kind: "scalar", dtype, weak: storage.weak, id: out, constant: null };
    }
    case "array": {
      const type = cx.tables.slotType(storage.slot);
      const ndim = type.kind === "array" ? type.ndim : 0;
      const out = cx.value(freshLayout(cx, type.dtype, ndim));
      cx.emit({ kind: "get", out, slot: storage.slot, span });
      return { kind: "array", dtype: type.dtype, id: out };
    }
    case "tuple":
      return { kind: "tuple", items: storage.items.map((item) => load(cx, item, node)) };
    case "object":
      return {
        kind: "object",
        fields: new Map([...storage.fields].map(([field, inner]) => [field, load(cx, inner, node)])),
      };
    case "fixed":
      return storage.value;
  }
}

/** The type of an array whose shape and strides are defined by the operation that defines it. */
export function freshLayout(cx: Context, dtype: ArrayType["dtype"], ndim: number): ArrayType {
  const values = (): ValueId[] => Array.from({ length: ndim }, () => cx.value(scalarType("int64")));
  return { kind: "array", dtype, shape: values(), strides: values() };
}

export const readVariable = (cx: Context, binding: Binding, node: ts.Node): Value =>
  cx.partial(binding.key) ??
  (binding.place.kind === "direct" ? binding.place.value : load(cx, binding.place.storage, node));

/** Assigns a whole variable. */
export function assignVariable(cx: Context, binding: Binding, value: Value, node: ts.Node): void {
  if (!binding.mutable) {
    throw cx.typeError(`${binding.name} is a constant: declare it with \`let\` to assign to it.`, node);
  }
  const type = joinType(cx, binding.key, binding.name, value, node);
  if (binding.place.kind === "direct") {
    if (value.kind === "array") cx.nameArray(value.id);
    binding.place = { kind: "direct", value: held(coerce(cx, value, type, node), true) };
  } else {
    store(cx, binding.place.storage, value, node);
  }
}

import { types } from "node:util";
import type { InputType } from "../compiler/frontend/signature.js";
import { Complex } from "./complex.js";
import { viewTypedArray } from "./dtype.js";
import { isPlainObject } from "./is-plain-object.js";
import { isRowMajor } from "./layout.js";
import { NDArray } from "./ndarray.js";
import { functionSourceOf } from "./parallel-function-source.js";
import { PLAIN_TYPES } from "./plain-types.js";

export type ArrayInputType = Extract<InputType, { kind: "array" }>;

const wrapped = new WeakMap<object, NDArray>();

/** A typed array as a 1-D array over the same memory, one for each; any other value as it is. */
export function wrapTypedArray(value: unknown): unknown {
  if (value instanceof NDArray || typeof value !== "object" || value === null) return value;
  const known = wrapped.get(value);
  // The length of a typed array over a resizable buffer may change.
  if (known !== undefined && known.length === known.data.length) return known;
  const view = viewTypedArray(value);
  if (view === null) return value;
  const array = new NDArray(view.dtype, view.data, [view.data.length]);
  wrapped.set(value, array);
  return array;
}

/**
 * The type of a value of the session, as far as compilation depends on it. Never fails: what parallel code can't
 * use is "unsupported" with a description for the message.
 */
export const classify = (value: unknown): InputType => classifyAt(value, 0);

/** `depth` records are around the value. */
function classifyAt(value: unknown, depth: number): InputType {
  switch (typeof value) {
    case "number":
      return PLAIN_TYPES.number;
    case "boolean":
      return PLAIN_TYPES.boolean;
    case "bigint":
      return PLAIN_TYPES.bigint;
    case "undefined":
      return PLAIN_TYPES.undefined;
    case "function":
      return classifyFunction(value);
    case "string":
      return { kind: "unsupported", description: "a string" };
    case "symbol":
      return { kind: "unsupported", description: "a symbol" };
    case "object":
      return classifyObject(value, depth);
  }
}

function classifyFunction(value: unknown): InputType {
  const source = functionSourceOf(value);
  if (source !== null) return { kind: "function", function: source };
  return {
    kind: "unsupported",
    description: "an ordinary JavaScript function (declare it in a %%parallel cell)",
  };
}

function classifyObject(value: object | null, depth: number): InputType {
  const array = wrapTypedArray(value);
  if (array instanceof NDArray) return classifyArray(array);
  if (value instanceof Complex) return { kind: "scalar", dtype: "complex128", weak: false };
  if (value === null) return { kind: "unsupported", description: "null" };
  if (Array.isArray(value)) {
    return { kind: "unsupported", description: "a JavaScript array (make an NDArray of it with np.array)" };
  }
  if (isPlainObject(value) && !types.isProxy(value)) return classifyRecord(value, depth);
  if (value instanceof Map)
    return { kind: "unsupported", description: "a Map (make an object of it with Object.fromEntries)" };
  const name: unknown = value.constructor?.name;
  const known = typeof name === "string" && name !== "" && name !== "Object";
  const article = known && /^[AEIOU]/.test(name) ? "an" : "a";
  return { kind: "unsupported", description: known ? `${article} ${name}` : "an object" };
}

/** Fields of a record, and records in a record: more are no options, but data. */
const MOST_FIELDS = 64;
const DEEPEST = 8;

function classifyRecord(value: Readonly<Record<string, unknown>>, depth: number): InputType {
  const names = Object.keys(value);
  if (names.length > MOST_FIELDS || depth === DEEPEST) {
    const size = depth === DEEPEST ? `${DEEPEST} objects deep` : `an object of ${names.length} fields`;
    return { kind: "unsupported", description: `${size} (pass the fields that are needed)` };
  }
  const fields = names.map((name) => {
    const isRead = Object.getOwnPropertyDescriptor(value, name)?.get === undefined;
    const type = isRead ? classifyAt(value[name], depth + 1) : ACCESSOR;
    return [name, type] as const;
  });
  const isUsable = fields.length === 0 || fields.some(([, { kind }]) => kind !== "unsupported");
  return isUsable
    ? { kind: "record", fields }
    : { kind: "unsupported", description: "an object without numbers and arrays" };
}

const ACCESSOR: InputType = {
  kind: "unsupported",
  description: "an accessor (pass an object of plain fields)",
};

function classifyArray(array: NDArray): ArrayInputType {
  return {
    kind: "array",
    dtype: array.dtype,
    ndim: array.ndim,
    layout: isRowMajor(array) ? "C" : "strided",
    unitAxes: array.shape.map((length) => length === 1),
  };
}

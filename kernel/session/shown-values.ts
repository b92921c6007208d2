import { inspect } from "node:util";
import { NDArray } from "../../runtime/ndarray.js";
import { type DebugVariable, FIRST_REFERENCE } from "../debug/inspector-protocol.js";
import { typeName } from "./namespace.js";

/** Values as the debugger shows them, and what it asks for next: their parts. */
export interface ShownValues {
  show(name: string, value: unknown): DebugVariable;
  parts(reference: number): readonly DebugVariable[];
  /** Forgets all values. */
  clear(): void;
}

/** The parts of a value that are shown: an array of a million elements has a million. */
const PART_LIMIT = 200;
/** Characters of a value's text. */
const TEXT_LIMIT = 300;

export function createShownValues(): ShownValues {
  const held = new Map<number, object>();
  let next = FIRST_REFERENCE;

  const show = (name: string, value: unknown): DebugVariable => {
    const shown = { name, value: oneLine(value), type: typeName(value) };
    if (typeof value !== "object" || value === null) return { ...shown, variablesReference: 0 };
    held.set(next, value);
    return { ...shown, variablesReference: next++ };
  };

  return {
    show,
    parts(reference) {
      const value = held.get(reference);
      if (value === undefined) return [];
      const { parts, count } = partsOf(value);
      const rest = count - parts.length;
      const shown = parts.map(([name, part]) => show(name, part));
      return rest > 0
        ? [...shown, { name: "…", value: `${rest} more`, type: "", variablesReference: 0 }]
        : shown;
    },
    clear: () => held.clear(),
  };
}

/** What `util.inspect` says of a value, in one line. */
export function oneLine(value: unknown): string {
  let text: string;
  try {
    text = inspect(value, {
      depth: 1,
      breakLength: Number.POSITIVE_INFINITY,
      maxArrayLength: 20,
      maxStringLength: TEXT_LIMIT,
    });
  } catch (error) {
    text = `<${typeName(value)}: ${String(error)}>`;
  }
  const line = text.replace(/\s*\n\s*/g, " ");
  return line.length > TEXT_LIMIT ? `${line.slice(0, TEXT_LIMIT)}…` : line;
}

interface Parts {
  readonly parts: readonly (readonly [name: string, value: unknown])[];
  readonly count: number;
}

function partsOf(value: object): Parts {
  if (value instanceof NDArray) {
    const { dtype, shape, strides, data } = value;
    return { count: 4, parts: Object.entries({ dtype, shape, strides, data }) };
  }
  if (value instanceof Map) {
    const entries = firstOf<readonly [unknown, unknown]>(value);
    return { count: value.size, parts: entries.map(([key, part]) => [oneLine(key), part]) };
  }
  if (value instanceof Set) {
    return { count: value.size, parts: firstOf(value).map((part, index) => [`${index}`, part]) };
  }
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    const elements = Array.from({ length: Math.min(length(value), PART_LIMIT) }, (_, index) => index);
    return { count: length(value), parts: elements.map((index) => [`${index}`, Reflect.get(value, index)]) };
  }
  const keys = Reflect.ownKeys(value).filter((key) => !(key === "length" && Array.isArray(value)));
  return {
    count: keys.length,
    parts: keys.slice(0, PART_LIMIT).map((key) => [keyText(key), property(value, key)]),
  };
}

function firstOf<Item>(items: Iterable<Item>): Item[] {
  const first: Item[] = [];
  for (const item of items) {
    if (first.length === PART_LIMIT) break;
    first.push(item);
  }
  return first;
}

function length(array: ArrayBufferView): number {
  const found: unknown = Reflect.get(array, "length");
  return typeof found === "number" ? found : 0;
}

const keyText = (key: string | symbol): string => (typeof key === "symbol" ? `[${String(key)}]` : key);

/** A property's value. Getters are not run: they may change what is being looked at. */
function property(value: object, key: string | symbol): unknown {
  const descriptor = Object.getOwnPropertyDescriptor(value, key);
  return descriptor?.get === undefined ? descriptor?.value : GETTER;
}

const GETTER = { [inspect.custom]: () => "(getter)" };

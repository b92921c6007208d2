import { types } from "node:util";
import { NDArray } from "../../../runtime/ndarray.js";

/** What stands under a name: a value, or a getter, which is not run. */
export type Held = { readonly kind: "value"; readonly value: unknown } | { readonly kind: "getter" };

export interface Entry {
  readonly label: string;
  readonly held: Held;
}

export interface Entries {
  readonly entries: readonly Entry[];
  /** How many there are besides. */
  readonly left: number;
}

/** What an object holds, at most `most` of it: elements, entries of maps and sets, causes of errors, properties, the source of a function. */
export function entriesOf(value: object, most: number): Entries {
  if (value instanceof NDArray || types.isBoxedPrimitive(value)) return NONE;
  if (types.isTypedArray(value)) return listed(value.length, most, (index) => value[index]);
  if (Array.isArray(value)) return listed(value.length, most, (index) => propertyOf(value, String(index)));
  if (types.isMap(value))
    return taken(value.entries(), value.size, most, ([key, item]) => [keyText(key), item]);
  if (types.isSet(value)) {
    let index = 0;
    return taken(value.values(), value.size, most, (item) => [String(index++), item]);
  }
  const properties = propertiesOf(value);
  const extras = extrasOf(value);
  const all = [...extras, ...properties];
  return { entries: all.slice(0, most), left: Math.max(0, all.length - most) };
}

const NONE: Entries = { entries: [], left: 0 };

function listed(length: number, most: number, at: (index: number) => unknown): Entries {
  const count = Math.min(length, most);
  const entries = Array.from({ length: count }, (_, index) => valueEntry(String(index), at(index)));
  return { entries, left: length - count };
}

function taken<Item>(
  items: Iterable<Item>,
  size: number,
  most: number,
  read: (item: Item) => readonly [label: string, value: unknown],
): Entries {
  const entries: Entry[] = [];
  for (const item of items) {
    if (entries.length >= most) break;
    entries.push(valueEntry(...read(item)));
  }
  return { entries, left: size - entries.length };
}

const valueEntry = (label: string, value: unknown): Entry => ({ label, held: { kind: "value", value } });

/** What is not among the properties of an error or a function, and worth seeing. */
function extrasOf(value: object): readonly Entry[] {
  if (typeof value === "function") return [valueEntry("source", Function.prototype.toString.call(value))];
  if (!(value instanceof Error)) return [];
  const stack = propertyOf(value, "stack");
  const cause = propertyOf(value, "cause");
  return [
    ...(typeof stack === "string" ? [valueEntry("stack", stack)] : []),
    ...(cause === undefined ? [] : [valueEntry("cause", cause)]),
    ...(value instanceof AggregateError ? [valueEntry("errors", propertyOf(value, "errors"))] : []),
  ];
}

/** The own enumerable properties, symbols after names. */
function propertiesOf(value: object): readonly Entry[] {
  return Reflect.ownKeys(value).flatMap((key) => {
    const descriptor = Object.getOwnPropertyDescriptor(value, key);
    if (descriptor?.enumerable !== true) return [];
    const label = typeof key === "symbol" ? `[${String(key)}]` : key;
    return [
      descriptor.get === undefined
        ? valueEntry(label, descriptor.value)
        : { label, held: { kind: "getter" } as const },
    ];
  });
}

/** The value of an own property; undefined where it is a getter. */
function propertyOf(value: object, name: string): unknown {
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

const keyText = (key: unknown): string =>
  typeof key === "object" && key !== null ? "{…}" : `${String(key)} ⇒`;

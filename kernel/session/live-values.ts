import { inspect, types } from "node:util";
import { registeredNames } from "../../runtime/registered-names.js";
import { arrayDtype, type Namespace, typeName } from "./namespace.js";
import type { LiveAnswer, LiveName, LiveQuery } from "./protocol.js";

/** Properties looked at in one object: a typed array of a million elements has a million. */
const MEMBER_LIMIT = 2000;

type Variables = Pick<Namespace, "values" | "describe">;

/** Answers a question about the session's values, without running any getter. */
export function answerQuery(query: LiveQuery, namespace: Variables): LiveAnswer {
  switch (query.kind) {
    case "names":
      return { kind: "names", names: namesOf(namespace, query.isParallel ?? false) };
    case "members": {
      const value = resolvePath(query.path, namespace);
      return value === undefined ? { kind: "nothing" } : { kind: "members", names: membersOf(value.found) };
    }
    case "keys":
    case "entries": {
      const value = resolvePath(query.path, namespace);
      if (value === undefined) return { kind: "nothing" };
      const keysOf = query.kind === "keys" ? ownKeys : entryKeys;
      return { kind: "members", names: keysOf(value.found, query.quote) };
    }
    case "describe": {
      const value = resolvePath(query.path, namespace);
      if (value === undefined) return { kind: "nothing" };
      return { kind: "description", text: describe(value.found) };
    }
    default: {
      const unknown: never = query;
      throw new Error(`Unknown query ${JSON.stringify(unknown)}`);
    }
  }
}

function namesOf({ values, describe }: Variables, isParallel: boolean): readonly LiveName[] {
  const variables = describe(Object.keys(values));
  if (!isParallel) return variables;
  const registered = [...registeredNames].filter((name) => !Object.hasOwn(values, name));
  return [...variables, ...registered.map((name) => ({ name, type: "function" }))];
}

function resolvePath(path: readonly string[], namespace: Variables): { readonly found: unknown } | undefined {
  const [first, ...rest] = path[0] === "globalThis" && path.length > 1 ? path.slice(1) : path;
  if (first === undefined) return undefined;
  let found = first in namespace.values ? namespace.values[first] : globalValue(first);
  for (const name of rest) found = elementOf(found, name) ?? propertyValue(found, name);
  return found === undefined ? undefined : { found };
}

function globalValue(name: string): unknown {
  // An accessor of Node.js.
  return name === "process" ? process : propertyValue(globalThis, name);
}

/** What an index of an array stands for: an element, or of more dimensions a view. Only the array class itself knows. */
function elementOf(value: unknown, name: string): unknown {
  if (arrayDtype(value) === undefined || !/^\d+$/.test(name)) return undefined;
  const at = propertyValue(value, "at");
  try {
    return typeof at === "function" ? Reflect.apply(at, value, [Number(name)]) : undefined;
  } catch {
    // There is no such element.
    return undefined;
  }
}

/** The value of a data property, own or inherited; undefined for accessors, which would run code. */
function propertyValue(value: unknown, name: string): unknown {
  for (let at: unknown = boxed(value); typeof at === "object" || typeof at === "function"; ) {
    if (at === null) return undefined;
    const descriptor = Object.getOwnPropertyDescriptor(at, name);
    if (descriptor !== undefined) return descriptor.value;
    at = Object.getPrototypeOf(at);
  }
  return undefined;
}

function membersOf(value: unknown): LiveName[] {
  const members = new Map<string, LiveName>();
  for (let at: unknown = boxed(value); typeof at === "object" || typeof at === "function"; ) {
    if (at === null || (at === Object.prototype && members.size > 0)) break;
    if (!ArrayBuffer.isView(at)) {
      for (const name of Object.getOwnPropertyNames(at)) {
        if (members.size >= MEMBER_LIMIT) break;
        if (
          members.has(name) ||
          name === "constructor" ||
          !/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)
        ) {
          continue;
        }
        const descriptor = Object.getOwnPropertyDescriptor(at, name);
        const type = descriptor?.get === undefined ? typeName(descriptor?.value) : "property";
        members.set(name, { name, type });
      }
    }
    at = Object.getPrototypeOf(at);
  }
  return [...members.values()];
}

function ownKeys(value: unknown, quote: string): LiveName[] {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return [];
  return Object.keys(value)
    .slice(0, MEMBER_LIMIT)
    .filter((key) => isWritable(key, quote))
    .map((name) => ({ name, type: typeName(propertyValue(value, name)) }));
}

function entryKeys(value: unknown, quote: string): LiveName[] {
  const names: LiveName[] = [];
  const entries: Iterable<readonly [unknown, unknown]> = types.isMap(value)
    ? Map.prototype.entries.call(value)
    : types.isSet(value)
      ? Set.prototype.entries.call(value)
      : [];
  for (const [key, held] of entries) {
    if (names.length >= MEMBER_LIMIT) break;
    if (typeof key === "string" && isWritable(key, quote)) names.push({ name: key, type: typeName(held) });
  }
  return names;
}

/** Whether a key can be written between such quotes as it is. */
function isWritable(key: string, quote: string): boolean {
  return !key.includes(quote) && !/[\\\n]/.test(key);
}

function boxed(value: unknown): unknown {
  return value === null || value === undefined ? undefined : Object(value);
}

function describe(value: unknown): string {
  return `${heading(value)}: ${inspect(value, { depth: 1, maxArrayLength: 20, breakLength: 100 })}`;
}

/** The type of a value, with the length of a list, or dtype and shape of an array. */
function heading(value: unknown): string {
  const name = typeName(value);
  if (Array.isArray(value)) return `${name}(${value.length})`;
  const dtype = arrayDtype(value);
  const shape = propertyValue(value, "shape");
  return dtype === undefined || !Array.isArray(shape)
    ? name
    : `${name} of ${dtype}, shape [${shape.join(", ")}]`;
}

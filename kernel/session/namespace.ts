import { types } from "node:util";
import type { LiveName } from "./protocol.js";

/** The variables of the session: one object whose properties the top-level declarations of all cells are. */
export interface Namespace {
  readonly values: Record<string, unknown>;
  /**
   * Makes names visible to code that was compiled before they existed (a function may use what a later cell
   * declares), as accessors on `globalThis`. What is there already, such as `process`, stays.
   */
  publish(names: Iterable<string>): void;
  /** Removes all variables; returns how many there were. */
  clear(): number;
  /** How often that happened. */
  clears(): number;
  /** Which of these names exist, and what they hold. */
  describe(names: Iterable<string>): LiveName[];
}

export function createNamespace(): Namespace {
  const values: Record<string, unknown> = Object.create(null);
  const published = new Set<string>();
  let clears = 0;
  return {
    values,
    publish(names) {
      for (const name of names) {
        if (!(name in values) || name in globalThis) continue;
        published.add(name);
        Object.defineProperty(globalThis, name, {
          configurable: true,
          enumerable: false,
          get: () => values[name],
          set: (value: unknown) => {
            values[name] = value;
          },
        });
      }
    },
    clear() {
      const names = Object.keys(values);
      for (const name of names) delete values[name];
      for (const name of published) Reflect.deleteProperty(globalThis, name);
      published.clear();
      clears++;
      return names.length;
    },
    clears: () => clears,
    describe(names) {
      const live: LiveName[] = [];
      for (const name of names) {
        if (!(name in values)) continue;
        const value = values[name];
        const dtype = arrayDtype(value);
        const array = dtype === undefined ? {} : { dtype, shape: arrayShape(value) };
        live.push({ name, type: typeName(value), ...array });
      }
      return live;
    },
  };
}

/** The dtype of an array; undefined for other values. The class itself is not loaded for it. */
export function arrayDtype(value: unknown): string | undefined {
  if (typeName(value) !== "NDArray") return undefined;
  const dtype: unknown = Object.getOwnPropertyDescriptor(value, "dtype")?.value;
  return typeof dtype === "string" ? dtype : undefined;
}

function arrayShape(value: unknown): number[] {
  const shape: unknown = Object.getOwnPropertyDescriptor(value, "shape")?.value;
  return Array.isArray(shape) ? shape.map(Number) : [];
}

/** `function`, `class`, the name of an object's class, or what `typeof` says. Runs no code of the value. */
export function typeName(value: unknown): string {
  if (types.isProxy(value)) return "Proxy";
  if (typeof value === "function") {
    return /^class\b/.test(Function.prototype.toString.call(value)) ? "class" : "function";
  }
  if (typeof value !== "object" || value === null) return value === null ? "null" : typeof value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (typeof prototype !== "object" || prototype === null) return "object";
  const maker: unknown = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value;
  if (typeof maker !== "function" || types.isProxy(maker)) return "object";
  const name: unknown = Object.getOwnPropertyDescriptor(maker, "name")?.value;
  return typeof name === "string" && name !== "" ? name : "object";
}

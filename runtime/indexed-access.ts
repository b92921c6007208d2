import type { ScalarInput } from "./element.js";
import type { StridedArray } from "./layout.js";
import type { SliceSpec } from "./slice-spec.js";

/** What is asked of arrays whose elements and parts are properties. */
export interface Indexed {
  at(index: number): unknown;
  slice(...specs: readonly SliceSpec[]): Indexed;
  assign(source: ScalarInput | StridedArray): unknown;
}

/**
 * What stands behind the methods of a class of arrays, so that indices work in ordinary TypeScript as they do in parallel code: `a[0]`,
 * `a[-1]`, `m[1][2]`, `a["1:-1"]`, `m["1:, ::2"]`, read and written. Other properties are looked for here only where the array has none,
 * so they are as quick as without it.
 * @throws {RangeError} on access, for an index out of bounds; a JavaScript array would give undefined
 */
export function indexedAccess(isIndexed: (value: unknown) => value is Indexed): object {
  return new Proxy(
    {},
    {
      get(target, key, receiver) {
        if (typeof key === "symbol" || !isIndexed(receiver)) return Reflect.get(target, key, receiver);
        if (isInteger(key)) return receiver.at(Number(key));
        return isSlice(key) ? receiver.slice(...specsOf(key)) : Reflect.get(target, key, receiver);
      },
      set(target, key, value, receiver) {
        if (typeof key === "symbol" || !isIndexed(receiver) || !(isInteger(key) || isSlice(key)))
          return Reflect.set(target, key, value, receiver);
        receiver.slice(...specsOf(key)).assign(value);
        return true;
      },
    },
  );
}

const isInteger = (key: string): boolean => /^-?\d+$/.test(key);
const isSlice = (key: string): boolean => key.includes(":") || key.includes("...");
const specsOf = (key: string): readonly SliceSpec[] =>
  key.split(",").map((item) => (isInteger(item.trim()) ? Number(item) : item.trim()));

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Collects garbage: of the young generation alone, or of the whole heap. */
export type GarbageCollector = (options?: { readonly type: "minor" }) => void;

/** V8's own, which Node offers no other way; null where this V8 has none. What runs later does not find the function. */
export function findGarbageCollector(): GarbageCollector | null {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("typeof gc === 'function' ? gc : null");
  setFlagsFromString("--no-expose-gc");
  if (typeof collect !== "function") return null;
  return (options) => Reflect.apply(collect, undefined, options === undefined ? [] : [options]);
}

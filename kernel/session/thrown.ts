import { inspect, types } from "node:util";

/**
 * Whether a thrown value is shown as an error: also one of another realm, such as a context of `node:vm`. A proxy is not, as
 * whatever is asked of it runs code of the user's.
 */
export function isError(value: unknown): value is Error {
  return !types.isProxy(value) && (value instanceof Error || types.isNativeError(value));
}

/** A member of an error; undefined where reading it throws, as user code may have made it anything. */
export function memberOf(error: Error, name: string): unknown {
  try {
    return Reflect.get(error, name);
  } catch {
    return undefined;
  }
}

/** A member of an error as text; `otherwise` where it has none. */
export function textOf(error: Error, name: "name" | "message", otherwise: string): string {
  const value = memberOf(error, name);
  try {
    return value === undefined ? otherwise : String(value);
  } catch {
    return otherwise;
  }
}

/** What `util.inspect` writes of a value, also of one that can't be looked at. */
export function inspected(value: unknown): string {
  try {
    return inspect(value);
  } catch {
    return `[${typeof value} that can't be shown]`;
  }
}

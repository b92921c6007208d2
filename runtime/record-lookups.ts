import type { InputType, Session } from "../compiler/frontend/signature.js";

/** What each name meant that a compilation asked for. */
export type Lookups = ReadonlyMap<string, InputType | undefined>;

/** A session that passes questions on, and remembers the answers: what was compiled depends on nothing else of the session. */
export function recordLookups(below: Session): { readonly session: Session; readonly lookups: Lookups } {
  const lookups = new Map<string, InputType | undefined>();
  const lookup = (name: string): InputType | undefined => {
    const type = below.lookup(name);
    lookups.set(name, type);
    return type;
  };
  return { session: { lookup }, lookups };
}

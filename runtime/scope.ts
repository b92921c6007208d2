/** The variables of a session, read and written by name. */
export interface Scope {
  readonly has: (name: string) => boolean;
  readonly get: (name: string) => unknown;
  readonly set: (name: string, value: unknown) => void;
  readonly names: () => Iterable<string>;
}

/** The entries of a map as variables. */
export function mapScope(variables: Map<string, unknown>): Scope {
  return {
    has: (name) => variables.has(name),
    get: (name) => variables.get(name),
    set: (name, value) => variables.set(name, value),
    names: () => variables.keys(),
  };
}

/** Own variables in front of the properties of `globals`, which are read anew each time and never written. */
export function layeredScope(globals: Readonly<Record<string, unknown>>): Scope {
  const own = new Map<string, unknown>();
  return {
    has: (name) => own.has(name) || Object.hasOwn(globals, name),
    get: (name) => (own.has(name) ? own.get(name) : globals[name]),
    set: (name, value) => own.set(name, value),
    names: () => new Set([...own.keys(), ...Object.keys(globals)]),
  };
}

/** A scope whose changes the one below does not see. */
export function overlaid(below: Scope): Scope {
  const own = new Map<string, unknown>();
  return {
    has: (name) => own.has(name) || below.has(name),
    get: (name) => (own.has(name) ? own.get(name) : below.get(name)),
    set: (name, value) => own.set(name, value),
    names: () => new Set([...own.keys(), ...below.names()]),
  };
}

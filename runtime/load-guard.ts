/** What is to be done around a load. */
export interface LoadGuard {
  begin(): void;
  end(): void;
}

let guard: LoadGuard = { begin: () => undefined, end: () => undefined };

/** From now on `wanted` stands around every load: a module whose evaluation is cut short can never be loaded again. */
export function guardLoading(wanted: LoadGuard): void {
  guard = wanted;
}

/** Loads modules, at once. */
export function guarded<Loaded>(load: () => Loaded): Loaded {
  guard.begin();
  try {
    return load();
  } finally {
    guard.end();
  }
}

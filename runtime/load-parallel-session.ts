import { createRequire } from "node:module";
import type { ParallelSession, ParallelSessionOptions } from "./parallel-session.js";

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

/**
 * Makes a session, and loads the compiler where that has not been done. It takes a moment, and cells that never need it
 * should not wait for it: so not with an import. Not with `import()` either: what waits for that could not be loaded at once
 * meanwhile.
 */
export function loadParallelSession(options: ParallelSessionOptions): ParallelSession {
  const load = createRequire(import.meta.url);
  guard.begin();
  try {
    // What the module of that name exports.
    const loaded = load("./parallel-session.js") as typeof import("./parallel-session.js");
    return new loaded.ParallelSession(options);
  } finally {
    guard.end();
  }
}

import { createRequire } from "node:module";
import { guarded } from "./load-guard.js";
import type { ParallelSession, ParallelSessionOptions } from "./parallel-session.js";

/**
 * Makes a session, and loads the compiler where that has not been done. It takes a moment, and cells that never need it
 * should not wait for it: so not with an import. Not with `import()` either: what waits for that could not be loaded at once
 * meanwhile.
 */
export function loadParallelSession(options: ParallelSessionOptions): ParallelSession {
  const load = createRequire(import.meta.url);
  return guarded(() => {
    // What the module of that name exports.
    const loaded = load("./parallel-session.js") as typeof import("./parallel-session.js");
    return new loaded.ParallelSession(options);
  });
}

import { DEBUG_VIEW, type DebugView } from "../debug/inspector-protocol.js";
import { toMimeBundle } from "../display/value.js";
import type { CellSources } from "./cell-sources.js";
import type { Namespace } from "./namespace.js";
import { DEBUGGER_SLOT, type FromMain } from "./protocol.js";
import { createShownValues, oneLine } from "./shown-values.js";

export interface DebugViewOptions {
  readonly namespace: Namespace;
  readonly sources: CellSources;
  readonly slots: Int32Array;
  post(message: FromMain): void;
}

/** Milliseconds that a process which ends waits for its debugger to let go. */
const RELEASE_LIMIT = 200;

/** Lets a debugger look at the session's values; until one comes, this costs nothing. */
export function installDebugView({ namespace, sources, slots, post }: DebugViewOptions): void {
  const values = createShownValues();
  const scope = (variables: object): ReturnType<DebugView["scope"]> =>
    Object.entries(variables).map(([name, value]) => values.show(name, value));

  const view: DebugView = {
    cells: () => sources.all(),
    publish: () => namespace.publish(Object.keys(namespace.values)),
    globals: (names = Object.keys(namespace.values)) =>
      names
        .filter((name) => name in namespace.values)
        .map((name) => values.show(name, namespace.values[name])),
    scope,
    hold: (value) => values.show("", value),
    parts: values.parts,
    rich(value) {
      const bundle = toMimeBundle(value);
      if (!(bundle instanceof Promise)) return bundle ?? { "text/plain": "undefined" };
      // Nothing is awaited at a breakpoint, so what comes of it is of no use here.
      bundle.catch(() => undefined);
      return { "text/plain": oneLine(value) };
    },
    assign(name, value) {
      namespace.values[name] = value;
      namespace.publish([name]);
    },
    release: values.clear,
  };
  Object.defineProperty(globalThis, Symbol.for(DEBUG_VIEW), { value: view, enumerable: false });

  process.on("exit", () => {
    if (Atomics.load(slots, DEBUGGER_SLOT) === 0) return;
    // Node would say on stderr that it waits for the debugger. The disconnection needs JavaScript that runs.
    post({ kind: "leaving" });
    const limit = performance.now() + RELEASE_LIMIT;
    while (Atomics.load(slots, DEBUGGER_SLOT) !== 0 && performance.now() < limit);
  });
}

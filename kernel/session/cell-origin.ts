import { EventEmitter } from "node:events";
import { promiseHooks } from "node:v8";

/** Which cell the code belongs to that runs now, also when that cell is long over. */
export interface CellOrigin {
  /** A cell begins: what nothing else started belongs to it. */
  begin(cell: number): void;
  current(): number;
  /** The cell that made a promise. */
  of(promise: Promise<unknown>): number;
  /** A callback of the event loop, such as a timer's, as one of the cell that registers it now. */
  bind(callback: Callback): Callback;
}

export type Callback = (...parameters: unknown[]) => void;

/** What a cell's promises carry. A private field can be on any object, and no display of the promise shows it. */
class Itself {
  constructor(object: object) {
    // biome-ignore lint/correctness/noConstructorReturn: this is how a private field comes onto an object made elsewhere
    return object;
  }
}
class Owned extends Itself {
  readonly #cell: number;

  constructor(object: object, cell: number) {
    super(object);
    this.#cell = cell;
  }

  static cellOf(object: object): number | undefined {
    return #cell in object ? object.#cell : undefined;
  }
}

/**
 * Follows cells through promises, timers and listeners of events. AsyncLocalStorage does not do: on Node 20 its stack of
 * contexts doesn't survive that an interrupt ends a callback, and the process aborts.
 */
export function followCells(): CellOrigin {
  let last = 0;
  /** Undefined while what runs belongs to the last cell. */
  let origin: number | undefined;
  let around: number | undefined;

  promiseHooks.createHook({
    init: (promise) => void new Owned(promise, origin ?? last),
    before(promise) {
      around = origin;
      origin = Owned.cellOf(promise) ?? origin;
    },
    after() {
      origin = around;
    },
  });
  const leave = (): void => {
    origin = undefined;
  };
  followListeners((listener) => {
    const owner = origin ?? last;
    // The session's own, from before the first cell.
    if (owner === 0) return listener;
    return function (this: unknown, ...parameters) {
      // Events may be emitted in the middle of other code, which goes on as before.
      const before = origin;
      origin = owner;
      try {
        return Reflect.apply(listener, this, parameters);
      } finally {
        origin = before;
      }
    };
  });

  return {
    begin(cell) {
      last = cell;
      // An interrupt may have cut off the code that would have set them back.
      origin = undefined;
      around = undefined;
    },
    current: () => origin ?? last,
    of: (promise) => Owned.cellOf(promise) ?? last,
    bind(callback) {
      const owner = origin ?? last;
      return (...parameters) => {
        origin = owner;
        try {
          callback(...parameters);
        } finally {
          // The tick comes when all that the callback has put into the queue of microtasks has run.
          queueMicrotask(() => process.nextTick(leave));
        }
      };
    },
  };
}

type Listener = (this: unknown, ...parameters: unknown[]) => unknown;

/** Has `bind` wrap every listener of an event emitter. Both the listener and what wraps it can be removed, as Node has it. */
function followListeners(bind: (listener: Listener) => Listener): void {
  const wrappers = new WeakMap<object, Listener>();
  const prototype: Record<string, unknown> = Object(EventEmitter.prototype);
  const wrap = (listener: unknown): unknown => {
    if (!isListener(listener)) return listener;
    // What `once` makes of a wrapped listener.
    const inner: unknown = "listener" in listener ? listener.listener : undefined;
    const original = isListener(inner) ? wrappers.get(inner) : undefined;
    if (original !== undefined) return Object.assign(listener, { listener: original });
    const bound = bind(listener);
    if (bound === listener) return listener;
    const wrapper = Object.assign(bound, { listener: isListener(inner) ? inner : listener });
    wrappers.set(wrapper, listener);
    return wrapper;
  };
  for (const name of ["on", "addListener", "prependListener", "once", "prependOnceListener"]) {
    const method = prototype[name];
    if (!isListener(method)) continue;
    prototype[name] = function (this: unknown, type: unknown, listener: unknown): unknown {
      return Reflect.apply(method, this, [type, wrap(listener)]);
    };
  }
}

function isListener(value: unknown): value is Listener {
  return typeof value === "function";
}

/** The timers that user code has started: an interrupt can stop what a cell left ticking, and their output has an owner. */
export interface TimerRegistry {
  /** A cell begins: what is not a timer's belongs to it. */
  begin(cell: number): void;
  /** The cell that started the timer whose callback runs, or whose promises settle; undefined outside of timers. */
  origin(): number | undefined;
  clear(): void;
}

type Callback = (...parameters: unknown[]) => void;

/**
 * Replaces the global timers by ones that are registered. Only those started while `isRunning()` are stopped: an interrupt
 * stops the running cell, not the clock that an earlier cell set up.
 */
export function registerTimers(isRunning: () => boolean): TimerRegistry {
  const timeouts = new Set<NodeJS.Timeout>();
  const immediates = new Set<NodeJS.Immediate>();
  const original = { setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, clearImmediate };

  let cell = 0;
  let origin: number | undefined;

  /**
   * AsyncLocalStorage would follow promises everywhere, but on this Node it does not survive an interrupt in a callback, and
   * shows in every promise that is displayed.
   */
  const owned = (callback: Callback): Callback => {
    const owner = origin ?? cell;
    return (...parameters) => {
      origin = owner;
      try {
        callback(...parameters);
      } finally {
        // The tick comes when all that the callback has settled has run, however long the chain of promises.
        queueMicrotask(() => process.nextTick(leave));
      }
    };
  };
  const leave = (): void => {
    origin = undefined;
  };

  const timeout = (callback: Callback, delay?: number, ...parameters: unknown[]) => {
    const run = owned(callback);
    const timer = original.setTimeout(() => {
      timeouts.delete(timer);
      run(...parameters);
    }, delay);
    if (isRunning()) timeouts.add(timer);
    return timer;
  };
  const interval = (callback: Callback, delay?: number, ...parameters: unknown[]) => {
    const timer = original.setInterval(owned(callback), delay, ...parameters);
    if (isRunning()) timeouts.add(timer);
    return timer;
  };
  const immediate = (callback: Callback, ...parameters: unknown[]) => {
    const run = owned(callback);
    const timer = original.setImmediate(() => {
      immediates.delete(timer);
      run(...parameters);
    });
    if (isRunning()) immediates.add(timer);
    return timer;
  };
  const forget = (timer: NodeJS.Timeout | string | number | undefined): void => {
    if (typeof timer === "object") timeouts.delete(timer);
    original.clearTimeout(timer);
  };
  // `promisify(setTimeout)` must go on finding Node's own variants.
  const install = (name: keyof typeof original, replacement: object): void => {
    Object.defineProperties(replacement, Object.getOwnPropertyDescriptors(original[name]));
    Object.defineProperty(globalThis, name, { value: replacement, configurable: true, writable: true });
  };
  install("setTimeout", timeout);
  install("setInterval", interval);
  install("setImmediate", immediate);
  install("clearTimeout", forget);
  install("clearInterval", forget);
  return {
    begin(running) {
      cell = running;
      // An interrupt may have cut off the callback that would have left.
      leave();
    },
    origin: () => origin,
    clear() {
      for (const timer of timeouts) original.clearTimeout(timer);
      for (const timer of immediates) original.clearImmediate(timer);
      timeouts.clear();
      immediates.clear();
    },
  };
}

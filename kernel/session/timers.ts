import type { Callback, CellOrigin } from "./cell-origin.js";

/** The timers that user code has started: an interrupt can stop what a cell left ticking. */
export interface TimerRegistry {
  clear(): void;
}

/**
 * Replaces the global timers by ones that are registered. Only those started while `isRunning()` are stopped: an interrupt
 * stops the running cell, not the clock that an earlier cell set up. Their callbacks belong to the cell that started them.
 */
export function registerTimers(origin: CellOrigin, isRunning: () => boolean): TimerRegistry {
  const timeouts = new Set<NodeJS.Timeout>();
  const immediates = new Set<NodeJS.Immediate>();
  const original = { setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, clearImmediate };

  const timeout = (callback: Callback, delay?: number, ...parameters: unknown[]) => {
    const run = origin.bind(callback);
    const timer = original.setTimeout(() => {
      timeouts.delete(timer);
      run(...parameters);
    }, delay);
    if (isRunning()) timeouts.add(timer);
    return timer;
  };
  const interval = (callback: Callback, delay?: number, ...parameters: unknown[]) => {
    const timer = original.setInterval(origin.bind(callback), delay, ...parameters);
    if (isRunning()) timeouts.add(timer);
    return timer;
  };
  const immediate = (callback: Callback, ...parameters: unknown[]) => {
    const run = origin.bind(callback);
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
    clear() {
      for (const timer of timeouts) original.clearTimeout(timer);
      for (const timer of immediates) original.clearImmediate(timer);
      timeouts.clear();
      immediates.clear();
    },
  };
}

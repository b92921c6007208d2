export interface SettleOptions {
  /** Whether the cell has been interrupted: then it never continues. */
  isAbandoned(): boolean;
  /** To be called before the cell continues. */
  resumed(): void;
  readonly isDebugged: boolean;
}

/** What a cell awaits at its top level. */
export function createSettle(options: SettleOptions): (awaited: unknown) => Promise<unknown> {
  const { isAbandoned, resumed, isDebugged } = options;
  return isDebugged ? transparent : exact;

  function exact(awaited: unknown): Promise<unknown> {
    const settling = new Promise((resolve, reject) => {
      Promise.resolve(awaited).then(
        (settled) => {
          if (!isAbandoned()) resolve(settled);
        },
        (error: unknown) => {
          if (!isAbandoned()) reject(error);
        },
      );
    });
    // The first reaction runs just before the second, which is the rest of the cell.
    settling.then(resumed, resumed);
    return settling;
  }

  /** A debugger that stops at uncaught errors takes every reaction for a handler, but not a `finally`. */
  async function transparent(awaited: unknown): Promise<unknown> {
    try {
      return await awaited;
    } finally {
      if (isAbandoned()) await new Promise(() => undefined);
      resumed();
    }
  }
}

export interface SettleOptions {
  /** Whether the cell has been interrupted: then it never continues. */
  isAbandoned(): boolean;
  readonly isDebugged: boolean;
}

/** What a cell awaits at its top level. */
export function createSettle({
  isAbandoned,
  isDebugged,
}: SettleOptions): (awaited: unknown) => Promise<unknown> {
  return isDebugged ? transparent : exact;

  function exact(awaited: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      Promise.resolve(awaited).then(
        (settled) => {
          if (!isAbandoned()) resolve(settled);
        },
        (error: unknown) => {
          if (!isAbandoned()) reject(error);
        },
      );
    });
  }

  /** A debugger that stops at uncaught errors takes every reaction for a handler, but not a `finally`. */
  async function transparent(awaited: unknown): Promise<unknown> {
    try {
      return await awaited;
    } finally {
      if (isAbandoned()) await new Promise(() => undefined);
    }
  }
}

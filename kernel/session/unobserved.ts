/**
 * Does work for whose promise nobody waits until it is settled: V8 then takes an error that leaves it for one that
 * nobody catches, and a debugger can stop where it is thrown. The executor of a promise hides its callers from V8, too.
 */
export async function unobserved<Result>(work: () => Promise<Result>): Promise<Result> {
  const settled = await new Promise<() => Promise<Result>>((resolve) => {
    const promise: Promise<Result> = (async () => {
      try {
        return await work();
      } finally {
        resolve(() => promise);
      }
    })();
  });
  return settled();
}

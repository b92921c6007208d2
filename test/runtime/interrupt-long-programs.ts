import { setTimeout as pause } from "node:timers/promises";
import t from "tap";
import { compile } from "../../runtime/library.js";
import { ParallelInterrupt } from "../../runtime/run-errors.js";
import { liveMemory } from "../live-memory.js";
import { restoreThreads } from "../restore-threads.js";
import type { LongProgram } from "./long-programs.js";

/** Asserts that a stop ends each program long before its own end, on one thread and on several, and that what comes after it runs. */
export function interruptLongPrograms(programs: readonly LongProgram[]): void {
  const native = restoreThreads(t);
  t.setTimeout(600_000);
  const { next } = compile("function next(a) { return sum(a) + 1; }");
  for (const { name, source, args } of programs) {
    t.test(name, async (t) => {
      const { f } = compile(source);
      const before = await liveMemory();
      for (const threads of [1, 2, 7]) {
        native.setNumThreads(threads);
        const call = f?.async(...args());
        await pause(30);
        native.requestStop();
        await t.rejects(call ?? Promise.resolve(), ParallelInterrupt, `on ${threads} threads`);
        t.equal(next?.(new Float64Array([1, 2])), 4, "the next call runs to its end");
      }
      t.same(await liveMemory(), before, "nothing is left behind");
    });
  }
}

import { progressBundle } from "../display/progress.js";
import type { FromSession } from "./protocol.js";

/** Milliseconds between updates: Jupyter's rate limits count messages. */
const PERIOD = 100;
/** Milliseconds that a cell runs before its bar appears. */
const DELAY = 250;

interface LoopProgress {
  readonly finished: number;
  readonly iterations: number;
}

/** Shows a bar under a cell as long as it runs parallel loops. */
export interface ProgressWatch {
  start(cell: number): void;
  stop(): void;
}

export function createProgressWatch(
  runningLoops: () => readonly LoopProgress[],
  send: (message: FromSession) => void,
): ProgressWatch {
  let watches = 0;
  let end = (): void => undefined;
  return {
    start(cell) {
      end();
      const displayId = `weft-progress-${cell}-${++watches}`;
      const started = performance.now();
      let isShown = false;
      const show = (loop: LoopProgress | null): void => {
        const data = progressBundle({ loop, milliseconds: performance.now() - started });
        send({ kind: "display", cell, update: isShown, data, displayId });
        isShown = true;
      };
      const timer = setInterval(() => {
        // Of loops that run side by side the longest says most.
        const [longest] = runningLoops().toSorted((a, b) => b.iterations - a.iterations);
        if (longest !== undefined && performance.now() - started >= DELAY) show(longest);
      }, PERIOD);
      end = () => {
        clearInterval(timer);
        if (isShown) show(null);
        end = () => undefined;
      };
    },
    stop: () => end(),
  };
}

import { progressBundle } from "../display/progress.js";
import type { FromSession } from "./protocol.js";

/** Milliseconds between updates: Jupyter's rate limits count messages. */
const PERIOD = 100;
/** Milliseconds that a cell with `--progress` runs before its bar appears. */
const DELAY = 250;
/** Looks in a row that find loops running, after which a bar appears unasked. */
const LONG = 3;

interface LoopProgress {
  readonly finished: number;
  readonly iterations: number;
}

/** Shows a bar under a cell as long as it runs parallel loops. */
export interface ProgressWatch {
  /** A cell begins: loops of more than 0.3 s are shown. */
  begin(cell: number): void;
  /** It asks for its loops to be shown from the start. */
  start(cell: number): void;
  stop(): void;
}

export function createProgressWatch(
  runningLoops: () => readonly LoopProgress[],
  send: (message: FromSession) => void,
): ProgressWatch {
  let watches = 0;
  let end = (): void => undefined;

  /** `isDue` is asked at each look that finds a loop, with the number of such looks in a row. */
  const watch = (cell: number, isDue: (looks: number, milliseconds: number) => boolean): void => {
    end();
    const displayId = `weft-progress-${cell}-${++watches}`;
    const started = performance.now();
    let isShown = false;
    let looks = 0;
    const show = (loop: LoopProgress | null): void => {
      const data = progressBundle({ loop, milliseconds: performance.now() - started });
      send({ kind: "display", cell, update: isShown, data, displayId });
      isShown = true;
    };
    const timer = setInterval(() => {
      // Of loops that run side by side the longest says most.
      const [longest] = runningLoops().toSorted((a, b) => b.iterations - a.iterations);
      looks = longest === undefined ? 0 : looks + 1;
      if (longest !== undefined && isDue(looks, performance.now() - started)) show(longest);
    }, PERIOD);
    end = () => {
      clearInterval(timer);
      if (isShown) show(null);
      end = () => undefined;
    };
  };

  return {
    begin: (cell) => watch(cell, (looks) => looks >= LONG),
    start: (cell) => watch(cell, (_, milliseconds) => milliseconds >= DELAY),
    stop: () => end(),
  };
}

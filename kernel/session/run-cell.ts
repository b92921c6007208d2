import type { MessagePort } from "node:worker_threads";
import type { CellRun } from "./cell-context.js";
import type { CellSources } from "./cell-sources.js";
import { errorContent } from "./error-content.js";
import { runScript } from "./evaluate.js";
import { toMimeBundle } from "./mime-bundle.js";
import type { Namespace } from "./namespace.js";
import type { Output } from "./output.js";
import type { CellOutcome, EvaluateRequest } from "./protocol.js";
import type { TimerRegistry } from "./timers.js";

export interface CellRunnerOptions {
  readonly namespace: Namespace;
  readonly sources: CellSources;
  readonly output: Output;
  readonly directory: string;
  readonly timers: TimerRegistry;
  readonly inputPort: MessagePort;
}

/** Runs the cells one after the other, and settles each exactly once. */
export interface CellRunner {
  run(request: EvaluateRequest): Promise<void>;
  /** Settles the running cell as interrupted. Does nothing when none runs. */
  interrupt(): void;
  isRunning(): boolean;
  /** The cell that output belongs to: the running one, or else the last. */
  current(): number;
  allowsStdin(): boolean;
}

interface Running {
  readonly request: EvaluateRequest;
  run: CellRun | undefined;
}

export function createCellRunner(options: CellRunnerOptions): CellRunner {
  const { namespace, sources, output, timers } = options;
  let running: Running | undefined;
  let last = 0;

  const settle = (mine: Running, outcome: CellOutcome): void => {
    // An interrupt may have settled the cell before it came to its end.
    if (running !== mine) return;
    running = undefined;
    const { body } = mine.request;
    const declared = body.kind === "script" ? body.declared : [];
    namespace.publish(declared);
    output.post({ kind: "done", cell: mine.request.cell, outcome, names: namespace.describe(declared) });
  };

  const evaluate = async (mine: Running): Promise<CellOutcome> => {
    const { request } = mine;
    if (request.body.kind !== "script") throw new Error("Parallel cells are not available");
    const { run, completion } = runScript(request, request.body, options.directory, namespace, sources);
    mine.run = run;
    if (completion !== undefined) await completion;
    if (!run.hasValue || run.value === undefined) return { kind: "ok" };
    return { kind: "ok", result: await toMimeBundle(run.value) };
  };

  return {
    async run(request) {
      const mine: Running = { request, run: undefined };
      running = mine;
      last = request.cell;
      try {
        settle(mine, await evaluate(mine));
      } catch (error) {
        settle(mine, { kind: "error", error: errorContent(error, sources) });
      }
    },
    interrupt() {
      if (running === undefined) return;
      timers.clear();
      running.run?.abandon();
      settle(running, { kind: "error", error: INTERRUPTED });
    },
    isRunning: () => running !== undefined,
    current: () => last,
    allowsStdin: () => running?.request.allowStdin ?? false,
  };
}

const INTERRUPTED = {
  ename: "Interrupted",
  evalue: "The cell was interrupted",
  traceback: ["Interrupted: The cell was stopped. All variables keep their values."],
};

import { toMimeBundle } from "../display/value.js";
import type { ParallelCells } from "../magics/parallel.js";
import { runTimed } from "../magics/time.js";
import { INTERRUPTED } from "../messages.js";
import type { CellRun } from "./cell-context.js";
import type { DescribeError } from "./error-content.js";
import type { ScriptRunner } from "./evaluate.js";
import type { Namespace } from "./namespace.js";
import type { Output } from "./output.js";
import type { CellOutcome, CommEvent, EvaluateRequest } from "./protocol.js";
import type { TimerRegistry } from "./timers.js";

export interface CellRunnerOptions {
  readonly namespace: Namespace;
  readonly output: Output;
  readonly timers: TimerRegistry;
  readonly parallel: ParallelCells;
  readonly runScript: ScriptRunner;
  readonly describeError: DescribeError;
  receiveComm(event: CommEvent): void;
}

/** Runs the cells one after the other, and settles each exactly once. */
export interface CellRunner {
  run(request: EvaluateRequest): Promise<void>;
  /** Settles the running cell as interrupted. Does nothing when none runs. */
  interrupt(): void;
  isRunning(): boolean;
  /** The cell that output belongs to: the one that started what runs now, a timer's callback for example, or else the last. */
  current(): number;
  allowsStdin(): boolean;
  /** Work that has to be done before the running cell counts as finished. */
  wait(work: Promise<unknown>): void;
}

interface Running {
  readonly request: EvaluateRequest;
  readonly pending: Promise<unknown>[];
  run: CellRun | undefined;
  names: readonly string[];
}

interface Shown {
  readonly value: unknown;
  readonly hasValue: boolean;
}

const NOTHING: Shown = { value: undefined, hasValue: false };

export function createCellRunner(options: CellRunnerOptions): CellRunner {
  const { namespace, output, timers, parallel } = options;
  let running: Running | undefined;
  let last = 0;

  const settle = (mine: Running, outcome: CellOutcome): void => {
    // An interrupt may have settled the cell before it came to its end.
    if (running !== mine) return;
    running = undefined;
    namespace.publish(mine.names);
    output.post({ kind: "done", cell: mine.request.cell, outcome, names: namespace.describe(mine.names) });
  };

  const evaluate = async (mine: Running): Promise<Shown> => {
    const { request } = mine;
    const { body } = request;
    switch (body.kind) {
      case "script": {
        mine.names = body.declared;
        const { run, completion } = options.runScript(request, body);
        mine.run = run;
        if (completion !== undefined) await completion;
        return run;
      }
      case "parallel": {
        const result = await parallel.run(request.source, request.label);
        mine.names = result.names;
        return result;
      }
      case "comm":
        options.receiveComm(body.event);
        return NOTHING;
      default: {
        const unknown: never = body;
        throw new Error(`Unknown cell ${JSON.stringify(unknown)}`);
      }
    }
  };

  const outcomeOf = async (mine: Running): Promise<CellOutcome> => {
    const { body } = mine.request;
    const isTimed = body.kind === "script" && body.isTimed;
    const log = (line: string): void => output.write("stdout", `${line}\n`);
    const shown = isTimed ? await runTimed(() => evaluate(mine), log) : await evaluate(mine);
    if (mine.pending.length > 0) await Promise.all(mine.pending);
    if (!shown.hasValue) return { kind: "ok" };
    const result = await toMimeBundle(shown.value);
    return result === null ? { kind: "ok" } : { kind: "ok", result };
  };

  return {
    async run(request) {
      const mine: Running = { request, pending: [], run: undefined, names: [] };
      running = mine;
      last = request.cell;
      timers.begin(last);
      try {
        settle(mine, await outcomeOf(mine));
      } catch (error) {
        settle(mine, { kind: "error", error: options.describeError(error) });
      }
    },
    interrupt() {
      if (running === undefined) return;
      timers.clear();
      running.run?.abandon();
      settle(running, { kind: "error", error: INTERRUPTED });
    },
    isRunning: () => running !== undefined,
    current: () => timers.origin() ?? last,
    allowsStdin: () => running?.request.allowStdin ?? false,
    wait: (work) => void running?.pending.push(work),
  };
}

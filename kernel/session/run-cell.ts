import { toMimeBundle } from "../display/value.js";
import type { ParallelCells } from "../magics/parallel.js";
import { runTimed } from "../magics/time.js";
import { INTERRUPTED } from "../messages.js";
import type { CellRun } from "./cell-context.js";
import type { CellOrigin } from "./cell-origin.js";
import type { DescribeError } from "./error-content.js";
import type { ScriptRunner } from "./evaluate.js";
import type { Namespace } from "./namespace.js";
import type { Output } from "./output.js";
import type { CellOutcome, CommEvent, EvaluateRequest } from "./protocol.js";
import type { TimerRegistry } from "./timers.js";
import { unobserved } from "./unobserved.js";

export interface CellRunnerOptions {
  readonly namespace: Namespace;
  readonly output: Output;
  readonly origin: CellOrigin;
  readonly timers: TimerRegistry;
  readonly parallel: ParallelCells;
  readonly runScript: ScriptRunner;
  readonly describeError: DescribeError;
  receiveComm(event: CommEvent): void;
}

/**
 * Runs cells, and settles each exactly once. Cells of one shell come one after the other; those of subshells, and what
 * comms receive, take their turns whenever the others await.
 */
export interface CellRunner {
  run(request: EvaluateRequest): Promise<void>;
  /** Settles all running cells as interrupted. Does nothing when none runs. */
  interrupt(): void;
  isRunning(): boolean;
  /** The cell that output belongs to: the one that started what runs now, or else the one that began last. */
  current(): number;
  allowsStdin(): boolean;
  /** Aborted when the running cell is interrupted. */
  interruptSignal(): AbortSignal;
  /** Work that has to be done before the running cell counts as finished. */
  wait(work: Promise<unknown>): void;
}

interface Running {
  readonly request: EvaluateRequest;
  readonly pending: Promise<unknown>[];
  run: CellRun | undefined;
  names: readonly string[];
  readonly interrupted: AbortController;
  /** How often the namespace had been cleared when the cell began. */
  readonly clears: number;
}

interface Shown {
  readonly value: unknown;
  readonly hasValue: boolean;
}

const NOTHING: Shown = { value: undefined, hasValue: false };

export function createCellRunner(options: CellRunnerOptions): CellRunner {
  const { namespace, output, origin, timers, parallel } = options;
  /** By the cell's number, the last one begun at the end. */
  const running = new Map<number, Running>();
  let lastInterrupted = new AbortController();

  const settle = (mine: Running, outcome: CellOutcome): void => {
    // An interrupt may have settled the cell before it came to its end.
    if (running.get(mine.request.cell) !== mine) return;
    const names = [...mine.names, ...(mine.run?.names ?? [])];
    namespace.publish(names);
    output.mark();
    output.post({
      kind: "done",
      cell: mine.request.cell,
      outcome,
      names: namespace.describe(names),
      isReset: namespace.clears() > mine.clears,
    });
    // Last: a termination that comes too late may cut this short, and the next interrupt then has to settle the cell.
    running.delete(mine.request.cell);
    const waiting = [...running.keys()].at(-1);
    if (waiting !== undefined) origin.begin(waiting);
  };

  const evaluate = async (mine: Running): Promise<Shown> => {
    const { request } = mine;
    const { body } = request;
    switch (body.kind) {
      case "script": {
        mine.names = body.declared;
        const script = async (): Promise<Shown> => {
          const { run, completion } = options.runScript(request, body);
          mine.run = run;
          if (completion !== undefined) await completion;
          return run;
        };
        return request.isDebugged ? unobserved(script) : script();
      }
      case "parallel": {
        const result = await parallel.run(request.source, request.label, body.isCheck);
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
      const interrupted = new AbortController();
      const mine: Running = {
        request,
        pending: [],
        run: undefined,
        names: [],
        interrupted,
        clears: namespace.clears(),
      };
      lastInterrupted = interrupted;
      running.set(request.cell, mine);
      // A termination then cuts off a microtask, as it does behind each `await` of a cell, and not what has delivered the request.
      await Promise.resolve();
      if (running.get(request.cell) !== mine) return;
      origin.begin(request.cell);
      try {
        settle(mine, await outcomeOf(mine));
      } catch (error) {
        settle(mine, { kind: "error", error: options.describeError(error) });
      }
    },
    interrupt() {
      if (running.size === 0) return;
      timers.clear();
      for (const each of [...running.values()]) {
        each.run?.abandon();
        settle(each, { kind: "error", error: INTERRUPTED });
        each.interrupted.abort(new DOMException("The cell was interrupted", "AbortError"));
      }
    },
    isRunning: () => running.size > 0,
    current: origin.current,
    allowsStdin: () => running.get(origin.current())?.request.allowStdin ?? false,
    interruptSignal: () => (running.get(origin.current())?.interrupted ?? lastInterrupted).signal,
    wait: (work) => void running.get(origin.current())?.pending.push(work),
  };
}

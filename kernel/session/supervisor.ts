import type { InspectorEvent } from "../debug/inspector-protocol.js";
import type { ErrorContent } from "../messages.js";
import { describeEnd } from "./describe-end.js";
import { answerQuery } from "./live-values.js";
import type {
  CellOutcome,
  EvaluateRequest,
  FromSession,
  LiveAnswer,
  LiveName,
  LiveQuery,
  ToSession,
} from "./protocol.js";
import { type SessionProcess, type SessionProcessListener, startSessionProcess } from "./session-process.js";
import type { SpawnedSession } from "./spawn-session.js";

/** What a session reports while it lives. */
export interface SessionListener {
  /** Streams, displays, requests for input, comms. */
  output(message: SessionOutput): void;
  inspector(event: InspectorEvent): void;
  /** The running cell is in a call that an interrupt does not end. */
  stuck(cell: number): void;
  /**
   * The session process ended, as `reason` says, and a fresh one takes its place. `running` is the label of the cell that ran,
   * if one did; `cell` the one that ran last. Returns what is to be said.
   */
  lost(reason: string, running: string | undefined, cell: number): ErrorContent;
}

export type SessionOutput = Extract<
  FromSession,
  { readonly kind: "stream" | "display" | "clear" | "input" | "comm" }
>;

export interface CellResult {
  readonly outcome: CellOutcome;
  readonly names: readonly LiveName[];
  /** Whether all variables of earlier cells are gone. */
  readonly isReset: boolean;
}

/** The kernel process's hold on the session process: there always is one, ready or about to be. */
export interface Supervisor {
  evaluate(request: EvaluateRequest): Promise<CellResult>;
  send(message: ToSession): void;
  /** Stops the running cell; the second time, where the first did not help and this was offered, with the session. */
  interrupt(): void;
  /** Answers `nothing` when a cell keeps the session busy for long: its values can't be looked at then. */
  query(query: LiveQuery): Promise<LiveAnswer>;
  /** The session's working directory, which cells may change. */
  folder(): string;
  /** Whether a session is to be kept in reserve. */
  keepSpare(wanted: boolean): void;
  /** Whether what the session sends is to wait. */
  hold(isHeld: boolean): void;
  /** Ends the session for good. */
  stop(): void;
}

/** Sessions that may end before they are ready until the kernel gives up. */
const START_ATTEMPTS = 3;
/** Milliseconds after a cell in which nothing happens until a spare session is started. */
const SPARE_DELAY = 3000;

/** Milliseconds that a question about values may wait for a cell that runs: one that awaits lets it pass. */
const BUSY_LIMIT = 30;

interface Waiting {
  readonly label: string;
  resolve(result: CellResult): void;
}

/** `first` is the session that cells run in until it ends. */
export function createSupervisor(listener: SessionListener, first: SpawnedSession): Supervisor {
  const waiting = new Map<number, Waiting>();
  const queries = new Map<number, (answer: LiveAnswer) => void>();
  let queryId = 0;
  let current = 0;
  let stopped = false;
  let isHeld = false;
  /** Sessions in a row that ended before they were ready. */
  let failures = 0;
  /** Whether a restart was offered, and whether it was asked for. */
  let restart: "offered" | "asked" | undefined;
  let spareWanted = true;
  let spare: SessionProcess | undefined;
  let spareTimer: NodeJS.Timeout | undefined;
  let session: SessionProcess | undefined = adopt(start(first));
  /** Whether no session has been ready yet. */
  let isFirstStarting = true;

  function start(spawned?: SpawnedSession): SessionProcess {
    const events: SessionProcessListener = {
      received(message) {
        if (session === started) received(message);
      },
      printed(name, text) {
        if (session === started) listener.output({ kind: "stream", cell: current, name, text });
      },
      ended(code, signal, problem) {
        if (spare === started) spare = undefined;
        if (stopped || session !== started) return;
        if (problem !== undefined) lose(`it could not be started: ${problem.message}`);
        else if (restart === "asked") lose("it was restarted by the second interrupt");
        else lose(describeEnd(code, signal, started.lastWords()));
      },
    };
    const started = startSessionProcess(events, spawned);
    return started;
  }

  /** A session that is to run cells: it uses quiet moments to load what they may need. */
  function adopt(process: SessionProcess): SessionProcess {
    process.send({ kind: "adopt" });
    process.hold(isHeld);
    return process;
  }

  function lose(reason: string): void {
    failures++;
    const ready = spare;
    spare = undefined;
    // One that can't even start is tried again by the next cell, not for ever.
    session = ready !== undefined ? adopt(ready) : failures < START_ATTEMPTS ? adopt(start()) : undefined;
    const [running] = waiting.values();
    const error = listener.lost(reason, running?.label, current);
    for (const { resolve } of waiting.values()) {
      resolve({ names: [], isReset: true, outcome: { kind: "error", error } });
    }
    for (const answer of queries.values()) answer({ kind: "nothing" });
    waiting.clear();
    queries.clear();
    restart = undefined;
    planSpare();
  }

  function planSpare(): void {
    clearTimeout(spareTimer);
    spareTimer = setTimeout(() => {
      if (stopped || !spareWanted || spare !== undefined || waiting.size > 0) return;
      spare = start();
    }, SPARE_DELAY).unref();
  }

  function received(message: FromSession): void {
    switch (message.kind) {
      case "ready":
        failures = 0;
        isFirstStarting = false;
        return;
      case "done":
        waiting.get(message.cell)?.resolve(message);
        waiting.delete(message.cell);
        restart = undefined;
        planSpare();
        return;
      case "answer":
        queries.get(message.id)?.(message.answer);
        queries.delete(message.id);
        return;
      case "inspector":
        listener.inspector(message.event);
        return;
      case "stuck":
        if (waiting.size === 0) return;
        restart = "offered";
        listener.stuck(current);
        return;
      default:
        listener.output(message);
    }
  }

  return {
    evaluate(request) {
      current = request.cell;
      clearTimeout(spareTimer);
      return new Promise((resolve) => {
        waiting.set(request.cell, { label: request.label, resolve });
        session ??= adopt(start());
        session.send(request);
      });
    },
    send: (message) => session?.send(message),
    interrupt() {
      if (restart === "offered") {
        restart = "asked";
        session?.kill();
      } else {
        session?.send({ kind: "interrupt" });
      }
    },
    query(query) {
      const asked = session;
      if (asked === undefined) return Promise.resolve({ kind: "nothing" });
      if (isFirstStarting && waiting.size === 0 && query.kind === "members") {
        // What every JavaScript has is here as well.
        const own = answerQuery(query, { values: {}, describe: () => [] });
        if (own.kind !== "nothing") return Promise.resolve(own);
      }
      const id = ++queryId;
      return new Promise((resolve) => {
        const answered = (answer: LiveAnswer): void => {
          clearTimeout(limit);
          queries.delete(id);
          resolve(answer);
        };
        const limit =
          waiting.size === 0 ? undefined : setTimeout(answered, BUSY_LIMIT, { kind: "nothing" } as const);
        queries.set(id, answered);
        asked.send({ kind: "query", id, query });
      });
    },
    folder: () => session?.folder() ?? process.cwd(),
    keepSpare(wanted) {
      spareWanted = wanted;
      if (wanted) return;
      spare?.kill();
      spare = undefined;
    },
    hold(wanted) {
      isHeld = wanted;
      session?.hold(wanted);
    },
    stop() {
      stopped = true;
      clearTimeout(spareTimer);
      session?.kill();
      spare?.kill();
    },
  };
}

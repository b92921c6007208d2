import { type ChildProcess, spawn } from "node:child_process";
import { Duplex } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { fileURLToPath } from "node:url";
import type { InspectorEvent } from "../debug/inspector-protocol.js";
import { createFrameReader, encodeFrame } from "./frames.js";
import {
  type CellOutcome,
  type EvaluateRequest,
  type FromSession,
  type LiveAnswer,
  type LiveName,
  type LiveQuery,
  PIPE,
  type ToSession,
} from "./protocol.js";

/** What a session reports while it lives. */
export interface SessionListener {
  /** Streams, displays, requests for input, comms. */
  output(message: SessionOutput): void;
  inspector(event: InspectorEvent): void;
  /** The session process ended by itself; `reason` says how, and a fresh one takes its place. */
  lost(reason: string): void;
}

export type SessionOutput = Extract<
  FromSession,
  { readonly kind: "stream" | "display" | "clear" | "input" | "comm" }
>;

export interface CellResult {
  readonly outcome: CellOutcome;
  readonly names: readonly LiveName[];
}

/** The kernel process's hold on the session process: there always is one, ready or about to be. */
export interface Supervisor {
  evaluate(request: EvaluateRequest): Promise<CellResult>;
  send(message: ToSession): void;
  /** Answers `nothing` while a cell runs: the session's values can't be looked at then. */
  query(query: LiveQuery): Promise<LiveAnswer>;
  isRunning(): boolean;
  /** Ends the session for good. */
  stop(): void;
}

/** Sessions that may end before they are ready until the kernel gives up. */
const START_ATTEMPTS = 3;

const MAIN = fileURLToPath(new URL("main.js", import.meta.url));

/**
 * Without the flag, Node aborts when a callback is cut short by an interrupt: its stack of asynchronous contexts
 * doesn't match then. Warnings would be taken for output of the cell.
 */
const NODE_FLAGS = ["--no-force-async-hooks-checks", "--no-warnings"];

export function createSupervisor(listener: SessionListener): Supervisor {
  const waiting = new Map<number, (result: CellResult) => void>();
  const queries = new Map<number, (answer: LiveAnswer) => void>();
  let queryId = 0;
  let current = 0;
  let stopped = false;
  /** Sessions in a row that ended before they were ready. */
  let failures = 0;
  let session: Session | undefined = start();

  function start(): Session {
    const started = startSession(received, (name, text) => {
      listener.output({ kind: "stream", cell: current, name, text });
    });
    const ended = (reason: string): void => {
      if (stopped || session !== started) return;
      failures++;
      // One that can't even start is tried again by the next cell, not for ever.
      session = failures < START_ATTEMPTS ? start() : undefined;
      listener.lost(reason);
      for (const settle of waiting.values()) settle(lostResult(reason));
      for (const answer of queries.values()) answer({ kind: "nothing" });
      waiting.clear();
      queries.clear();
    };
    started.process.on("exit", (code, signal) => ended(describeExit(code, signal)));
    started.process.on("error", (error) => ended(`it could not be started: ${error.message}`));
    return started;
  }

  function received(message: FromSession): void {
    switch (message.kind) {
      case "ready":
        failures = 0;
        return;
      case "done":
        waiting.get(message.cell)?.({ outcome: message.outcome, names: message.names });
        waiting.delete(message.cell);
        return;
      case "answer":
        queries.get(message.id)?.(message.answer);
        queries.delete(message.id);
        return;
      case "inspector":
        listener.inspector(message.event);
        return;
      default:
        listener.output(message);
    }
  }

  return {
    evaluate(request) {
      current = request.cell;
      return new Promise((resolve) => {
        waiting.set(request.cell, resolve);
        session ??= start();
        session.send(request);
      });
    },
    send: (message) => session?.send(message),
    query(query) {
      const asked = session;
      if (waiting.size > 0 || asked === undefined) return Promise.resolve({ kind: "nothing" });
      const id = ++queryId;
      return new Promise((resolve) => {
        queries.set(id, resolve);
        asked.send({ kind: "query", id, query });
      });
    },
    isRunning: () => waiting.size > 0,
    stop() {
      stopped = true;
      session?.process.kill("SIGKILL");
    },
  };
}

interface Session {
  readonly process: ChildProcess;
  send(message: ToSession): void;
}

function startSession(
  received: (message: FromSession) => void,
  printed: (name: "stdout" | "stderr", text: string) => void,
): Session {
  const child = spawn(process.execPath, [...NODE_FLAGS, MAIN], { stdio: ["ignore", "pipe", "pipe", "pipe"] });
  const pipe = child.stdio[PIPE];
  if (!(pipe instanceof Duplex)) throw new Error("The session process has no pipe to the kernel process");
  pipe.on("data", createFrameReader<FromSession>(received));
  // The exit of the process says what there is to say about a broken pipe.
  pipe.on("error", () => undefined);
  // What native code prints past `console` arrives here.
  for (const name of ["stdout", "stderr"] as const) {
    const decoder = new StringDecoder("utf8");
    child[name]?.on("data", (chunk: Buffer) => printed(name, decoder.write(chunk)));
  }
  return { process: child, send: (message) => pipe.write(encodeFrame(message)) };
}

function describeExit(code: number | null, signal: NodeJS.Signals | null): string {
  return signal === null ? `it ended with exit code ${code}` : `it was ended by ${signal}`;
}

function lostResult(reason: string): CellResult {
  const evalue = `The session process is gone (${reason}). All variables and functions are lost; a fresh session is ready.`;
  return {
    names: [],
    outcome: {
      kind: "error",
      error: { ename: "SessionLostError", evalue, traceback: [`SessionLostError: ${evalue}`] },
    },
  };
}

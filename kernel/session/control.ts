// The session's control thread. It owns the pipe to the kernel process, so that a busy main thread neither delays
// output nor misses an interrupt, and it ends the process when the kernel process is gone.
import { Session } from "node:inspector";
import { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { workerData } from "node:worker_threads";
import type { Native } from "../../runtime/native.js";
import { collectAfter } from "../collect-garbage.js";
import { INTERRUPTED } from "../messages.js";
import { endGroup, interruptChildren } from "./child-processes.js";
import { createFrameReader, encodeFrame } from "./frames.js";
import { createInspectorRelay } from "./inspector-relay.js";
import { isComputing } from "./main-thread.js";
import { createProgressWatch } from "./progress-watch.js";
import {
  BACKLOG_SLOT,
  type ControlStart,
  DEBUGGER_SLOT,
  type EvaluateRequest,
  type FromMain,
  type FromSession,
  INPUT_SLOT,
  PIPE,
  type ToMain,
  type ToSession,
} from "./protocol.js";
import { beginTermination, terminated } from "./uninterrupted.js";

/**
 * Milliseconds that the main thread gets to answer an interrupt by itself before it is stopped by force. Where it computes, it gets
 * none.
 */
const GRACE = 6;
/** Milliseconds between attempts to stop a main thread that does not answer. */
const RETRY = 25;
/** Milliseconds after which the programs that the session waits for are interrupted as well. */
const CHILDREN_DELAY = 60;
/** Milliseconds until they are interrupted again. */
const CHILDREN_PERIOD = 200;
/** Milliseconds after which what runs is said to be beyond interruption. */
const STUCK_DELAY = 400;
/** Milliseconds over which stream output is collected into one message. */
const STREAM_DELAY = 8;
/** Characters of stream output that are sent at once, without waiting. */
const STREAM_LIMIT = 1 << 16;

/** Whether parallel loops that take long are shown unasked: not where WEFT_PROGRESS is "off". */
const SHOWS_PROGRESS = process.env["WEFT_PROGRESS"] !== "off";

type StreamMessage = Extract<FromSession, { kind: "stream" }>;

const start: ControlStart = workerData;
const { port, inputPort } = start;
const shared = new Int32Array(start.shared);
const pipe = new Socket({ fd: PIPE, readable: true, writable: true });
const inspector = new Session();

let isReady = false;
/** What debuggers asked before the main thread had what they look at. */
const early: Extract<ToSession, { kind: "inspector" }>["command"][] = [];
/** By their numbers: a cell whose end was cut short by a termination is reported as done twice. */
const running = new Set<number>();
let sequence = 0;
/** Takes the main thread's answer to an interrupt. */
let acknowledged = (_sequence: number): void => undefined;
let isRehearsed = false;
let terminating = false;
let interrupting = false;
/** Cells that came while another one was being interrupted: they begin when nothing of the interrupt can meet them. */
const held: EvaluateRequest[] = [];
/** The questions that the main thread waits for. */
const blocking = new Set<number>();
let stream: StreamMessage | undefined;
/** When stream output was sent last. */
let flushed = 0;
let native: Native | undefined;
let streamTimer: NodeJS.Timeout | undefined;

const debuggerRelay = createInspectorRelay(
  (event) => send({ kind: "inspector", event }),
  (isConnected) => Atomics.store(shared, DEBUGGER_SLOT, Number(isConnected)),
);
const progress = createProgressWatch(() => native?.runningLoops() ?? [], send);

pipe.on("data", createFrameReader<ToSession>(fromKernel));
pipe.on("close", end);
pipe.on("error", end);
port.on("message", fromMain);

/** The kernel process is gone. */
function end(): void {
  endGroup(process.pid);
  process.kill(process.pid, "SIGKILL");
}

function fromKernel(message: ToSession): void {
  switch (message.kind) {
    case "interrupt":
      void interrupt();
      return;
    case "inspector":
      if (isReady) debuggerRelay.handle(message.command);
      else early.push(message.command);
      return;
    case "input":
      if (!blocking.delete(message.id)) {
        toMain(message);
        return;
      }
      inputPort.postMessage(message);
      Atomics.add(shared, INPUT_SLOT, 1);
      Atomics.notify(shared, INPUT_SLOT);
      return;
    case "evaluate":
      running.add(message.cell);
      collectAfter(message.source.length);
      if (SHOWS_PROGRESS && message.body.kind !== "comm") progress.begin(message.cell);
      if (interrupting) held.push(message);
      else toMain(message);
      return;
    default:
      toMain(message);
  }
}

function toMain(message: ToMain): void {
  port.postMessage(message);
}

function fromMain(message: FromMain): void {
  if (message.kind === "interrupted") {
    acknowledged(message.sequence);
    return;
  }
  if (message.kind === "leaving") {
    debuggerRelay.disconnect();
    return;
  }
  if (message.kind === "native") {
    void import("../../runtime/native.js").then(({ loadNative }) => {
      native = loadNative();
    });
    return;
  }
  if (message.kind === "progress") {
    if (message.isRunning) progress.start(message.cell);
    else progress.stop();
    return;
  }
  if (message.kind === "stream") {
    collect(message);
    return;
  }
  if (message.kind === "frame") {
    flushStream();
    writeText(message.frame, message.length);
    return;
  }
  if (message.kind === "ready") {
    isReady = true;
    for (const command of early.splice(0)) debuggerRelay.handle(command);
  }
  if (message.kind === "done") {
    running.delete(message.cell);
    if (running.size === 0) progress.stop();
  }
  if (isReady && !isRehearsed && running.size === 0) void rehearse();
  if (message.kind === "input" && message.isBlocking) blocking.add(message.id);
  send(message);
}

function send(message: FromSession): void {
  flushStream();
  pipe.write(encodeFrame(message));
}

/**
 * Joins consecutive pieces of one stream: a message for every `console.log` would drown the client. The first goes at once,
 * before what other programs print after it.
 */
function collect(message: StreamMessage): void {
  if (stream !== undefined && (stream.name !== message.name || stream.cell !== message.cell)) flushStream();
  stream = stream === undefined ? message : { ...stream, text: stream.text + message.text };
  if (stream.text.length >= STREAM_LIMIT || performance.now() - flushed > STREAM_DELAY) flushStream();
  else streamTimer ??= setTimeout(flushStream, STREAM_DELAY);
}

function flushStream(): void {
  clearTimeout(streamTimer);
  streamTimer = undefined;
  if (stream === undefined) return;
  writeText(encodeFrame(stream), stream.text.length);
  stream = undefined;
}

/** Writes a stream message whose text has `length` characters. */
function writeText(frame: Uint8Array, length: number): void {
  flushed = performance.now();
  pipe.write(frame, () => {
    Atomics.sub(shared, BACKLOG_SLOT, length);
    Atomics.notify(shared, BACKLOG_SLOT);
  });
}

/**
 * Stops the running cell. A main thread that only awaits settles its cell when asked to. One that is busy is
 * terminated, which no code can catch, and asked again. A termination that comes too late stays pending and ends
 * whatever runs next: so it goes on until the main thread has answered a question asked after the last termination.
 * What the session itself loads comes to its end first: it could not be loaded again.
 */
async function interrupt(): Promise<void> {
  debuggerRelay.terminatePause();
  if (running.size === 0 || interrupting) return;
  interrupting = true;
  try {
    native?.requestStop();
    const isNative = (native?.runningLoops() ?? []).length > 0;
    if ((isNative || !isComputing()) && (await asked(GRACE))) return;
    inspector.connectToMainThread();
    const begin = performance.now();
    let children = CHILDREN_DELAY;
    let isSaid = false;
    for (;;) {
      debuggerRelay.terminatePause();
      // Again, as a native call may have begun since the last time: it has no JavaScript to terminate.
      native?.requestStop();
      // Of what is asked before, no answer is waited for: the main thread finds it as soon as it has been terminated.
      ask();
      if (isReady && beginTermination(shared)) await Promise.race([terminate(), sleep(RETRY)]);
      if ((await asked(RETRY)) && !terminating) return;
      const elapsed = performance.now() - begin;
      if (elapsed > children) {
        interruptChildren();
        // A program may be about to start when the first signal is sent.
        children = elapsed + CHILDREN_PERIOD;
      }
      if (elapsed > STUCK_DELAY && !isSaid) {
        send({ kind: "stuck" });
        isSaid = true;
      }
    }
  } finally {
    inspector.disconnect();
    terminated(shared);
    endLostCells();
    interrupting = false;
    for (const message of held.splice(0)) toMain(message);
  }
}

/**
 * Runs what an interrupt needs before the first one comes, which would take twice as long otherwise. To be called while no cell runs: the
 * main thread settles what it finds.
 */
async function rehearse(): Promise<void> {
  isRehearsed = true;
  isComputing();
  await asked(GRACE);
  if (interrupting) return;
  inspector.connectToMainThread();
  inspector.disconnect();
}

/**
 * Ends the cells that the main thread has not: it settles all that it knows of before it answers, but a termination may have met
 * it before it had taken up a cell.
 */
function endLostCells(): void {
  for (const cell of running) {
    if (held.some((message) => message.cell === cell)) continue;
    const outcome = { kind: "error", error: INTERRUPTED } as const;
    fromMain({ kind: "done", cell, outcome, names: [], isReset: false });
  }
}

/** Asks the main thread to settle its cell; whether it answered within `milliseconds`. */
function asked(milliseconds: number): Promise<boolean> {
  const mine = ask();
  return new Promise((resolve) => {
    const limit = setTimeout(resolve, milliseconds, false);
    acknowledged = (answered) => {
      if (answered < mine) return;
      clearTimeout(limit);
      resolve(true);
    };
  });
}

/** Returns the number of the question. */
function ask(): number {
  toMain({ kind: "interrupt", sequence: ++sequence });
  return sequence;
}

/** Resolves when the main thread has been terminated. */
function terminate(): Promise<void> {
  return new Promise((resolve) => {
    terminating = true;
    inspector.post("Runtime.terminateExecution", (error) => {
      // V8 refuses a second request while one is pending; the first one's answer is still to come.
      if (error === null) terminating = false;
      resolve();
    });
  });
}

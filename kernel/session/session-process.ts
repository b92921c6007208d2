import type { ChildProcess } from "node:child_process";
import { readlinkSync } from "node:fs";
import { Duplex } from "node:stream";
import { endGroup } from "./child-processes.js";
import { createFrameReader, encodeFrame } from "./frames.js";
import { createMarkedText } from "./marked-text.js";
import { type FromSession, PIPE, type ToSession } from "./protocol.js";
import { type SpawnedSession, spawnSession } from "./spawn-session.js";

/** A session process as the kernel process holds it. */
export interface SessionProcess {
  readonly process: ChildProcess;
  send(message: ToSession): void;
  /** The end of what it printed past `console`, to stderr. */
  lastWords(): string;
  /** Whether what the process sends and prints is to wait in its pipes. */
  hold(isHeld: boolean): void;
  /** Its working directory, also while it computes; that of this process where the system has no /proc, or it has ended. */
  folder(): string;
  kill(): void;
}

export interface SessionProcessListener {
  received(message: FromSession): void;
  /** Text that did not come through `console`: from native code, or a process that inherits the descriptor. */
  printed(name: "stdout" | "stderr", text: string): void;
  /** The session process is gone; called once. */
  ended(code: number | null, signal: NodeJS.Signals | null, problem: Error | undefined): void;
}

/** Characters of stderr that are remembered. */
const LAST_WORDS = 4000;
/** Milliseconds after the end of the process in which they are awaited. */
const LAST_WORDS_LIMIT = 100;
/** Milliseconds that a cell's end waits for what the session printed to its descriptors, should the mark behind it be lost. */
const MARK_LIMIT = 200;

/** Listens to a session process, a fresh one unless there is one already. */
export function startSessionProcess(
  listener: SessionProcessListener,
  { child, mark, problem }: SpawnedSession = spawnSession(),
): SessionProcess {
  const pipe = child.stdio[PIPE];
  const { stdout, stderr } = child;
  if (!(pipe instanceof Duplex) || stdout === null || stderr === null) {
    throw new Error("The session process has no pipes to the kernel process");
  }
  let words = "";
  let isOver = false;

  // Both descriptors carry a mark at the end of each cell: what was printed before it has arrived when the mark has.
  let seen = { stdout: 0, stderr: 0 };
  const held: { readonly count: number; release(): void }[] = [];
  const check = (): void => {
    while (held[0] !== undefined && Math.min(seen.stdout, seen.stderr) >= held[0].count) held[0].release();
  };
  let cells = 0;
  const behindMarks = (message: FromSession): void => {
    const count = ++cells;
    const release = (): void => {
      clearTimeout(timer);
      held.shift();
      // A mark that never came must not be waited for by the following cells.
      seen = { stdout: Math.max(seen.stdout, count), stderr: Math.max(seen.stderr, count) };
      listener.received(message);
    };
    const timer = setTimeout(release, MARK_LIMIT);
    held.push({ count, release });
    check();
  };
  pipe.on(
    "data",
    createFrameReader<FromSession>((message) => {
      if (message.kind === "done") behindMarks(message);
      else listener.received(message);
    }),
  );
  // The exit of the process says what there is to say about a broken pipe.
  pipe.on("error", () => undefined);
  for (const name of ["stdout", "stderr"] as const) {
    const text = createMarkedText(mark, {
      text(part) {
        if (name === "stderr") words = `${words}${part}`.slice(-LAST_WORDS);
        listener.printed(name, part);
      },
      marked() {
        seen = { ...seen, [name]: seen[name] + 1 };
        check();
      },
    });
    (name === "stdout" ? stdout : stderr).on("data", text);
  }
  const hold = (isHeld: boolean): void => {
    for (const stream of [pipe, stdout, stderr]) {
      if (isHeld) stream.pause();
      else stream.resume();
    }
  };
  const over = (code: number | null, signal: NodeJS.Signals | null, problem?: Error): void => {
    if (isOver) return;
    isOver = true;
    while (held[0] !== undefined) held[0].release();
    listener.ended(code, signal, problem);
  };
  child.on("exit", (code, signal) => {
    hold(false);
    endGroup(child.pid);
    // What it printed last is read first. A process that it left behind may keep the descriptors open.
    setTimeout(() => over(code, signal), LAST_WORDS_LIMIT);
  });
  child.on("close", (code, signal) => over(code, signal));
  child.on("error", (error) => over(null, null, error));
  // It may have ended before anybody listened.
  setImmediate(() => {
    if (problem() !== undefined) over(null, null, problem());
    else if (child.exitCode !== null || child.signalCode !== null) over(child.exitCode, child.signalCode);
  });
  return {
    process: child,
    send: (message) => pipe.write(encodeFrame(message)),
    lastWords: () => words,
    hold,
    folder() {
      try {
        return readlinkSync(`/proc/${child.pid}/cwd`);
      } catch {
        return process.cwd();
      }
    },
    kill() {
      if (child.exitCode === null && child.signalCode === null) endGroup(child.pid);
      child.kill("SIGKILL");
    },
  };
}

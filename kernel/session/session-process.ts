import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { Duplex } from "node:stream";
import { fileURLToPath } from "node:url";
import { createFrameReader, encodeFrame } from "./frames.js";
import { createMarkedText } from "./marked-text.js";
import { type FromSession, PIPE, type ToSession } from "./protocol.js";

/** A session process as the kernel process holds it. */
export interface SessionProcess {
  readonly process: ChildProcess;
  send(message: ToSession): void;
  /** The end of what it printed past `console`, to stderr. */
  lastWords(): string;
  /** Whether what the process sends and prints is to wait in its pipes. */
  hold(isHeld: boolean): void;
  kill(): void;
}

export interface SessionProcessListener {
  received(message: FromSession): void;
  /** Text that did not come through `console`: from native code, or a process that inherits the descriptor. */
  printed(name: "stdout" | "stderr", text: string): void;
  /** The session process is gone; called once. */
  ended(code: number | null, signal: NodeJS.Signals | null, problem: Error | undefined): void;
}

const MAIN = fileURLToPath(new URL("main.js", import.meta.url));

/**
 * Without the first flag, Node aborts when a callback is cut short by an interrupt: its stack of asynchronous contexts
 * doesn't match then. Warnings would be taken for output of the cell. V8's cache holds the scripts of cells, which never run
 * again under their names, over many collections.
 */
const NODE_FLAGS = ["--no-force-async-hooks-checks", "--no-warnings", "--no-compilation-cache"];

/** Characters of stderr that are remembered. */
const LAST_WORDS = 4000;
/** Milliseconds after the end of the process in which they are awaited. */
const LAST_WORDS_LIMIT = 100;
/** Milliseconds that a cell's end waits for what the session printed to its descriptors, should the mark behind it be lost. */
const MARK_LIMIT = 200;

export function startSessionProcess(listener: SessionProcessListener): SessionProcess {
  const mark = `\0${randomBytes(9).toString("base64url")}\0`;
  const child = spawn(process.execPath, [...NODE_FLAGS, MAIN, mark.slice(1, -1)], {
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
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
    // What it printed last is read first. A process that it left behind may keep the descriptors open.
    setTimeout(() => over(code, signal), LAST_WORDS_LIMIT);
  });
  child.on("close", (code, signal) => over(code, signal));
  child.on("error", (error) => over(null, null, error));
  return {
    process: child,
    send: (message) => pipe.write(encodeFrame(message)),
    lastWords: () => words,
    hold,
    kill: () => void child.kill("SIGKILL"),
  };
}

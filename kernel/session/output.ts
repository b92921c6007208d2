import { Console } from "node:console";
import { writeSync } from "node:fs";
import { Writable } from "node:stream";
import { encodeFrame } from "./frames.js";
import { BACKLOG_SLOT, type FromMain, type FromSession } from "./protocol.js";

/** Where everything goes that a cell shows. */
export interface Output {
  /** `cell` is the one that the text belongs to: the one that runs now, unless something else is said. */
  write(name: "stdout" | "stderr", text: string, cell?: number): void;
  post(message: FromMain): void;
  /** To be called at the end of a cell: what comes by the descriptors after this is not the cell's. */
  mark(): void;
}

/** Characters on their way to the kernel process beyond which the cell waits for them to be delivered. */
const BACKLOG_LIMIT = 1 << 22;
/** Characters of one message: while a client reads it the next are on their way, in memory that was used before. */
const PIECE = 1 << 16;
/**
 * Characters of a message from which on it is cheaper to hand over what the kernel process gets than a copy of the text. Smaller
 * buffers would be parts of one that Node keeps.
 */
const LARGE = 1 << 14;

export interface OutputOptions {
  post(message: FromMain, transferred?: readonly ArrayBuffer[]): void;
  /** Has native code write what it has printed. */
  flush(): void;
  readonly slots: Int32Array;
  /** The cell that output belongs to. */
  cellNow(): number;
  /** What the kernel process waits for in what native code prints. */
  readonly markText: string;
}

export function createOutput({ post, flush, slots: shared, cellNow, markText }: OutputOptions): Output {
  const postFrame = (message: FromSession, length: number): void => {
    const frame = encodeFrame(message);
    post({ kind: "frame", frame, length }, [frame.buffer]);
  };

  return {
    post,
    mark() {
      flush();
      for (const descriptor of [1, 2]) {
        try {
          writeSync(descriptor, markText);
        } catch {
          // User code has closed it: nothing can come that way, and the kernel process does not wait for long.
        }
      }
    },
    write(name, text, cell = cellNow()) {
      for (const piece of pieces(text)) {
        let backlog = Atomics.add(shared, BACKLOG_SLOT, piece.length) + piece.length;
        const message = { kind: "stream", cell, name, text: piece } as const;
        if (piece.length < LARGE) post(message);
        else postFrame(message, piece.length);
        while (backlog > BACKLOG_LIMIT) {
          Atomics.wait(shared, BACKLOG_SLOT, backlog);
          backlog = Atomics.load(shared, BACKLOG_SLOT);
        }
      }
    },
  };
}

function* pieces(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const last = start + PIECE - 1;
    // Both halves of a surrogate pair stay in one piece.
    const end = last + ((text.codePointAt(last) ?? 0) > 0xffff ? 2 : 1);
    yield text.slice(start, end);
    start = end;
  }
}

/**
 * Sends `console`, `process.stdout` and `process.stderr` to `output`. Node's own streams are never made: they would have the
 * descriptors not block, which programs that inherit them don't expect.
 */
export function redirectConsole(output: Output): void {
  for (const [name, fd] of [
    ["stdout", 1],
    ["stderr", 2],
  ] as const) {
    const value = Object.assign(new Writable(), writer(output, name), { fd });
    Object.defineProperty(process, name, { value, configurable: true, enumerable: true, writable: true });
  }
  globalThis.console = new Console({
    stdout: process.stdout,
    stderr: process.stderr,
    ignoreErrors: false,
    colorMode: false,
  });
}

function writer(output: Output, name: "stdout" | "stderr"): Pick<NodeJS.WriteStream, "write"> {
  return {
    write(
      chunk: Uint8Array | string,
      encoding?: BufferEncoding | ((error?: Error | null) => void),
      callback?: (error?: Error | null) => void,
    ): boolean {
      const codec = typeof encoding === "string" ? encoding : "utf8";
      output.write(name, typeof chunk === "string" ? chunk : Buffer.from(chunk).toString(codec));
      const done = typeof encoding === "function" ? encoding : callback;
      if (done !== undefined) process.nextTick(done);
      return true;
    },
  };
}

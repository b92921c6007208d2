import { Console } from "node:console";
import { writeSync } from "node:fs";
import { Writable } from "node:stream";
import { BACKLOG_SLOT, type FromMain } from "./protocol.js";

/** Where everything goes that a cell shows. */
export interface Output {
  /** `cell` is the one that the text belongs to: the one that runs now, unless something else is said. */
  write(name: "stdout" | "stderr", text: string, cell?: number): void;
  post(message: FromMain): void;
  /** To be called at the end of a cell: what comes by the descriptors after this is not the cell's. */
  mark(): void;
}

/** Characters on their way to the kernel process beyond which the cell waits for them to be delivered. */
const BACKLOG_LIMIT = 1 << 24;

export interface OutputOptions {
  post(message: FromMain): void;
  /** Has native code write what it has printed. */
  flush(): void;
  readonly slots: Int32Array;
  /** The cell that output belongs to. */
  cellNow(): number;
  /** What the kernel process waits for in what native code prints. */
  readonly markText: string;
}

export function createOutput({ post, flush, slots: shared, cellNow, markText }: OutputOptions): Output {
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
      if (text === "") return;
      let backlog = Atomics.add(shared, BACKLOG_SLOT, text.length) + text.length;
      post({ kind: "stream", cell, name, text });
      while (backlog > BACKLOG_LIMIT) {
        Atomics.wait(shared, BACKLOG_SLOT, backlog);
        backlog = Atomics.load(shared, BACKLOG_SLOT);
      }
    },
  };
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

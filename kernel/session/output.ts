import { Console } from "node:console";
import { BACKLOG_SLOT, type FromMain } from "./protocol.js";

/** Where everything goes that a cell shows. */
export interface Output {
  write(name: "stdout" | "stderr", text: string): void;
  post(message: FromMain): void;
}

/** Characters on their way to the kernel process beyond which the cell waits for them to be delivered. */
const BACKLOG_LIMIT = 1 << 24;

/** `cellNow` is the cell that output belongs to. */
export function createOutput(
  post: (message: FromMain) => void,
  shared: Int32Array,
  cellNow: () => number,
): Output {
  return {
    post,
    write(name, text) {
      if (text === "") return;
      let backlog = Atomics.add(shared, BACKLOG_SLOT, text.length) + text.length;
      post({ kind: "stream", cell: cellNow(), name, text });
      while (backlog > BACKLOG_LIMIT) {
        Atomics.wait(shared, BACKLOG_SLOT, backlog);
        backlog = Atomics.load(shared, BACKLOG_SLOT);
      }
    },
  };
}

/** Sends `console`, `process.stdout` and `process.stderr` to `output`. */
export function redirectConsole(output: Output): void {
  const streams = { stdout: writer(output, "stdout"), stderr: writer(output, "stderr") };
  Object.assign(process.stdout, streams.stdout);
  Object.assign(process.stderr, streams.stderr);
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

// Starts the session's control thread.
import { MessageChannel, Worker } from "node:worker_threads";
import { programFile } from "../../runtime/program-file.js";
import type { ControlStart } from "./protocol.js";

const main = new MessageChannel();
const input = new MessageChannel();
const shared = new SharedArrayBuffer(16);
const start: ControlStart = { port: main.port2, inputPort: input.port2, shared };
new Worker(programFile(new URL("control.js", import.meta.url)), {
  workerData: start,
  transferList: [start.port, start.inputPort],
  execArgv: [],
  // It passes messages on: what they leave need not pile up before it is collected.
  resourceLimits: { maxYoungGenerationSizeMb: 4 },
});

/** The main thread's side of what both share. */
export const controlThread = {
  /** Takes `FromMain`, gives `ToMain`. */
  port: main.port1,
  /** Gives the answers to `prompt()`. */
  inputPort: input.port1,
  slots: new Int32Array(shared),
};

import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import { INPUT_SLOT } from "./protocol.js";

/** Thrown by `prompt()` when the client takes no input, as when a notebook is executed without anybody watching. */
export class StdinNotImplementedError extends Error {
  override readonly name = "StdinNotImplementedError";
}

/**
 * Waits for the client's answer without returning to the event loop, as a browser's `prompt()` does. The control
 * thread puts the answer into `inputPort` and counts it in `shared`.
 */
export function waitForInput(shared: Int32Array, inputPort: MessagePort): string {
  for (;;) {
    const count = Atomics.load(shared, INPUT_SLOT);
    const received: { message: string } | undefined = receiveMessageOnPort(inputPort);
    if (received !== undefined) return received.message;
    Atomics.wait(shared, INPUT_SLOT, count);
  }
}

/** Drops answers that came after their question had been given up. */
export function discardInput(inputPort: MessagePort): void {
  while (receiveMessageOnPort(inputPort) !== undefined);
}

import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import type { Output } from "./output.js";
import { INPUT_SLOT, type InputAnswer } from "./protocol.js";
import type { CellRunner } from "./run-cell.js";

/** Thrown when the client takes no input, as when a notebook is executed without anybody watching. */
export class StdinNotImplementedError extends Error {
  override readonly name = "StdinNotImplementedError";
}

/** Asks the client's user for a line of text. */
export interface Questions {
  /** Waits for the answer without returning to the event loop, as a browser's `prompt()` does. */
  ask(prompt: string, password: boolean): string;
  /** The same, while timers, comms and other shells go on. */
  askAsync(prompt: string, password: boolean): Promise<string>;
  /** Takes an answer to `askAsync`. */
  answered(answer: InputAnswer): void;
}

/**
 * The control thread puts the answers that `ask` waits for into `inputPort` and counts them in `shared`. Both ways of asking
 * throw a StdinNotImplementedError when the cell's client takes no input.
 */
export function createQuestions(
  output: Output,
  runner: Pick<CellRunner, "allowsStdin" | "current">,
  shared: Int32Array,
  inputPort: MessagePort,
): Questions {
  const waiting = new Map<number, (value: string) => void>();
  let lastId = 0;

  const post = (prompt: string, password: boolean, isBlocking: boolean): number => {
    if (!runner.allowsStdin()) {
      throw new StdinNotImplementedError("The cell asks for input, and this client takes none");
    }
    const id = ++lastId;
    output.post({ kind: "input", cell: runner.current(), id, isBlocking, prompt, password });
    return id;
  };

  return {
    ask(prompt, password) {
      const id = post(prompt, password, true);
      for (;;) {
        const count = Atomics.load(shared, INPUT_SLOT);
        const received: { readonly message: InputAnswer } | undefined = receiveMessageOnPort(inputPort);
        // An answer that came after its question had been given up is dropped.
        if (received?.message.id === id) return received.message.value;
        if (received === undefined) Atomics.wait(shared, INPUT_SLOT, count);
      }
    },
    async askAsync(prompt, password) {
      const id = post(prompt, password, false);
      return new Promise((resolve) => waiting.set(id, resolve));
    },
    answered({ id, value }) {
      waiting.get(id)?.(value);
      waiting.delete(id);
    },
  };
}

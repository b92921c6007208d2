import { createRequire } from "node:module";
import type { MessagePort } from "node:worker_threads";
import type { Output } from "./output.js";
import { discardInput, StdinNotImplementedError, waitForInput } from "./prompt.js";
import type { CellRunner } from "./run-cell.js";

export interface GlobalsOptions {
  readonly output: Output;
  readonly runner: CellRunner;
  readonly slots: Int32Array;
  readonly inputPort: MessagePort;
}

/** Defines what every cell may use without importing it. Resolves when all of it is there. */
export async function installGlobals({ output, runner, slots, inputPort }: GlobalsOptions): Promise<void> {
  const ask = (prompt: string, password: boolean): string => {
    if (!runner.allowsStdin()) {
      throw new StdinNotImplementedError("prompt() needs a client that takes input, and this one does not");
    }
    discardInput(inputPort);
    output.post({ kind: "input", cell: runner.current(), prompt, password });
    return waitForInput(slots, inputPort);
  };
  define({
    require: createRequire(`${process.cwd()}/`),
    prompt: (message: unknown = "", options: { readonly password?: boolean } = {}) =>
      ask(String(message), options.password === true),
    confirm: (message: unknown = "") => /^y(es)?$/i.test(ask(`${String(message)} [y/N] `, false).trim()),
  });
}

function define(values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true, enumerable: false });
  }
}

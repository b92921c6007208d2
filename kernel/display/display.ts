import { randomUUID } from "node:crypto";
import type { MimeBundle } from "../messages.js";
import { displayables } from "./displayables.js";
import { toMimeBundle } from "./value.js";

/** Where outputs go: `update` replaces what was shown under the same id. */
export interface DisplaySink {
  show(data: MimeBundle, target: { readonly displayId: string; readonly update: boolean }): void;
  clear(wait: boolean): void;
}

/** An output that may be replaced later. */
export interface DisplayHandle {
  readonly id: string;
  /** Settles when the output is out: at once, unless the value's own display method is asynchronous. */
  readonly shown: Promise<void>;
  /** Shows another value in the same place. */
  update(value: unknown): DisplayHandle;
}

/** `display(value)` shows a value in the middle of a cell; its properties make values of one kind of output. */
export type Display = typeof displayables & {
  (value: unknown): DisplayHandle;
  /** Removes the outputs of the cell; with `wait`, as soon as the next one comes. */
  clear(options?: { readonly wait?: boolean }): void;
};

export function createDisplay(sink: DisplaySink): Display {
  const show = (value: unknown, displayId: string, update: boolean): DisplayHandle => {
    const send = (data: MimeBundle | null): void =>
      sink.show(data ?? { "text/plain": "undefined" }, { displayId, update });
    const bundle = toMimeBundle(value);
    const isLate = bundle instanceof Promise;
    if (!isLate) send(bundle);
    return {
      id: displayId,
      shown: isLate ? bundle.then(send) : Promise.resolve(),
      update: (next) => show(next, displayId, true),
    };
  };
  return Object.assign((value: unknown) => show(value, randomUUID(), false), displayables, {
    clear: ({ wait = false }: { readonly wait?: boolean } = {}) => sink.clear(wait),
  });
}

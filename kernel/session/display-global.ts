import { randomUUID } from "node:crypto";
import { DisplayHandle } from "../display/display-handle.js";
import { displayables } from "../display/displayables.js";
import { toMimeBundle } from "../display/value.js";
import type { MimeBundle } from "../messages.js";
import type { Output } from "./output.js";

export interface DisplayOptions {
  /** Names the output, so that a later `display.update(id, …)` finds it. */
  readonly id?: string;
}

/** The global `display`: shows values in the middle of a cell, and has the kinds of output as its members. */
export type Display = typeof displayables & {
  (value: unknown, options?: DisplayOptions): DisplayHandle;
  /** Replaces every output that was displayed under that id. */
  update(id: string, value: unknown): void;
  /** Removes the outputs of the cell; with `wait`, once the next one is there. */
  clear(options?: { readonly wait?: boolean }): void;
};

/** `pending` receives the bundles that values promise, which the cell has to wait for. */
export function createDisplay(
  output: Output,
  cellNow: () => number,
  pending: (work: Promise<unknown>) => void,
): Display {
  const show = (value: unknown, displayId: string, update: boolean): void => {
    // Another cell may run by the time that a promised bundle is there.
    const cell = cellNow();
    const post = (data: MimeBundle | null): void => {
      if (data === null) return;
      output.post({ kind: "display", cell, update, data, displayId });
    };
    const bundle = toMimeBundle(value);
    if (bundle instanceof Promise) pending(bundle.then(post));
    else post(bundle);
  };
  const display = (value: unknown, options: DisplayOptions = {}): DisplayHandle => {
    const id = options.id ?? randomUUID();
    show(value, id, false);
    return new DisplayHandle(id, (next) => show(next, id, true));
  };
  return Object.assign(display, displayables, {
    update: (id: string, value: unknown) => show(value, id, true),
    clear({ wait = false }: { readonly wait?: boolean } = {}) {
      output.post({ kind: "clear", cell: cellNow(), wait });
    },
  });
}

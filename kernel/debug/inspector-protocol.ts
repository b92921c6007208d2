import type { MimeBundle } from "../messages.js";

/** Kernel process to the session's control thread, which passes it on to the inspector of the main thread. */
export type InspectorCommand =
  | { readonly kind: "connect" | "disconnect" }
  | { readonly kind: "post"; readonly id: number; readonly method: string; readonly parameters?: object };

/** The way back. `json` is what the inspector said. */
export type InspectorEvent =
  | { readonly kind: "result"; readonly id: number; readonly json: string }
  | { readonly kind: "failure"; readonly id: number; readonly message: string }
  | { readonly kind: "notification"; readonly method: string; readonly json: string };

/** A cell that ran, or is about to. */
export interface CellText {
  /** The number of the run. */
  readonly cell: number;
  /** What stack traces call it. */
  readonly label: string;
  readonly source: string;
  /** The source map of the script that it became, as JSON. */
  readonly map: string;
}

/** A value as the debugger shows it. */
export interface DebugVariable {
  readonly name: string;
  /** The value as one line of text. */
  readonly value: string;
  readonly type: string;
  /** What to ask for its parts with; 0 where it has none. */
  readonly variablesReference: number;
}

/**
 * What the session's main thread tells the debugger of its values. Called through the inspector, also while the thread
 * is paused: so nothing of it waits.
 */
export interface DebugView {
  /** The cells that ran so far. */
  cells(): readonly CellText[];
  /** Makes the variables of all cells visible to code that is evaluated from outside of them. */
  publish(): void;
  /** The variables of all cells; with a list, those of these names. */
  globals(names?: readonly string[]): readonly DebugVariable[];
  /** The variables of a scope, which the inspector gives as an object. */
  scope(scope: object): readonly DebugVariable[];
  /** A single value. */
  hold(value: unknown): DebugVariable;
  /** The parts of a value that was shown before. */
  parts(reference: number): readonly DebugVariable[];
  /** A value as a cell would show it as its result. */
  rich(value: unknown): MimeBundle;
  /** Makes a value a variable of the cells. */
  assign(name: string, value: unknown): void;
  /** Forgets the values that were shown. */
  release(): void;
}

/** The symbol, in the registry of symbols, under which `globalThis` has the view. */
export const DEBUG_VIEW = "weft.debug";

/** The first reference that the view gives out: smaller ones are free for other purposes. */
export const FIRST_REFERENCE = 1_000_000;

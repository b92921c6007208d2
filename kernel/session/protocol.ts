import type { MessagePort } from "node:worker_threads";
import type { InspectorCommand, InspectorEvent } from "../debug/inspector-protocol.js";
import type { ErrorContent, MimeBundle } from "../messages.js";
import type { JsonObject } from "../wire.js";

/** What the session is to run. */
export type CellBody =
  | {
      readonly kind: "script";
      /** One function expression, as `transpileCell` makes it. */
      readonly code: string;
      readonly map: string;
      readonly isAsync: boolean;
      readonly declared: readonly string[];
      readonly isTimed: boolean;
    }
  /** With `isCheck` it is compiled, but not run. */
  | { readonly kind: "parallel"; readonly isCheck: boolean }
  /** Not a cell, but run like one: it may take as long, and be interrupted. */
  | { readonly kind: "comm"; readonly event: CommEvent };

export interface EvaluateRequest {
  readonly kind: "evaluate";
  /** Identifies the run: outputs carry it. */
  readonly cell: number;
  /** What stack traces call the cell, such as `cell[3]`. */
  readonly label: string;
  readonly source: string;
  readonly body: CellBody;
  readonly allowStdin: boolean;
  /** Whether a debugger is attached. */
  readonly isDebugged: boolean;
}

/** Kernel process to session. The session's control thread reads it. */
export type ToSession =
  | EvaluateRequest
  | { readonly kind: "interrupt" }
  /** The session is no spare one any more. */
  | { readonly kind: "adopt" }
  | InputAnswer
  | { readonly kind: "inspector"; readonly command: InspectorCommand }
  | { readonly kind: "query"; readonly id: number; readonly query: LiveQuery };

/** What the user typed. `id` is that of the question. */
export interface InputAnswer {
  readonly kind: "input";
  readonly id: number;
  readonly value: string;
}

/** Questions about live values, answered when the main thread is free. */
export type LiveQuery =
  /** The variables; for a parallel cell the functions that packages registered as well. */
  | { readonly kind: "names"; readonly isParallel?: boolean }
  /** The properties of the value that a path leads to, such as `["a", "b"]` for `a.b`. */
  | { readonly kind: "members"; readonly path: readonly string[] }
  /** Its own enumerable properties, whose names can be written between such quotes. */
  | { readonly kind: "keys"; readonly path: readonly string[]; readonly quote: string }
  /** The same of the keys of a `Map`, or the elements of a `Set`. */
  | { readonly kind: "entries"; readonly path: readonly string[]; readonly quote: string }
  | { readonly kind: "describe"; readonly path: readonly string[] };

export type LiveAnswer =
  | { readonly kind: "names" | "members"; readonly names: readonly LiveName[] }
  | { readonly kind: "description"; readonly text: string }
  | { readonly kind: "nothing" };

export interface LiveName {
  readonly name: string;
  /** `function`, `class`, `NDArray`, or what `typeof` says. */
  readonly type: string;
  /** Of an array. */
  readonly dtype?: string;
  readonly shape?: readonly number[];
}

export interface CommEvent {
  readonly kind: "open" | "message" | "close";
  readonly commId: string;
  readonly targetName: string;
  readonly data: JsonObject;
  readonly buffers: readonly Uint8Array[];
  /** Of an opening: the version of the messages, for widgets. */
  readonly metadata?: JsonObject;
}

export type CellOutcome =
  | { readonly kind: "ok"; readonly result?: MimeBundle }
  | { readonly kind: "error"; readonly error: ErrorContent };

/** Session to kernel process. Outputs of a cell come before its `done`. */
export type FromSession =
  | { readonly kind: "ready" }
  /** What runs does not react to an interrupt. */
  | { readonly kind: "stuck" }
  | {
      readonly kind: "stream";
      readonly cell: number;
      readonly name: "stdout" | "stderr";
      readonly text: string;
    }
  | {
      readonly kind: "display";
      readonly cell: number;
      readonly update: boolean;
      readonly data: MimeBundle;
      readonly displayId?: string;
    }
  | { readonly kind: "clear"; readonly cell: number; readonly wait: boolean }
  | {
      readonly kind: "input";
      readonly cell: number;
      readonly id: number;
      /** Whether the main thread stands still until the answer is there. */
      readonly isBlocking: boolean;
      readonly prompt: string;
      readonly password: boolean;
    }
  | { readonly kind: "answer"; readonly id: number; readonly answer: LiveAnswer }
  | { readonly kind: "comm"; readonly cell: number; readonly event: CommEvent }
  | { readonly kind: "inspector"; readonly event: InspectorEvent }
  | {
      readonly kind: "done";
      readonly cell: number;
      readonly outcome: CellOutcome;
      /** Names of the namespace object that this cell declared or changed the kind of. */
      readonly names: readonly LiveName[];
      /** Whether the cell removed all variables before. */
      readonly isReset: boolean;
    };

/** Control thread to main thread. */
export type ToMain =
  | Exclude<ToSession, { readonly kind: "interrupt" | "inspector" }>
  | { readonly kind: "interrupt"; readonly sequence: number };

/** Main thread to control thread. `interrupted` says that the main thread is free and has settled its cell. */
export type FromMain =
  | FromSession
  | { readonly kind: "interrupted"; readonly sequence: number }
  /** A stream message as it stands on the pipe; `length` are the characters of its text. */
  | { readonly kind: "frame"; readonly frame: Uint8Array; readonly length: number }
  /** The process is about to end: a debugger has to let go of it. */
  | { readonly kind: "leaving" }
  /** From now on native code may run, which an interrupt has to stop. */
  | { readonly kind: "native" }
  /** The cell's parallel loops are to be watched, or no longer. */
  | { readonly kind: "progress"; readonly cell: number; readonly isRunning: boolean };

/** What the control thread is started with. */
export interface ControlStart {
  readonly port: MessagePort;
  /** Where the answers to `prompt()` go: read synchronously by the main thread. */
  readonly inputPort: MessagePort;
  /** Int32: [0] number of answers to `prompt()`, [1] characters of output on their way to the kernel process, [2] whether a debugger is attached, [3] whether the main thread may be terminated. */
  readonly shared: SharedArrayBuffer;
}

export const INPUT_SLOT = 0;
export const BACKLOG_SLOT = 1;
export const DEBUGGER_SLOT = 2;
export const TERMINATION_SLOT = 3;

/** The file descriptor of the pipe to the kernel process. */
export const PIPE = 3;

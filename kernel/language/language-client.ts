import { Worker } from "node:worker_threads";
import { programFile } from "../../runtime/program-file.js";
import type { LiveName } from "../session/protocol.js";
import type { Completions } from "./completion-items.js";
import { createNotedCells } from "./noted-cells.js";
import type { QuickInfo } from "./quick-info.js";
import type { TypeProblem } from "./type-errors.js";

export interface ExecutedCell {
  readonly kind: "cell";
  readonly source: string;
  readonly names: readonly LiveName[];
  readonly isParallel: boolean;
}

export interface LanguageQuestion {
  readonly kind: "complete" | "inspect" | "check";
  readonly id: number;
  readonly code: string;
  readonly cursor: number;
  /** The session's working directory. */
  readonly directory: string;
  /** What the session's variables hold, as far as the answer depends on it. */
  readonly variables: readonly LiveName[];
}

export type LanguageMessage = ExecutedCell | { readonly kind: "clear" } | LanguageQuestion;

export type LanguageAnswer =
  | Completions
  | QuickInfo
  | { readonly problems: readonly TypeProblem[] }
  | undefined;

interface LanguageResponse {
  readonly id: number;
  readonly result: LanguageAnswer;
}

/** The language service as the rest of the kernel sees it. Cursors are UTF-16 offsets. */
export interface LanguageClient {
  /** Whether it has answered once; the first answer takes a second or two. */
  isWarm(): boolean;
  note(cell: ExecutedCell): void;
  clear(): void;
  /** `variables` are those of the session, for a parallel cell, which is compiled for what they hold. */
  complete(code: string, cursor: number, variables?: readonly LiveName[]): Promise<Completions | undefined>;
  inspect(code: string, cursor: number, variables?: readonly LiveName[]): Promise<QuickInfo | undefined>;
  /** The type errors of a cell that is about to run. Unless it `isUrgent`, a service that has not started does so later. */
  check(code: string, isUrgent: boolean): Promise<readonly TypeProblem[]>;
  /** Starts the service, so that the first question need not wait for it. */
  warmUp(): void;
  /** Does so after a while in which nobody calls this or `hush`: a service that starts is in the way of cells that run. */
  warmUpWhenQuiet(): void;
  /** It is not quiet: a cell begins. */
  hush(): void;
}

/** Cells of numbers and operators alone, which have no types to be checked: they need not wait for a service that starts. */
const ARITHMETIC = /^[\d\s.()+\-*/%;]*$/;
/**
 * Megabytes. Every question leaves a checker of types behind: V8 collects them the later, the more it may use. A service that
 * needs more ends, and is started again.
 */
const RESOURCES = { maxOldGenerationSizeMb: 1000, maxYoungGenerationSizeMb: 16 };
/** Characters of cells whose types are looked at: data that was pasted into a cell takes too long. */
const LONGEST = 500_000;
/** Milliseconds without a cell after which the service is started. */
const QUIET_TIME = 700;
/** Milliseconds after a cell that is to be checked in which it is started at the latest. */
const LONGEST_DELAY = 1500;
/** Cells that are checked once it has started: of many that ran before, the last. */
const MOST_CHECKS = 10;
/** What may declare a type, which the names that a cell leaves do not show. */
const TYPE_DECLARATION = /\b(?:type|interface|declare|import|namespace|enum|class)\b/;

/**
 * Starts the worker with the first question: a notebook that is only executed never needs it. `folder` gives the session's working
 * directory, from which imports resolve.
 */
export function createLanguageClient(folder: () => string): LanguageClient {
  const waiting = new Map<number, (result: LanguageAnswer) => void>();
  const noted = createNotedCells();
  let worker: Worker | undefined;
  let lastId = 0;
  let warm = false;
  let quiet: NodeJS.Timeout | undefined;
  let latest: NodeJS.Timeout | undefined;
  /** What a service that has not started is to be asked. */
  const postponed: LanguageQuestion[] = [];
  /** The last check: a cell that is run again, with nothing declared meanwhile, has the same errors. */
  let checked: { readonly code: string; readonly problems: Promise<readonly TypeProblem[]> } | undefined;

  const started = (): Worker => {
    if (worker !== undefined) return worker;
    const file = programFile(new URL("worker.js", import.meta.url));
    const fresh = new Worker(file, { resourceLimits: RESOURCES });
    fresh.unref();
    fresh.on("message", ({ id, result }: LanguageResponse) => {
      warm = true;
      answered(id, result);
    });
    fresh.on("error", (error) => {
      process.stderr.write(`The language service ended: ${error.stack ?? error.message}\n`);
      for (const resolve of waiting.values()) resolve(undefined);
      waiting.clear();
      worker = undefined;
      warm = false;
    });
    for (const message of [...noted.all(), ...postponed.splice(0)]) fresh.postMessage(message);
    clearTimeout(latest);
    latest = undefined;
    worker = fresh;
    return fresh;
  };

  const ask = (
    kind: LanguageQuestion["kind"],
    code: string,
    cursor: number,
    variables: readonly LiveName[] = [],
    isUrgent = true,
  ): Promise<LanguageAnswer> => {
    const id = ++lastId;
    return new Promise((resolve) => {
      waiting.set(id, resolve);
      const message: LanguageQuestion = { kind, id, code, cursor, directory: folder(), variables };
      if (isUrgent || worker !== undefined) started().postMessage(message);
      else postpone(message);
    });
  };

  const postpone = (question: LanguageQuestion): void => {
    postponed.push(question);
    const dropped = postponed.length > MOST_CHECKS ? postponed.shift() : undefined;
    if (dropped !== undefined) answered(dropped.id, undefined);
    latest ??= setTimeout(warmUp, LONGEST_DELAY).unref();
  };

  const answered = (id: number, result: LanguageAnswer): void => {
    waiting.get(id)?.(result);
    waiting.delete(id);
  };

  const warmUp = (): void => {
    if (worker === undefined) void ask("check", "", 0);
  };

  return {
    isWarm: () => warm,
    note(executed) {
      // Of a cell that is too long its names are enough, with what their values tell.
      const cell = executed.source.length > LONGEST ? { ...executed, source: "" } : executed;
      const declares = cell.names.length > 0 || TYPE_DECLARATION.test(cell.source);
      // The service has nothing to learn from it, and the next cell may need the processor.
      if (!declares) return;
      checked = undefined;
      noted.add(cell);
      worker?.postMessage(cell);
    },
    clear() {
      checked = undefined;
      noted.clear();
      const message: LanguageMessage = { kind: "clear" };
      worker?.postMessage(message);
    },
    async complete(code, cursor, variables) {
      const result = await ask("complete", code, cursor, variables);
      return result !== undefined && "items" in result ? result : undefined;
    },
    async inspect(code, cursor, variables) {
      const result = await ask("inspect", code, cursor, variables);
      return result !== undefined && "signature" in result ? result : undefined;
    },
    async check(code, isUrgent) {
      if (code.length > LONGEST || ARITHMETIC.test(code)) return [];
      if (checked?.code !== code) {
        const problems = ask("check", code, 0, [], isUrgent).then((result) =>
          result !== undefined && "problems" in result ? result.problems : [],
        );
        checked = { code, problems };
      }
      return checked.problems;
    },
    warmUp,
    warmUpWhenQuiet() {
      clearTimeout(quiet);
      if (worker === undefined) quiet = setTimeout(warmUp, QUIET_TIME).unref();
    },
    hush: () => clearTimeout(quiet),
  };
}

import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import { codeFrame } from "./code-frame.js";
import type { TypeProblem } from "./language/type-errors.js";
import type { CellOutcome } from "./session/protocol.js";

/** Milliseconds after a cell's end that its warnings may take. */
const LIMIT = 30_000;
/** Warnings that are shown of one cell. */
const MOST = 10;

/** What is to be said under a cell of its type errors, one text for each: where, what, TypeScript's number, and the lines. */
export function warningTexts(
  code: string,
  label: string,
  problems: readonly TypeProblem[],
): readonly string[] {
  const texts = problems.slice(0, MOST).map((problem) => {
    const { line, column } = problem;
    return `${label}:${line}:${column}: ${problemText(problem)}\n${codeFrame(code, line, column)}\n`;
  });
  const more = problems.length - texts.length;
  return more > 0 ? [...texts, `${label}: and ${more} more type error${more > 1 ? "s" : ""}\n`] : texts;
}

/** The problems but for an unknown name that the cell has failed for: its error has said so. */
export function unsaidProblems(
  problems: readonly TypeProblem[],
  outcome: CellOutcome,
): readonly TypeProblem[] {
  if (outcome.kind !== "error" || outcome.error.ename !== "ReferenceError") return problems;
  const [, name] = /^(\S+) is not defined$/.exec(outcome.error.evalue) ?? [];
  return problems.filter(({ message }) => message !== `Cannot find name '${name}'.`);
}

export const problemText = ({ code, message }: TypeProblem): string => `${message} (TS${code})`;

/** Waits for the warnings of cells that have run. */
export interface WarningQueue {
  /**
   * The warnings of a cell; none once the user has interrupted. After a while it says that they take too long. Where one is not
   * patient, as the service still starts or the cell was interrupted, `belated` gets what is not known yet.
   */
  wait(
    texts: Promise<readonly string[]>,
    isPatient: boolean,
    belated: (text: string) => void,
  ): Promise<readonly string[]>;
  /** Gives up all that is waited for. */
  interrupt(): void;
}

export function createWarningQueue(): WarningQueue {
  const waiting = new Set<AbortController>();
  return {
    async wait(texts, isPatient, belated) {
      const waited = new AbortController();
      waiting.add(waited);
      const { signal } = waited;
      const late = isPatient ? sleep(LIMIT, undefined, { signal }) : setImmediate(undefined, { signal });
      try {
        const own = await Promise.race([texts, late]);
        if (own === undefined && !isPatient)
          void texts.then((warnings) => warnings.forEach((text) => void belated(text)));
        return own ?? (isPatient ? [TOO_LONG] : []);
      } catch (error) {
        if (signal.aborted) return [];
        throw error;
      } finally {
        waiting.delete(waited);
        waited.abort();
        late.catch(() => undefined);
      }
    },
    interrupt() {
      for (const waited of waiting) waited.abort();
    },
  };
}

const TOO_LONG = `The check of types took more than ${LIMIT / 1000} s and was given up; '%typecheck off' turns it off\n`;

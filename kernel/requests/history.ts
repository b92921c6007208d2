import type { Handler } from "../dispatch.js";
import { type HistoryRequest, parseHistoryRequest } from "../request-content.js";
import type { JsonObject } from "../wire.js";
import type { HistoryEntry, HistoryFile } from "./history-file.js";

/** The cells that this kernel has run, and those of sessions before it. */
export interface History {
  /** The number of the cell that ran last. */
  count(): number;
  /** Notes a cell and returns its number. */
  begin(code: string): number;
  setOutput(count: number, output: string): void;
  select(request: HistoryRequest): readonly HistoryEntry[];
}

/** Characters of this session's cells that are held, the last ones; the file has them all. */
const CHARACTERS = 1 << 24;

/** `session` is a name that no other session has. */
export function createHistory(file: HistoryFile, session: string): History {
  /** By their numbers. */
  const own = new Map<number, { readonly count: number; readonly code: string; output: string | null }>();
  let last = 0;
  let characters = 0;
  // Read when somebody asks: a kernel starts faster without.
  let before: ReturnType<HistoryFile["read"]> | undefined;

  const earlier = (): ReturnType<HistoryFile["read"]> => {
    before ??= file.read(session);
    return before;
  };
  const current = (): readonly HistoryEntry[] =>
    [...own.values()].map((entry) => ({ session: earlier().sessions + 1, ...entry }));
  const all = (): readonly HistoryEntry[] => [...earlier().entries, ...current()];

  const forgetOldest = (): void => {
    for (const [count, { code, output }] of own) {
      if (characters <= CHARACTERS) return;
      characters -= code.length + (output ?? "").length;
      own.delete(count);
    }
  };

  return {
    count: () => last,
    begin(code) {
      const count = ++last;
      own.set(count, { count, code, output: null });
      characters += code.length;
      forgetOldest();
      file.append({ session, count, code });
      return count;
    },
    setOutput(count, output) {
      const entry = own.get(count);
      if (entry !== undefined) {
        entry.output = output;
        characters += output.length;
        forgetOldest();
      }
      file.append({ session, count, output });
    },
    select(request) {
      switch (request.kind) {
        case "tail":
          return request.n <= 0 ? [] : all().slice(-request.n);
        case "range": {
          const { session: wanted, start, stop } = request;
          // 0 is this session, negative numbers count back from it.
          const number = wanted > 0 ? wanted : earlier().sessions + 1 + wanted;
          return all().filter(
            (entry) => entry.session === number && entry.count >= start && entry.count < stop,
          );
        }
        case "search": {
          const pattern = globPattern(request.pattern);
          const found = all().filter((entry) => pattern.test(entry.code));
          const kept = request.unique ? lastOfEach(found) : found;
          return request.n <= 0 ? [] : kept.slice(-request.n);
        }
        default: {
          const unknown: never = request;
          throw new Error(`Unknown history access ${JSON.stringify(unknown)}`);
        }
      }
    },
  };
}

export function historyHandler(history: History): Handler {
  return ({ message }) => {
    const request = parseHistoryRequest(message.content);
    const rows = history
      .select(request)
      .map(({ session, count, code, output }) => [session, count, request.output ? [code, output] : code]);
    const reply: JsonObject = { status: "ok", history: rows };
    return reply;
  };
}

/** `*` and `?` as in file names; everything else literally. */
function globPattern(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${source}$`, "s");
}

function lastOfEach(entries: readonly HistoryEntry[]): HistoryEntry[] {
  const last = new Map(entries.map((entry) => [entry.code, entry]));
  return entries.filter((entry) => last.get(entry.code) === entry);
}

import type { Handler } from "../dispatch.js";
import { type HistoryRequest, parseHistoryRequest } from "../request-content.js";
import type { JsonObject } from "../wire.js";

interface Entry {
  readonly count: number;
  readonly code: string;
  output: string | null;
}

/** The cells that this kernel has run. */
export interface History {
  /** The number of the cell that ran last. */
  count(): number;
  /** Notes a cell and returns its number. */
  begin(code: string): number;
  setOutput(count: number, output: string): void;
  select(request: HistoryRequest): readonly Entry[];
}

/** The number that clients know this session by: there is only one in memory. */
const SESSION = 1;

export function createHistory(): History {
  const entries: Entry[] = [];
  return {
    count: () => entries.length,
    begin(code) {
      entries.push({ count: entries.length + 1, code, output: null });
      return entries.length;
    },
    setOutput(count, output) {
      const entry = entries[count - 1];
      if (entry !== undefined) entry.output = output;
    },
    select(request) {
      switch (request.kind) {
        case "tail":
          return request.n <= 0 ? [] : entries.slice(-request.n);
        case "range":
          // 0 and negative numbers count sessions back from this one.
          if (request.session !== 0 && request.session !== SESSION) return [];
          return entries.filter((entry) => entry.count >= request.start && entry.count < request.stop);
        case "search": {
          const pattern = globPattern(request.pattern);
          const found = entries.filter((entry) => pattern.test(entry.code));
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
      .map(({ count, code, output }) => [SESSION, count, request.output ? [code, output] : code]);
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

function lastOfEach(entries: readonly Entry[]): Entry[] {
  const last = new Map(entries.map((entry) => [entry.code, entry]));
  return entries.filter((entry) => last.get(entry.code) === entry);
}

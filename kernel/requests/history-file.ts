import { appendFileSync, closeSync, existsSync, fstatSync, mkdirSync, openSync, readSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { messageOf } from "../../runtime/message-of.js";
import { isJsonObject, type JsonObject } from "../wire.js";

/** A cell of some session, with what its last expression showed. */
export interface HistoryEntry {
  /** Sessions are numbered from 1, in the order of their first cells. */
  readonly session: number;
  readonly count: number;
  readonly code: string;
  readonly output: string | null;
}

/** Where the cells of all sessions are kept: one line of JSON for a cell, and one for its output. */
export interface HistoryFile {
  /** The cells of the sessions before `session`, which is left out, and how many these sessions are. */
  read(session: string): { readonly entries: readonly HistoryEntry[]; readonly sessions: number };
  append(line: HistoryLine): void;
}

export interface HistoryLine {
  /** Any name that no other session has. */
  readonly session: string;
  readonly count: number;
  readonly code?: string;
  readonly output?: string;
}

/** What is read of a long history: its end. */
const MOST_BYTES = 4 * 2 ** 20;

/** A history that ends with the kernel. */
export const NO_HISTORY_FILE: HistoryFile = {
  read: () => ({ entries: [], sessions: 0 }),
  append: () => undefined,
};

/** The file that WEFT_HISTORY ("off") and WEFT_HISTORY_FILE name, or the one of the user; null for none. */
export function historyPath(environment: Readonly<Record<string, string | undefined>>): string | null {
  if (environment["WEFT_HISTORY"] === "off") return null;
  const own = environment["WEFT_HISTORY_FILE"];
  if (own !== undefined && own !== "") return resolve(own);
  const base = environment["XDG_DATA_HOME"];
  const folder = base !== undefined && isAbsolute(base) ? base : join(homedir(), ".local", "share");
  return join(folder, "weft", "history.jsonl");
}

/** Several kernels may write to one file: each line is one write. `warn` is told, once, why cells can't be kept. */
export function openHistoryFile(path: string | null, warn: (text: string) => void): HistoryFile {
  if (path === null) return NO_HISTORY_FILE;
  let isWritable = true;
  return {
    read(session) {
      try {
        return parse(readEnd(path), session);
      } catch (error) {
        // Cells run without those of other sessions, too.
        warn(`The history of earlier sessions can't be read: ${messageOf(error)}`);
        return NO_HISTORY_FILE.read(session);
      }
    },
    append(line) {
      if (!isWritable) return;
      try {
        mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
        appendFileSync(path, `${JSON.stringify(line)}\n`, { mode: 0o600 });
      } catch (error) {
        isWritable = false;
        warn(`The history of this session is not kept: ${messageOf(error)}`);
      }
    },
  };
}

function readEnd(path: string): string {
  // There is no file before the first cell.
  if (!existsSync(path)) return "";
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    const start = Math.max(0, size - MOST_BYTES);
    const bytes = Buffer.alloc(size - start);
    const length = readSync(file, bytes, 0, bytes.length, start);
    const text = bytes.toString("utf8", 0, length);
    return start === 0 ? text : text.slice(text.indexOf("\n") + 1);
  } finally {
    closeSync(file);
  }
}

function parse(text: string, own: string): ReturnType<HistoryFile["read"]> {
  const numbers = new Map<string, number>();
  const entries = new Map<string, HistoryEntry>();
  for (const line of text.split("\n")) {
    const { session, count, code, output } = parseLine(line);
    if (typeof session !== "string" || typeof count !== "number" || session === own) continue;
    const number = numbers.get(session) ?? numbers.size + 1;
    numbers.set(session, number);
    const key = `${number} ${count}`;
    const known = entries.get(key);
    if (typeof code === "string") entries.set(key, { session: number, count, code, output: null });
    else if (known !== undefined && typeof output === "string") entries.set(key, { ...known, output });
  }
  return { entries: [...entries.values()], sessions: numbers.size };
}

/** A line that was cut off, or that is none of ours, is no cell. */
function parseLine(line: string): JsonObject {
  try {
    const value: unknown = JSON.parse(line);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}

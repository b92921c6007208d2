import type { Json, JsonObject } from "./wire.js";

export interface ExecuteRequest {
  readonly code: string;
  readonly silent: boolean;
  readonly storeHistory: boolean;
  readonly userExpressions: readonly (readonly [name: string, expression: string])[];
  readonly allowStdin: boolean;
  readonly stopOnError: boolean;
}

/** `cursor` counts code points, as the protocol does since 5.2. */
export interface CursorRequest {
  readonly code: string;
  readonly cursor: number;
  readonly detailLevel: 0 | 1;
}

export type HistoryRequest =
  | { readonly kind: "tail"; readonly n: number; readonly output: boolean }
  | {
      readonly kind: "range";
      readonly session: number;
      readonly start: number;
      readonly stop: number;
      readonly output: boolean;
    }
  | {
      readonly kind: "search";
      readonly pattern: string;
      readonly n: number;
      readonly unique: boolean;
      readonly output: boolean;
    };

export interface CommRequest {
  readonly commId: string;
  readonly targetName: string;
  readonly data: JsonObject;
}

/** A request whose content has a missing or wrong field. Becomes an error reply that names the field. */
export class RequestError extends Error {
  override readonly name = "RequestError";
}

export function parseExecuteRequest(content: JsonObject): ExecuteRequest {
  const silent = flag(content, "silent", false);
  const expressions = field(content, "user_expressions");
  return {
    code: text(content, "code"),
    silent,
    storeHistory: !silent && flag(content, "store_history", true),
    userExpressions: Object.entries(expressions ?? {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
    allowStdin: flag(content, "allow_stdin", true),
    stopOnError: flag(content, "stop_on_error", true),
  };
}

export function parseCursorRequest(content: JsonObject): CursorRequest {
  const code = text(content, "code");
  const cursor = integer(content, "cursor_pos", Number.MAX_SAFE_INTEGER);
  return {
    code,
    cursor: Math.max(0, cursor),
    detailLevel: integer(content, "detail_level", 0) === 1 ? 1 : 0,
  };
}

export function parseCodeRequest(content: JsonObject): string {
  return text(content, "code");
}

export function parseHistoryRequest(content: JsonObject): HistoryRequest {
  const output = flag(content, "output", false);
  const kind = field(content, "hist_access_type") ?? "tail";
  switch (kind) {
    case "tail":
      return { kind, n: integer(content, "n", 10), output };
    case "range":
      return {
        kind,
        session: integer(content, "session", 0),
        start: integer(content, "start", 0),
        stop: integer(content, "stop", Number.MAX_SAFE_INTEGER),
        output,
      };
    case "search": {
      const pattern = field(content, "pattern");
      return {
        kind,
        pattern: typeof pattern === "string" ? pattern : "*",
        n: integer(content, "n", Number.MAX_SAFE_INTEGER),
        unique: flag(content, "unique", false),
        output,
      };
    }
    default:
      throw new RequestError(`hist_access_type must be 'tail', 'range' or 'search', not ${show(kind)}`);
  }
}

export function parseCommRequest(content: JsonObject): CommRequest {
  const target = field(content, "target_name");
  const data = field(content, "data");
  return {
    commId: text(content, "comm_id"),
    targetName: typeof target === "string" ? target : "",
    data: isObject(data) ? data : {},
  };
}

export function parseCommInfoRequest(content: JsonObject): string | undefined {
  const target = field(content, "target_name");
  return typeof target === "string" ? target : undefined;
}

export function parseSubshellId(content: JsonObject): string {
  return text(content, "subshell_id");
}

export function parseShutdownRequest(content: JsonObject): { readonly restart: boolean } {
  return { restart: flag(content, "restart", false) };
}

export function parseInputReply(content: JsonObject): string | undefined {
  const value = field(content, "value");
  return typeof value === "string" ? value : undefined;
}

function field(content: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(content, name) ? content[name] : undefined;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @throws RequestError where the field is no string */
export function text(content: JsonObject, name: string): string {
  const value = field(content, name);
  if (typeof value === "string") return value;
  throw new RequestError(`'${name}' must be a string, not ${show(value)}`);
}

function flag(content: JsonObject, name: string, fallback: boolean): boolean {
  const value = field(content, name) ?? fallback;
  if (typeof value === "boolean") return value;
  throw new RequestError(`'${name}' must be true or false, not ${show(value)}`);
}

/** The field, or `fallback` where there is none. Throws RequestError where it is no number. */
export function integer(content: JsonObject, name: string, fallback: number): number {
  const value = field(content, name) ?? fallback;
  if (typeof value === "number" && Number.isFinite(value)) return Math.trunc(value);
  throw new RequestError(`'${name}' must be a number, not ${show(value)}`);
}

function show(value: Json | undefined): string {
  const shown = value === undefined ? "missing" : JSON.stringify(value);
  return shown.length > 80 ? `${shown.slice(0, 80)}…` : shown;
}

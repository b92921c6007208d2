import { setTimeout as sleep } from "node:timers/promises";
import type { Handler } from "../dispatch.js";
import { codePointOffset, utf16Offset } from "../language/code-points.js";
import {
  type Completion,
  type Completions,
  identifierBefore,
  matches,
} from "../language/completion-items.js";
import type { LanguageClient } from "../language/language-client.js";
import { completeMagic } from "../magics/complete-magic.js";
import { magicHelp } from "../magics/magic-help.js";
import type { MimeBundle } from "../messages.js";
import { type CursorRequest, parseCodeRequest, parseCursorRequest } from "../request-content.js";
import type { LiveAnswer, LiveQuery } from "../session/protocol.js";
import type { Transpiler } from "../transpile/transpiler.js";

/** Milliseconds that an inspection with a known value waits for a language service that is still starting. */
const COLD_LIMIT = 1500;

/** Where answers come from: the types of the cells, and the values of the session. */
export interface IntrospectContext {
  readonly language: LanguageClient;
  query(query: LiveQuery): Promise<LiveAnswer>;
}

export function isCompleteHandler(transpiler: Transpiler): Handler {
  return async ({ message }) => {
    if (typeof message.content["code"] !== "string") return { status: "unknown" };
    const { status, indent } = await transpiler.completeness(parseCodeRequest(message.content));
    return status === "incomplete" ? { status, indent } : { status };
  };
}

/**
 * Completes from the language service; live values add what types don't know, and answer alone as long as the
 * service is still starting.
 */
export function completeHandler(context: IntrospectContext): Handler {
  return async ({ message }) => {
    const { code, cursor } = parseCursorRequest(message.content);
    const at = utf16Offset(code, cursor);
    const found = completeMagic(code, at) ?? (await completeName(context, code, at));
    const { items } = found;
    const start = codePointOffset(code, found.start);
    const end = codePointOffset(code, found.end);
    return {
      status: "ok",
      matches: items.map(({ text }) => text),
      cursor_start: start,
      cursor_end: end,
      metadata: {
        _jupyter_types_experimental: items.map(({ text, type }) => ({ text, type, start, end })),
      },
    };
  };
}

async function completeName(context: IntrospectContext, code: string, at: number): Promise<Completions> {
  const { language } = context;
  const asked = liveCompletions(context, code, at);
  if (!language.isWarm()) {
    const live = await asked;
    if (live.items.length > 0) {
      // Behind the answer, as a service that starts would be in its way.
      setImmediate(language.warmUp);
      return live;
    }
  }
  const typed = language.complete(code, at);
  const live = await asked;
  const known = (await typed) ?? live;
  const names = new Set(known.items.map(({ text }) => text));
  return { ...known, items: [...known.items, ...live.items.filter(({ text }) => !names.has(text))] };
}

export function inspectHandler(context: IntrospectContext): Handler {
  return async ({ message }) => {
    const data = await describeAt(context, parseCursorRequest(message.content), false);
    return { status: "ok", found: data !== undefined, data: data ?? {}, metadata: {} };
  };
}

/**
 * Describes the name at the cursor: its declaration and documentation, its value, and (level 1) its source. With `isPatient` it
 * waits for a language service that is still starting, which may take longer than a client waits.
 */
export async function describeAt(
  context: IntrospectContext,
  { code, cursor, detailLevel }: CursorRequest,
  isPatient: boolean,
): Promise<MimeBundle | undefined> {
  const at = utf16Offset(code, cursor);
  const help = magicHelp(code, at);
  if (help !== undefined) return { "text/plain": help };
  const wasWarm = context.language.isWarm();
  const typed = context.language.inspect(code, at);
  const value = await context.query({ kind: "describe", path: pathAround(code, at) });
  const described = value.kind === "description" ? value.text : undefined;
  const info = await (isPatient || wasWarm || described === undefined
    ? typed
    : Promise.race([typed, sleep(COLD_LIMIT, undefined)]));
  if (info === undefined && described === undefined) return undefined;
  const source = detailLevel === 1 ? info?.source : undefined;
  const parts = [info?.signature, info?.documentation, described, source];
  const markdown = [
    info === undefined ? "" : fenced(info.signature),
    info?.documentation ?? "",
    described === undefined ? "" : fenced(described),
    source === undefined ? "" : fenced(source),
  ];
  return {
    "text/plain": parts.filter(Boolean).join("\n\n"),
    "text/markdown": markdown.filter(Boolean).join("\n\n"),
  };
}

async function liveCompletions(
  context: IntrospectContext,
  code: string,
  cursor: number,
): Promise<Completions> {
  const prefix = identifierBefore(code, cursor);
  const start = cursor - prefix.length;
  const path = pathBefore(code, start);
  const nothing = { start, end: cursor, items: [] };
  if (path === undefined) return nothing;
  const answer = await context.query(path.length === 0 ? { kind: "names" } : { kind: "members", path });
  if (answer.kind !== "names" && answer.kind !== "members") return nothing;
  const items: Completion[] = answer.names
    .filter(({ name }) => matches(name, prefix))
    .map(({ name, type }) => ({
      text: name,
      type: type === "function" || type === "class" ? type : "instance",
    }));
  return { ...nothing, items };
}

const NAME = String.raw`[\p{ID_Start}$_][\p{ID_Continue}$]*`;
const PATH_BEFORE = new RegExp(
  String.raw`(?<![\p{ID_Continue}$.)\]"'${"`"}])(${NAME}(?:\.${NAME})*)\.$`,
  "u",
);
const NAMES_BEFORE = new RegExp(String.raw`(?:^|[^.\p{ID_Continue}$"'${"`"}])$`, "u");

/** The names before the dot that ends `code.slice(0, end)`; [] without a dot; undefined for other expressions. */
function pathBefore(code: string, end: number): string[] | undefined {
  const before = code.slice(0, end);
  const path = PATH_BEFORE.exec(before)?.[1];
  if (path !== undefined) return path.split(".");
  return NAMES_BEFORE.test(before) ? [] : undefined;
}

/** The dotted name that the cursor stands in or behind. */
function pathAround(code: string, cursor: number): string[] {
  const before = code.slice(0, cursor).replace(/[\s([,]+$/, "");
  const moved = before.length < cursor && !/^[\p{ID_Continue}$]/u.test(code.slice(cursor));
  const at = moved ? before.length : cursor;
  const left =
    new RegExp(String.raw`(?<![.)\]])(${NAME}(?:\.${NAME})*\.?|)$`, "u").exec(code.slice(0, at))?.[1] ?? "";
  const right = moved ? "" : (/^[\p{ID_Continue}$]*/u.exec(code.slice(at))?.[0] ?? "");
  return `${left}${right}`.split(".").filter(Boolean);
}

function fenced(code: string): string {
  return `\`\`\`typescript\n${code}\n\`\`\``;
}

import { setTimeout as sleep } from "node:timers/promises";
import type { Handler } from "../dispatch.js";
import { codePointOffset, utf16Offset } from "../language/code-points.js";
import { pathsFrom } from "../language/complete-paths.js";
import { type Completion, type Completions, matches } from "../language/completion-items.js";
import type { LanguageClient } from "../language/language-client.js";
import { isParallelCell } from "../language/parallel-cell.js";
import { completeMagic } from "../magics/complete-magic.js";
import { magicHelp } from "../magics/magic-help.js";
import type { MimeBundle } from "../messages.js";
import { type CursorRequest, parseCodeRequest, parseCursorRequest } from "../request-content.js";
import type { LiveAnswer, LiveName, LiveQuery } from "../session/protocol.js";
import type { Transpiler } from "../transpile/transpiler.js";
import { liveQueryAt, pathAround } from "./live-paths.js";

/** Milliseconds that an inspection with a known value waits for a language service that is still starting. */
const COLD_LIMIT = 1500;

/** What declares a name whose value has nothing to add. */
const SAYS_ALL = /^(?:function|class|interface|type|\(method\)|constructor) /;

/** Where answers come from: the types of the cells, and the values of the session. */
export interface IntrospectContext {
  readonly language: LanguageClient;
  query(query: LiveQuery): Promise<LiveAnswer>;
  /** The session's working directory. */
  folder(): string;
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
    const found = completeMagic(code, at, context.folder()) ?? (await completeName(context, code, at));
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
    const { found } = await asked;
    if (found.items.length > 0) {
      // Behind the answer, as a service that starts would be in its way.
      setImmediate(language.warmUp);
      return found;
    }
  }
  const typed = language.complete(code, at, await variablesFor(context, code));
  const { found: live, isName } = await asked;
  const known = await typed;
  if (known === undefined) return live;
  if (known.also === "path")
    return live.items.length > 0 && !isName ? live : pathCompletions(code, known, context.folder());
  // A name may not stand everywhere: in a comment, say, or among what a module exports.
  if (known.start !== live.start || (isName && known.also !== "name")) return known;
  const names = new Set(known.items.map(({ text }) => text));
  return { ...known, items: [...known.items, ...live.items.filter(({ text }) => !names.has(text))] };
}

/** The files whose paths begin like a string. */
function pathCompletions(code: string, { start, end }: Completions, folder: string): Completions {
  const paths = pathsFrom(code.slice(start, end), folder, false);
  const items = paths.filter((path) => matches(path, code.slice(start, end)));
  return { start, end, items: items.map((text) => ({ text, type: "path" })) };
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
  const isPromised = isPatient || context.language.isWarm();
  const typed = context.language.inspect(code, at, await variablesFor(context, code));
  const value = context
    .query({ kind: "describe", path: pathAround(code, at) })
    .then((answer) => (answer.kind === "description" ? answer.text : undefined));
  const late = value.then((text) => (text === undefined ? typed : sleep(COLD_LIMIT, undefined)));
  const info = await (isPromised ? typed : Promise.race([typed, late]));
  const described = info !== undefined && SAYS_ALL.test(info.signature) ? undefined : await value;
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

/** What the variables hold now, for a parallel cell. */
async function variablesFor(context: IntrospectContext, code: string): Promise<readonly LiveName[]> {
  if (!isParallelCell(code)) return [];
  const answer = await context.query({ kind: "names" });
  return answer.kind === "names" ? answer.names : [];
}

interface LiveCompletions {
  readonly found: Completions;
  /** Whether they are names of variables, not of properties. */
  readonly isName: boolean;
}

async function liveCompletions(
  context: IntrospectContext,
  code: string,
  cursor: number,
): Promise<LiveCompletions> {
  const { start, query } = liveQueryAt(code, cursor);
  const nothing = { start, end: cursor, items: [] };
  const isName = query?.kind === "names";
  if (query === undefined) return { found: nothing, isName };
  const answer = await context.query(isName ? { ...query, isParallel: isParallelCell(code) } : query);
  if (answer.kind !== "names" && answer.kind !== "members") return { found: nothing, isName };
  const items: Completion[] = answer.names
    .filter(({ name }) => matches(name, code.slice(start, cursor)))
    .map(({ name, type }) => ({
      text: name,
      type: type === "function" || type === "class" ? type : "instance",
    }));
  return { found: { ...nothing, items }, isName };
}

function fenced(code: string): string {
  return `\`\`\`typescript\n${code}\n\`\`\``;
}

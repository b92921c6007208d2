import { identifierBefore } from "../language/completion-items.js";
import type { LiveQuery } from "../session/protocol.js";

const NAME = String.raw`[\p{ID_Start}$_][\p{ID_Continue}$]*`;
const QUOTED = String.raw`"[^"\\\n]*"|'[^'\\\n]*'`;
/** A name and what follows it: `.name`, `?.name`, `[0]`, `["key"]`. Nothing that runs code. */
const PATH = String.raw`${NAME}(?:\s*\??\.${NAME}|(?:\?\.)?\[(?:\d+|${QUOTED})\])*`;
const NO_PATH_BEFORE = String.raw`(?<![\p{ID_Continue}$.)\]"'${"`"}])`;
const MEMBER_BEFORE = new RegExp(String.raw`${NO_PATH_BEFORE}(${PATH})\s*\??\.$`, "u");
const KEY_BEFORE = new RegExp(
  String.raw`${NO_PATH_BEFORE}(${PATH})(?:\?\.)?\[(["'])((?:(?!\2)[^\\\n])*)$`,
  "u",
);
/** A key of a `Map`, or an element of a `Set`, as it is asked for. */
const ENTRY_BEFORE = new RegExp(
  String.raw`${NO_PATH_BEFORE}(${PATH})\s*\??\.(?:get|has|delete)\(\s*(["'])((?:(?!\2)[^\\\n])*)$`,
  "u",
);
const NAMES_BEFORE = new RegExp(String.raw`(?:^|[^.\p{ID_Continue}$"'${"`"}])$`, "u");

/** What to ask the session to complete what ends at `cursor`, and where that begins; no query where values say nothing. */
export function liveQueryAt(
  code: string,
  cursor: number,
): { readonly start: number; readonly query: LiveQuery | undefined } {
  for (const [kind, pattern] of [
    ["keys", KEY_BEFORE],
    ["entries", ENTRY_BEFORE],
  ] as const) {
    const [whole, path = "", quote = "", typed = ""] = pattern.exec(code.slice(0, cursor)) ?? [];
    if (whole !== undefined)
      return { start: cursor - typed.length, query: { kind, path: partsOf(path), quote } };
  }
  const start = cursor - identifierBefore(code, cursor).length;
  const before = code.slice(0, start);
  const path = MEMBER_BEFORE.exec(before)?.[1];
  if (path !== undefined) return { start, query: { kind: "members", path: partsOf(path) } };
  return { start, query: NAMES_BEFORE.test(before) ? { kind: "names" } : undefined };
}

const AROUND = new RegExp(String.raw`${NO_PATH_BEFORE}(${PATH}(?:\s*\??\.)?|)$`, "u");

/** The path of the value whose name the cursor stands in or behind: `["a", "b"]` for `a.b`. */
export function pathAround(code: string, cursor: number): string[] {
  const before = code.slice(0, cursor).replace(/[\s([,]+$/, "");
  const moved = before.length < cursor && !/^[\p{ID_Continue}$]/u.test(code.slice(cursor));
  const at = moved ? before.length : cursor;
  const left = AROUND.exec(code.slice(0, at))?.[1];
  if (left === undefined) return [];
  const right = moved ? "" : (/^[\p{ID_Continue}$]*/u.exec(code.slice(at))?.[0] ?? "");
  return partsOf(`${left}${right}`);
}

const PART = new RegExp(String.raw`\[(?:(\d+)|"([^"]*)"|'([^']*)')\]|(${NAME})`, "gu");

function partsOf(path: string): string[] {
  return [...path.matchAll(PART)].map(
    ([, index, double, single, name]) => index ?? double ?? single ?? name ?? "",
  );
}

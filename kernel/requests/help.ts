import type { CursorRequest } from "../request-content.js";

const QUESTION = /^\s*(\?{0,2})\s*(%%?\w+|!|[\p{ID_Start}$_][\p{ID_Continue}$.]*)\s*(\?{0,2})\s*$/u;

/** What a cell such as `name?` or `%magic?` asks about: `name??` wants the source too. Undefined for other cells. */
export function helpQuestion(cell: string): CursorRequest | undefined {
  const [, before = "", code, after = ""] = QUESTION.exec(cell) ?? [];
  const marks = before.length + after.length;
  if (code === undefined || marks === 0) return undefined;
  return { code, cursor: code.length, detailLevel: marks > 1 ? 1 : 0 };
}

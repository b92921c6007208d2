/** What may end an operand or a statement: a `!` that follows it on another line begins a statement of its own. */
const ENDS_STATEMENT = /[\p{ID_Continue}$)\]}"'`;{]/u;
/** After these a `/` begins a regular expression, not a division. */
const BEFORE_EXPRESSION =
  /(?:^|[=(,[!&|?:;{}+\-*%<>~^]|\b(?:return|typeof|case|in|of|delete|void|throw))\s*$/;

/** How a line of a cell begins. */
export type LineStart =
  /** Where a statement begins. */
  | "statement"
  /** Where an expression that an earlier line began may go on. */
  | "expression"
  /** Inside a comment or a template. */
  | "text";

/** How each line of a cell of TypeScript begins; `skipped` are lines that are none, such as magics. */
export function lineStarts(source: string, skipped: (line: string) => boolean): LineStart[] {
  const starts: LineStart[] = [];
  // What encloses the place: a template's text, or an expression in it with its open braces.
  const templates: number[] = [];
  let inTemplate = false;
  let inComment = false;
  let before = "";
  for (const line of source.split("\n")) {
    starts.push(
      inTemplate || inComment
        ? "text"
        : before === "" || ENDS_STATEMENT.test(before)
          ? "statement"
          : "expression",
    );
    if (starts.at(-1) === "statement" && skipped(line)) continue;
    for (let at = 0; at < line.length; at++) {
      const rest = line.slice(at);
      const char = rest.charAt(0);
      if (inComment) {
        if (rest.startsWith("*/")) [inComment, at] = [false, at + 1];
      } else if (inTemplate) {
        if (char === "\\") at++;
        else if (rest.startsWith("${")) {
          templates.push(0);
          [inTemplate, at] = [false, at + 1];
        } else if (char === "`") [inTemplate, before] = [false, char];
      } else if (rest.startsWith("//")) {
        break;
      } else if (rest.startsWith("/*")) {
        [inComment, at] = [true, at + 1];
      } else {
        const depth = templates.at(-1);
        if (char === "`") inTemplate = true;
        else if (depth !== undefined && char === "{") templates[templates.length - 1] = depth + 1;
        else if (depth !== undefined && char === "}" && depth > 0)
          templates[templates.length - 1] = depth - 1;
        else if (depth !== undefined && char === "}") inTemplate = templates.pop() !== undefined;
        const literal = literalAt(line, at);
        at += literal.length === 0 ? 0 : literal.length - 1;
        if (/\S/.test(char)) before = literal.length === 0 ? char : '"';
      }
    }
  }
  return starts;
}

/** The text of a string or a regular expression that begins there; empty when none does. */
function literalAt(line: string, at: number): string {
  const rest = line.slice(at);
  if (/^["']/.test(rest)) return /^(["'])(?:\\.|(?!\1).)*\1?/.exec(rest)?.[0] ?? "";
  if (!rest.startsWith("/") || !BEFORE_EXPRESSION.test(line.slice(0, at))) return "";
  return /^\/(?:\\.|\[(?:\\.|[^\]])*\]|[^/[\\])+\/\w*/.exec(rest)?.[0] ?? "";
}

import ts from "#typescript";
import { type Completions, identifierBefore, matches } from "./completion-items.js";
import type { CellLanguageService } from "./language-service.js";
import { nodeAt } from "./quick-info.js";

/** Completions shown at most; the user goes on typing anyway when there are more. */
const LIMIT = 300;

/** Completions of what is written before `cursor` (a UTF-16 offset), from the types of the session's declarations. */
export function completeAt(
  language: CellLanguageService,
  before: string,
  code: string,
  cursor: number,
): Completions {
  const offset = language.edit(before, code);
  const { service, fileName } = language;
  const found = service.getCompletionsAtPosition(fileName, offset + cursor, {
    includeCompletionsForModuleExports: false,
    includeCompletionsWithInsertText: false,
    // Imports of files are written as Node.js takes them.
    importModuleSpecifierEnding: "js",
  });
  const inString = stringStart(service.getProgram()?.getSourceFile(fileName), offset + cursor);
  const name = cursor - identifierBefore(code, cursor).length;
  const startOf = ({ replacementSpan, kind }: ts.CompletionEntry): number => {
    if (replacementSpan !== undefined) return replacementSpan.start - offset;
    return inString === undefined || PATHS.has(kind) ? name : inString - offset;
  };
  const entries = (found?.entries ?? []).filter(
    (entry) => matches(entry.name, code.slice(startOf(entry), cursor)) && !entry.name.startsWith("__weft"),
  );
  const isGlobal = found?.entries.some((entry) => entry.name === "globalThis") ?? false;
  // Of a module's path TypeScript completes the last part. All completions are put in the same place.
  const start = Math.min(...entries.map(startOf), inString === undefined ? name : inString - offset);
  const typed = code.slice(start, cursor);
  // Members that every function has come behind its own.
  const isFunction = found?.entries.some((entry) => entry.name === "apply" && !isGlobal) ?? false;
  const isLate = (entry: ts.CompletionEntry): boolean => isFunction && entry.name in Function.prototype;
  entries.sort(
    (a, b) =>
      Number(b.name.startsWith(typed)) - Number(a.name.startsWith(typed)) ||
      compare(a.sortText, b.sortText) ||
      Number(isLate(a)) - Number(isLate(b)) ||
      compare(a.name, b.name),
  );
  const items = entries.slice(0, LIMIT).map((entry) => ({
    text: code.slice(start, startOf(entry)) + entry.name,
    type: typeOf(entry.kind),
  }));
  const also = isGlobal ? "name" : inString !== undefined && entries.length === 0 ? "path" : undefined;
  return { start, end: cursor, items, ...(also === undefined ? {} : { also }) };
}

/** What the parts of a module's path are. */
const PATHS = new Set<string>([
  ts.ScriptElementKind.directory,
  ts.ScriptElementKind.scriptElement,
  ts.ScriptElementKind.externalModuleName,
]);

/** Where the text of the string literal begins that `at` stands in. */
function stringStart(file: ts.SourceFile | undefined, at: number): number | undefined {
  if (file === undefined || at === 0) return undefined;
  const node = nodeAt(file, at - 1);
  if (!ts.isStringLiteralLike(node)) return undefined;
  const start = node.getStart() + 1;
  const isOpen = node.end === start || file.text[node.end - 1] !== file.text[start - 1];
  return start <= at && (at < node.end || isOpen) ? start : undefined;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** The names that JupyterLab has icons for. */
function typeOf(kind: ts.ScriptElementKind): string {
  switch (kind) {
    case ts.ScriptElementKind.functionElement:
    case ts.ScriptElementKind.localFunctionElement:
      return "function";
    case ts.ScriptElementKind.memberFunctionElement:
      return "method";
    case ts.ScriptElementKind.classElement:
      return "class";
    case ts.ScriptElementKind.interfaceElement:
    case ts.ScriptElementKind.typeElement:
      return "interface";
    case ts.ScriptElementKind.enumElement:
      return "enum";
    case ts.ScriptElementKind.moduleElement:
    case ts.ScriptElementKind.externalModuleName:
      return "module";
    case ts.ScriptElementKind.keyword:
      return "keyword";
    case ts.ScriptElementKind.memberVariableElement:
    case ts.ScriptElementKind.memberGetAccessorElement:
    case ts.ScriptElementKind.memberSetAccessorElement:
      return "property";
    default:
      return "instance";
  }
}

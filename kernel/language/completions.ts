import ts from "#typescript";
import { type Completions, identifierBefore, matches } from "./completion-items.js";
import type { CellLanguageService } from "./language-service.js";

/** Completions shown at most; the user goes on typing anyway when there are more. */
const LIMIT = 300;

/** Completions of the identifier before `cursor` (a UTF-16 offset), from the types of the session's declarations. */
export function completeAt(
  language: CellLanguageService,
  before: string,
  code: string,
  cursor: number,
): Completions {
  const prefix = identifierBefore(code, cursor);
  const start = cursor - prefix.length;
  const offset = language.edit(before, code);
  const found = language.service.getCompletionsAtPosition(language.fileName, offset + cursor, {
    includeCompletionsForModuleExports: false,
    includeCompletionsWithInsertText: false,
  });
  const entries = (found?.entries ?? []).filter(
    ({ name }) => matches(name, prefix) && !name.startsWith("__weft"),
  );
  entries.sort(
    (a, b) =>
      Number(b.name.startsWith(prefix)) - Number(a.name.startsWith(prefix)) ||
      compare(a.sortText, b.sortText) ||
      compare(a.name, b.name),
  );
  return {
    start,
    end: cursor,
    items: entries.slice(0, LIMIT).map(({ name, kind }) => ({ text: name, type: typeOf(kind) })),
  };
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

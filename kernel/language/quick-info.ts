import ts from "#typescript";
import type { CellLanguageService } from "./language-service.js";

export interface QuickInfo {
  /** The declaration, such as `const x: number`. */
  readonly signature: string;
  readonly documentation: string;
  /** The text of the definition, where it stands in a cell. */
  readonly source?: string;
}

/** What is known of the name at `cursor` (a UTF-16 offset), from types and documentation comments. */
export function quickInfoAt(
  language: CellLanguageService,
  before: string,
  code: string,
  cursor: number,
): QuickInfo | undefined {
  const offset = language.edit(before, code);
  const known = infoAt(language, language.fileName, offset + namePosition(code, cursor));
  return known ?? signatureAt(language, offset + Math.min(cursor, code.length));
}

/** What is known of the name at an offset of a file of the program. */
export function infoAt(
  { service, fileName }: CellLanguageService,
  file: string,
  at: number,
): QuickInfo | undefined {
  const info = service.getQuickInfoAtPosition(file, at);
  // Where a type is declared is said for those that have not been imported.
  const signature = ts.displayPartsToString(info?.displayParts).replace(/\bimport\("[^"]*"\)\./g, "");
  if (info === undefined || signature === "any" || signature === "") return undefined;
  const documentation = commentText(info.documentation, info.tags) || variableComment(service, file, at);
  const source = definitionText(service, file, at, fileName);
  return { signature, documentation, ...(source === undefined ? {} : { source }) };
}

/** The function among whose arguments the cursor stands, with the parameter that it is at. */
function signatureAt(language: CellLanguageService, at: number): QuickInfo | undefined {
  const help = language.service.getSignatureHelpItems(language.fileName, at, undefined);
  const item = help?.items[help.selectedItemIndex];
  if (help === undefined || item === undefined) return undefined;
  const text = ts.displayPartsToString;
  const parameters = item.parameters.map(({ displayParts }) => text(displayParts));
  const signature =
    text(item.prefixDisplayParts) +
    parameters.join(text(item.separatorDisplayParts)) +
    text(item.suffixDisplayParts);
  const current = item.parameters[help.argumentIndex];
  const documentation = [
    commentText(item.documentation, item.tags),
    current === undefined || current.documentation.length === 0
      ? ""
      : `${current.name}: ${text(current.documentation)}`,
  ];
  return { signature, documentation: documentation.filter(Boolean).join("\n\n") };
}

/** The text and the tags of a documentation comment. */
export function commentText(parts: ts.SymbolDisplayPart[] = [], tags: ts.JSDocTagInfo[] = []): string {
  const lines = tags.map((tag) => `@${tag.name} ${ts.displayPartsToString(tag.text)}`.trimEnd());
  return [ts.displayPartsToString(parts), ...lines].filter(Boolean).join("\n");
}

/** In a call, TypeScript gives the comment of the type's call signature, not that of the variable that is called. */
function variableComment(service: ts.LanguageService, fileName: string, at: number): string {
  const program = service.getProgram();
  const file = program?.getSourceFile(fileName);
  if (program === undefined || file === undefined) return "";
  const checker = program.getTypeChecker();
  const symbol = checker.getSymbolAtLocation(nodeAt(file, at));
  return commentText(symbol?.getDocumentationComment(checker), symbol?.getJsDocTags(checker));
}

/** The innermost node at an offset. */
export function nodeAt(node: ts.Node, at: number): ts.Node {
  const inner = ts.forEachChild(node, (child) => (child.pos <= at && at < child.end ? child : undefined));
  return inner === undefined ? node : nodeAt(inner, at);
}

/** The position inside the name that ends at the cursor, or before the bracket of a call that begins there. */
export function namePosition(code: string, cursor: number): number {
  let at = Math.min(cursor, code.length);
  if (/[\p{ID_Continue}$]/u.test(code[at] ?? "")) return at;
  while (at > 0 && /[\s([,]/.test(code[at - 1] ?? "")) at--;
  return Math.max(0, at - 1);
}

/** The text of a definition in the cells. */
function definitionText(
  service: ts.LanguageService,
  fileName: string,
  at: number,
  cells: string,
): string | undefined {
  const [definition] = service.getDefinitionAtPosition(fileName, at) ?? [];
  if (definition?.fileName !== cells || definition.contextSpan === undefined) return undefined;
  const { start, length } = definition.contextSpan;
  const text = service.getProgram()?.getSourceFile(cells)?.text;
  const source = text?.slice(start, start + length);
  // What is declared for a name that no cell of TypeScript declares.
  return source?.startsWith("declare ") ? undefined : source;
}

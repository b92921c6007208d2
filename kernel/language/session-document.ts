import ts from "#typescript";
import { blankMagics } from "../magics/blank-magics.js";
import type { LiveName } from "../session/protocol.js";
import { collectDeclarations, importedNames, isAmbient } from "../transpile/declarations.js";
import { addBindingNames } from "../transpile/scope.js";

/**
 * What the language service sees of the session: the declarations of the cells that ran, in the order they ran, each
 * name in its latest version. The cell being edited follows it, so types flow from cell to cell.
 */
export interface SessionDocument {
  /**
   * Notes a cell of TypeScript that ran; only declarations of the names that came into being count. Says whether they are all that the
   * cell declares, and nothing else came into being.
   */
  addCell(source: string, names: readonly LiveName[]): "all" | "some" | "nothing";
  /** Notes names whose types are known from their values alone, such as those of a `%%parallel` cell. */
  addNames(source: string, names: readonly LiveName[]): void;
  /** Forgets everything: the session is a fresh one. */
  clear(): void;
  /** Whether a variable, function, class, import or type of that name was declared. */
  declares(name: string): boolean;
  /** The text of a function that a parallel cell declared. */
  parallelSource(name: string): string | undefined;
  /** The declarations without those that `cell` replaces. */
  textBefore(cell: string): string;
}

interface Piece {
  readonly text: string;
  readonly names: ReadonlySet<string>;
  /** Of a function of a parallel cell. */
  readonly parallelSource?: string;
}

/** What stands for a type among the names of a piece: a variable may have the same name. */
const typeName = (name: string): string => `type ${name}`;

export function createSessionDocument(): SessionDocument {
  let pieces: Piece[] = [];

  const add = (piece: Piece): void => {
    pieces = pieces.flatMap((old) => withoutNames(old, piece.names));
    pieces.push(piece);
  };

  return {
    addCell(source, names) {
      const live = new Set(names.map(({ name }) => name));
      const declared = new Set<string>();
      let isChanged = false;
      let isPartial = false;
      for (const piece of declarationPieces(source)) {
        const isType = piece.names.size > 0 && piece.kind === "type";
        if (isType || [...piece.names].some((name) => live.has(name))) add(piece);
        isChanged = true;
        isPartial ||= piece.kind === "value" && ![...piece.names].every((name) => live.has(name));
        for (const name of piece.names) declared.add(name);
      }
      // What a file declared that the cell ran.
      for (const live of names) {
        if (declared.has(live.name)) continue;
        add({ names: new Set([live.name]), text: declareLive(live, undefined) });
        isPartial = true;
      }
      return isPartial ? "some" : isChanged ? "all" : "nothing";
    },
    addNames(source, names) {
      const functions = parallelFunctions(source);
      for (const live of names) {
        const declared = functions.get(live.name);
        const text = declareLive(live, declared?.parameters);
        const names = new Set([live.name]);
        add(declared === undefined ? { names, text } : { names, text, parallelSource: declared.text });
      }
    },
    clear() {
      pieces = [];
    },
    declares: (name) => pieces.some(({ names }) => names.has(name) || names.has(typeName(name))),
    parallelSource: (name) => pieces.find(({ names }) => names.has(name))?.parallelSource,
    textBefore(cell) {
      const replaced = new Set(declarationPieces(cell).flatMap(({ names }) => [...names]));
      return pieces
        .flatMap((piece) => withoutNames(piece, replaced))
        .map(({ text }) => `${text}\n`)
        .join("");
    },
  };
}

interface DeclarationPiece extends Piece {
  readonly kind: "value" | "type";
}

/** The top-level declarations of a cell, one piece for each statement. */
function declarationPieces(source: string): DeclarationPiece[] {
  const file = ts.createSourceFile("cell.ts", source, ts.ScriptTarget.ES2022, true);
  const pieces: DeclarationPiece[] = [];
  const push = (kind: DeclarationPiece["kind"], node: ts.Node, names: Iterable<string>): void => {
    // From the full start, so that a documentation comment comes along.
    const text = source.slice(node.getFullStart(), node.end).replace(/^\s*export\s+(default\s+)?/, "");
    pieces.push({ kind, text, names: new Set(names) });
  };
  for (const statement of file.statements) {
    if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) {
      push("type", statement, [typeName(statement.name.text)]);
    } else if (isAmbient(statement)) {
      push("type", statement, []);
    } else if (ts.isImportDeclaration(statement)) {
      push(importedNames(statement).length === 0 ? "type" : "value", statement, importedNames(statement));
    } else if (ts.isVariableStatement(statement)) {
      pieces.push(...variablePieces(statement, source));
    } else if (
      ts.isFunctionDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isEnumDeclaration(statement) ||
      ts.isModuleDeclaration(statement) ||
      ts.isImportEqualsDeclaration(statement)
    ) {
      if (statement.name !== undefined) push("value", statement, [statement.name.text]);
    }
  }
  return mergeOverloads(pieces, file);
}

/** A piece for each variable, so that one of them may be declared anew without the others. */
function variablePieces(statement: ts.VariableStatement, source: string): DeclarationPiece[] {
  const { declarations, flags } = statement.declarationList;
  const isConstant = (flags & ts.NodeFlags.Constant) !== 0;
  return declarations.map((declaration, index) => {
    const names = new Set<string>();
    addBindingNames(declaration.name, names);
    // The comment belongs to the first.
    const comment = index === 0 ? source.slice(statement.getFullStart(), statement.getStart()) : "";
    const text = isConstant ? `const ${declaration.getText()};` : assignableText(declaration);
    return { kind: "value", names, text: comment + text };
  });
}

/**
 * A variable as later cells see it: it may have been assigned since. TypeScript would go by the initializer (`undefined`,
 * say, where the type allows it), or find that there is none.
 */
function assignableText(declaration: ts.VariableDeclaration): string {
  const { name, type, initializer } = declaration;
  if (ts.isIdentifier(name)) {
    if (type !== undefined) return `declare let ${name.text}: ${type.getText()};`;
    if (initializer === undefined || isNothing(initializer)) return `declare let ${name.text}: any;`;
  }
  return `let ${declaration.getText()};`;
}

function isNothing(node: ts.Expression): boolean {
  return node.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(node) && node.text === "undefined");
}

/** Overloads of one function belong together: they are one declaration of its name. */
function mergeOverloads(pieces: readonly DeclarationPiece[], file: ts.SourceFile): DeclarationPiece[] {
  if (collectDeclarations(file).shared.size === pieces.length) return [...pieces];
  const merged: DeclarationPiece[] = [];
  for (const piece of pieces) {
    const previous = merged.at(-1);
    const [name] = piece.names;
    if (
      previous?.kind === piece.kind &&
      piece.names.size === 1 &&
      name !== undefined &&
      previous.names.has(name)
    ) {
      merged[merged.length - 1] = { ...previous, text: previous.text + piece.text };
    } else {
      merged.push(piece);
    }
  }
  return merged;
}

/** What remains of a piece when some of its names have been declared anew. */
function withoutNames(piece: Piece, replaced: ReadonlySet<string>): Piece[] {
  const left = [...piece.names].filter((name) => !replaced.has(name));
  if (left.length === piece.names.size) return [piece];
  if (left.length === 0) return [];
  return [{ names: new Set(left), text: left.map((name) => `declare let ${name}: any;`).join(" ") }];
}

function declareLive({ name, type, dtype }: LiveName, parameters: string | undefined): string {
  switch (type) {
    case "function":
      return `declare const ${name}: ParallelFunction<(${parameters ?? "...values: any[]"}) => any>;`;
    case "number":
    case "string":
    case "boolean":
    case "bigint":
    case "undefined":
      return `declare let ${name}: ${type};`;
    case "NDArray":
      return `declare let ${name}: NDArray${dtype === undefined ? "" : `<"${dtype}">`};`;
    default:
      return `declare let ${name}: any;`;
  }
}

interface ParallelFunctionText {
  /** Their names, without types that mean dtypes. */
  readonly parameters: string;
  readonly text: string;
}

/** The functions that a parallel cell declares. */
function parallelFunctions(source: string): ReadonlyMap<string, ParallelFunctionText> {
  const file = ts.createSourceFile("cell.ts", blankMagics(source), ts.ScriptTarget.ES2022, true);
  const functions = new Map<string, ParallelFunctionText>();
  for (const statement of file.statements) {
    if (!ts.isFunctionDeclaration(statement) || statement.name === undefined) continue;
    const list = statement.parameters.map(({ name, initializer }, index) => {
      const shown = ts.isIdentifier(name) ? name.text : `parameter${index + 1}`;
      return `${shown}${initializer === undefined ? "" : "?"}: any`;
    });
    functions.set(statement.name.text, { parameters: list.join(", "), text: statement.getText() });
  }
  return functions;
}

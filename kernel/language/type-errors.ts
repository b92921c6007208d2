import ts from "#typescript";
import type { CellLanguageService } from "./language-service.js";

/** A type error in a cell. Line and column count from 1. */
export interface TypeProblem {
  readonly code: number;
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/**
 * The unions of all that an element can be, and of an element and a part of an array: dtype and rank are known when the cell
 * runs, so what is done with such a value is not judged before.
 */
const KNOWN_WHEN_IT_RUNS = /\| (Complex\b|NDArray<)|NDArray<[^>]*> \|/;

/** An operand that is no number: the message doesn't name its type. */
const WRONG_OPERAND = new Set([2362, 2363]);

/** What TypeScript says of types that nobody has written down: in a notebook they may be missing. */
const isImplicitAny = (code: number): boolean => code >= 7000 && code < 8000;

/**
 * What an empty array or object, the entries of one, or a variable that callbacks assign to is taken for: TypeScript has not seen what
 * comes to be in it.
 */
const NOTHING_SEEN = /(to parameter of|on) type 'never'|(of|on) type 'unknown'|on type '\{\}'/;

/** What to change in a project, which a notebook doesn't have. */
const PROJECT_ADVICE =
  / Do you need to change your target library\? Try changing the 'lib' compiler option.*$/;

/** "Cannot find name", alone and with a name that it may have meant. */
const UNKNOWN_NAME = new Set([2304, 2552]);

/**
 * The type errors of a cell, whose declarations `before` holds those of the session. With `runsFiles` the cell declares more than its
 * text does, and no name is called unknown.
 */
export function typeErrorsOf(
  language: CellLanguageService,
  before: string,
  code: string,
  runsFiles = false,
): readonly TypeProblem[] {
  const offset = language.edit(before, code);
  // One program for both questions: the service looks at the versions of all files for each that it is asked.
  const program = language.service.getProgram();
  const file = program?.getSourceFile(language.fileName);
  if (program === undefined || file === undefined) return [];
  // The cell is right, or it would not run: what is wrong here is JSX, which this file can't hold.
  const isReadable = program.getSyntacticDiagnostics(file).every(({ start }) => start < offset);
  if (!isReadable) return [];
  return program.getSemanticDiagnostics(file).flatMap((diagnostic): TypeProblem[] => {
    const at = (diagnostic.start ?? 0) - offset;
    if (at < 0 || diagnostic.category !== ts.DiagnosticCategory.Error) return [];
    const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n").replace(PROJECT_ADVICE, "");
    const judged = WRONG_OPERAND.has(diagnostic.code) ? typeAt(program, file, diagnostic) : message;
    if (isImplicitAny(diagnostic.code) || NOTHING_SEEN.test(message)) return [];
    if (KNOWN_WHEN_IT_RUNS.test(judged) || (runsFiles && UNKNOWN_NAME.has(diagnostic.code))) return [];
    const lines = code.slice(0, at).split("\n");
    return [
      {
        code: diagnostic.code,
        message,
        line: lines.length,
        column: (lines.at(-1)?.length ?? 0) + 1,
      },
    ];
  });
}

/** The type of the expression that a diagnostic marks, as text. */
function typeAt(program: ts.Program, file: ts.SourceFile, { start = 0, length = 0 }: ts.Diagnostic): string {
  const find = (node: ts.Node): ts.Node | undefined =>
    node.getStart(file) === start && node.end === start + length && ts.isExpression(node)
      ? node
      : ts.forEachChild(node, (child) =>
          child.pos <= start && child.end >= start + length ? find(child) : undefined,
        );
  const node = find(file);
  if (node === undefined) return "";
  const checker = program.getTypeChecker();
  return checker.typeToString(checker.getTypeAtLocation(node));
}

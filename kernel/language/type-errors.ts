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
    const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n");
    if (KNOWN_WHEN_IT_RUNS.test(message) || (runsFiles && UNKNOWN_NAME.has(diagnostic.code))) return [];
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

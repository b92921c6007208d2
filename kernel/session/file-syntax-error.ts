import { codeFrame } from "../code-frame.js";

/** A syntax error in a file that a cell imports or runs: shown with the lines around it. Line and column count from 1. */
export function fileSyntaxError(
  file: string,
  source: string,
  { message, line, column }: { readonly message: string; readonly line: number; readonly column: number },
): SyntaxError {
  const error = new SyntaxError(`${file}:${line}:${column}: ${message}`);
  // Its frames are those of the loader.
  error.stack = `${String(error)}\n\n${codeFrame(source, line, column)}\n`;
  return error;
}

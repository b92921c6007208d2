import type { Position, Span } from "./source.js";
import { positionAt } from "./source.js";

/** The classes of language.md section 6 that a compilation can raise. */
export type CompileErrorClass =
  | "ParallelSyntaxError"
  | "ParallelTypeError"
  | "ParallelRaceError"
  | "RangeError";

/**
 * The lines around a span, with carets under it:
 *
 *     cell[3]:2:11
 *       1 | function f(a) {
 *     > 2 |   return a + s;
 *         |              ^
 */
export function codeFrame(span: Span): string {
  const { source } = span;
  const start = positionAt(source, span.start);
  const lines = source.text.split("\n");
  const row = start.line - source.firstLine;
  const first = Math.max(0, row - 2);
  const last = Math.min(lines.length - 1, row + 1);
  const width = String(last + source.firstLine).length;
  const frame = [`${source.name}:${start.line}:${start.column}`];
  for (let index = first; index <= last; index++) {
    const text = lines[index] ?? "";
    const number = String(index + source.firstLine).padStart(width);
    frame.push(`${index === row ? ">" : " "} ${number} | ${text}`.trimEnd());
    if (index === row) {
      const room = Math.max(1, text.length - start.column + 1);
      const carets = "^".repeat(Math.max(1, Math.min(span.end - span.start, room)));
      frame.push(`  ${" ".repeat(width)} | ${" ".repeat(start.column - 1)}${carets}`);
    }
  }
  return frame.join("\n");
}

/** A mistake in the user's text: what is wrong, what to do instead, and where. */
export class CompileError extends Error {
  readonly span: Span;
  /** The message without the code frame. */
  readonly text: string;
  readonly position: Position;

  constructor(errorClass: CompileErrorClass, text: string, span: Span) {
    super(`${text}\n\n${codeFrame(span)}`);
    this.name = errorClass;
    this.text = text;
    this.span = span;
    this.position = positionAt(span.source, span.start);
  }
}
export class ParallelSyntaxError extends CompileError {
  constructor(text: string, span: Span) {
    super("ParallelSyntaxError", text, span);
  }
}
export class ParallelTypeError extends CompileError {
  constructor(text: string, span: Span) {
    super("ParallelTypeError", text, span);
  }
}
export class ParallelRaceError extends CompileError {
  constructor(text: string, span: Span) {
    super("ParallelRaceError", text, span);
  }
}

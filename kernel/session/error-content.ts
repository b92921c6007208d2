import { inspect } from "node:util";
import { codeFrame } from "../code-frame.js";
import type { ErrorContent } from "../messages.js";
import type { CellPosition, CellSources } from "./cell-sources.js";

/** The folder of this package's code: its own frames are of no use to the reader of a stack trace. */
const OWN_CODE = new URL("../../", import.meta.url);

/** Frames of an error's stack, as the hook below notes them while V8 builds the stack. */
const positions = new WeakMap<object, CellPosition>();

/**
 * Makes stack traces speak of cells: `at f (cell[3]:2:5)`, with lines and columns of the cell's own text, and
 * without the frames of the session itself.
 */
export function installStackTraces(cells: CellSources): void {
  Error.prepareStackTrace = (error, frames) => {
    const lines: string[] = [];
    for (const frame of frames) {
      const file = frame.getFileName() ?? "";
      const position = cells.locate(file, frame.getLineNumber() ?? 1, frame.getColumnNumber() ?? 1);
      if (position === undefined) {
        if (!isOwnFrame(file)) lines.push(`    at ${String(frame)}`);
        continue;
      }
      if (!positions.has(error)) positions.set(error, position);
      const name = frame.getFunctionName();
      const place = `${position.label}:${position.line}:${position.column}`;
      // The function that a cell becomes has no name.
      lines.push(
        name === null || name === "" ? `    at ${place}` : `    at ${name.replace("__weft.", "")} (${place})`,
      );
    }
    return [headline(error), ...lines].join("\n");
  };
}

/** What the client shows of a thrown value: a code frame of the cell it was thrown in, the stack, and its causes. */
export function errorContent(thrown: unknown, cells: CellSources): ErrorContent {
  if (!(thrown instanceof Error)) {
    const shown = inspect(thrown);
    return {
      ename: "Uncaught",
      evalue: shown,
      traceback: [`${red("Uncaught")}: ${shown} (thrown values that are no Error have no stack)`],
    };
  }
  return {
    ename: thrown.name,
    evalue: thrown.message,
    traceback: describe(thrown, cells, 0).split("\n"),
  };
}

function describe(error: Error, cells: CellSources, depth: number): string {
  const stack = stackOf(error);
  const at = stack.indexOf("\n    at ");
  const message = at < 0 ? stack : stack.slice(0, at);
  const frames = at < 0 ? "" : stack.slice(at);
  const position = positions.get(error);
  const source = position && cells.text(position.label);
  const frame =
    position !== undefined && source !== undefined
      ? `\n\n${codeFrame(source, position.line, position.column)}\n`
      : "";
  const name = message.startsWith(error.name) ? error.name : "";
  const parts = [`${red(name)}${message.slice(name.length)}${frame}${frames}`];
  if (depth < 8) {
    if (error instanceof AggregateError) {
      for (const each of error.errors) parts.push(`Of several errors: ${causeText(each, cells, depth)}`);
    }
    if (error.cause !== undefined) parts.push(`Caused by: ${causeText(error.cause, cells, depth)}`);
  }
  return parts.join("\n");
}

function causeText(cause: unknown, cells: CellSources, depth: number): string {
  return cause instanceof Error ? describe(cause, cells, depth + 1) : inspect(cause);
}

/** Reads the stack, which user code may have replaced by a getter that throws. */
function stackOf(error: Error): string {
  try {
    return typeof error.stack === "string" ? error.stack : headline(error);
  } catch {
    return headline(error);
  }
}

function headline(error: Error): string {
  try {
    return String(error);
  } catch {
    return "Error";
  }
}

function isOwnFrame(file: string): boolean {
  return file.startsWith("node:internal/") || file === "node:vm" || file.startsWith(OWN_CODE.href);
}

function red(text: string): string {
  return `\u001b[31m${text}\u001b[39m`;
}

import { inspect } from "node:util";
import { codeFrame } from "../code-frame.js";
import { emphasized } from "../emphasized.js";
import type { ErrorContent } from "../messages.js";
import { type ErrorPositions, headline } from "./stack-trace.js";

/** Causes of causes that are shown at most. */
const DEPTH = 8;

/** What the client shows of a thrown value. */
export type DescribeError = (thrown: unknown) => ErrorContent;

/** Shows a code frame of the cell an error was thrown in, the stack, and the causes. */
export function createErrorContent(positionOf: ErrorPositions): DescribeError {
  const describe = (error: Error, depth: number): string => {
    const stack = stackOf(error);
    const at = stack.indexOf("\n    at ");
    const message = at < 0 ? stack : stack.slice(0, at);
    const name = message.startsWith(error.name) ? error.name : "";
    const parts = [
      `${emphasized(name)}${message.slice(name.length)}${frameOf(error)}${at < 0 ? "" : stack.slice(at)}`,
    ];
    if (depth < DEPTH) {
      if (error instanceof AggregateError) {
        for (const each of error.errors) parts.push(`One of them: ${causeText(each, depth)}`);
      }
      if (error.cause !== undefined) parts.push(`Caused by: ${causeText(error.cause, depth)}`);
    }
    return parts.join("\n");
  };

  const causeText = (cause: unknown, depth: number): string =>
    cause instanceof Error ? describe(cause, depth + 1) : inspect(cause);

  /** Errors of the parallel language bring their own frame in the message. */
  const frameOf = (error: Error): string => {
    const position = positionOf(error);
    if (position === undefined || /^>? *\d+ \| /m.test(error.message)) return "";
    return `\n\n${codeFrame(position.source, position.line, position.column)}\n`;
  };

  return (thrown) => {
    if (!(thrown instanceof Error)) {
      const shown = inspect(thrown);
      return {
        ename: "Uncaught",
        evalue: shown,
        traceback: [`${emphasized("Uncaught")}: ${shown} (only an Error has a stack)`],
      };
    }
    return { ename: thrown.name, evalue: thrown.message, traceback: describe(thrown, 0).split("\n") };
  };
}

/** Reads the stack, which user code may have replaced by anything. */
function stackOf(error: Error): string {
  try {
    return typeof error.stack === "string" ? error.stack : headline(error);
  } catch {
    return headline(error);
  }
}

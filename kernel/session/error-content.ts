import { codeFrame } from "../code-frame.js";
import { emphasized } from "../emphasized.js";
import type { ErrorContent } from "../messages.js";
import { type ErrorPositions, headline } from "./stack-trace.js";
import { inspected, isError, memberOf, textOf } from "./thrown.js";

/** Causes of causes that are shown at most. */
const DEPTH = 8;

/** What the client shows of a thrown value. Never throws, whatever the value does when it is looked at. */
export type DescribeError = (thrown: unknown) => ErrorContent;

/** Shows a code frame of the cell an error was thrown in, the stack, and the causes. */
export function createErrorContent(positionOf: ErrorPositions): DescribeError {
  /** `outer` are the errors that this one is a cause of. */
  const describe = (error: Error, outer: readonly Error[]): string => {
    const stack = stackOf(error);
    const at = stack.indexOf("\n    at ");
    const message = at < 0 ? stack : stack.slice(0, at);
    const name = textOf(error, "name", "");
    const shown = message.startsWith(name) ? name : "";
    const parts = [
      `${emphasized(shown)}${message.slice(shown.length)}${frameOf(error)}${at < 0 ? "" : stack.slice(at)}`,
    ];
    if (outer.length < DEPTH) {
      const path = [...outer, error];
      for (const { says, value } of reasonsOf(error)) parts.push(`${says}: ${reasonText(value, path)}`);
    }
    return parts.join("\n");
  };

  const reasonText = (reason: unknown, outer: readonly Error[]): string => {
    if (!isError(reason)) return inspected(reason);
    return outer.includes(reason) ? `${headline(reason)} (the error above)` : describe(reason, outer);
  };

  /** Errors of the parallel language bring their own frame in the message. */
  const frameOf = (error: Error): string => {
    const position = positionOf(error);
    if (position === undefined || /^>? *\d+ \| /m.test(textOf(error, "message", ""))) return "";
    return `\n\n${codeFrame(position.source, position.line, position.column)}\n`;
  };

  return (thrown) => {
    if (!isError(thrown)) {
      const shown = inspected(thrown);
      return {
        ename: "Uncaught",
        evalue: shown,
        traceback: [`${emphasized("Uncaught")}: ${shown} (only an Error has a stack)`],
      };
    }
    return {
      ename: textOf(thrown, "name", "Error"),
      evalue: textOf(thrown, "message", ""),
      traceback: describe(thrown, []).split("\n"),
    };
  };
}

interface Reason {
  readonly says: string;
  readonly value: unknown;
}

/** The errors that an error is made of: several in one, one that hid another where a resource was disposed of, its cause. */
function reasonsOf(error: Error): Reason[] {
  const several = error instanceof AggregateError ? memberOf(error, "errors") : undefined;
  const reasons = Array.isArray(several)
    ? several.map((value: unknown) => ({ says: "One of them", value }))
    : [];
  // TypeScript makes one that is no instance of its class, where JavaScript has none.
  if (textOf(error, "name", "") === "SuppressedError") {
    reasons.push({ says: "Thrown", value: memberOf(error, "error") });
    reasons.push({ says: "Suppressed", value: memberOf(error, "suppressed") });
  }
  const cause = memberOf(error, "cause");
  return cause === undefined ? reasons : [...reasons, { says: "Caused by", value: cause }];
}

/** Reads the stack, which user code may have replaced by anything. */
function stackOf(error: Error): string {
  const stack = memberOf(error, "stack");
  return typeof stack === "string" ? stack : headline(error);
}

import type { Handler, Request } from "../dispatch.js";
import { displayMetadata } from "../display/display-metadata.js";
import type { ErrorContent, MimeBundle } from "../messages.js";
import { type CursorRequest, parseExecuteRequest } from "../request-content.js";
import type { PipelineResult } from "../run-cells.js";
import type { JsonObject } from "../wire.js";
import { helpQuestion } from "./help.js";
import type { History } from "./history.js";

/** What running a cell needs of the kernel. */
export interface ExecuteContext {
  readonly history: History;
  /** Runs a cell, magics included. `publish` is undefined when its outputs are to be dropped. */
  runCell(code: string, options: RunOptions): Promise<PipelineResult>;
  /** Aborts the cells that wait behind this one. */
  abortQueue(request: Request): void;
  /** What is known of a name; undefined when nothing is. */
  describe(question: CursorRequest): Promise<MimeBundle | undefined>;
}

export interface RunOptions {
  readonly label: string;
  readonly allowStdin: boolean;
  readonly isTypechecked: boolean;
  readonly request: Request;
  readonly silent: boolean;
}

/** Answers `execute_request`: counts, runs, publishes the result or the error, then evaluates user expressions. */
export function executeHandler(context: ExecuteContext): Handler {
  return async (request) => {
    const wanted = parseExecuteRequest(request.message.content);
    const { silent } = wanted;
    const count = wanted.storeHistory ? context.history.begin(wanted.code) : context.history.count();
    if (!silent) {
      request.publish({ type: "execute_input", content: { code: wanted.code, execution_count: count } });
    }
    const question = helpQuestion(wanted.code);
    if (question !== undefined) {
      const data = await context.describe(question);
      if (data === undefined && !silent) {
        request.publish({
          type: "stream",
          content: { name: "stdout", text: `Nothing is known of ${question.code}\n` },
        });
      }
      const payload = data === undefined ? [] : [{ source: "page", data, start: 0 }];
      return { status: "ok", execution_count: count, user_expressions: {}, payload };
    }
    const run = (code: string, label: string, isTypechecked: boolean) =>
      context.runCell(code, { label, allowStdin: wanted.allowStdin, isTypechecked, request, silent });
    const { outcome, warnings } = await run(wanted.code, `cell[${count}]`, !silent);
    const warn = async (): Promise<void> => {
      for (const text of await warnings) {
        if (!silent) request.publish({ type: "stream", content: { name: "stderr", text } });
      }
    };
    if (outcome.kind === "error") {
      if (!silent) request.publish({ type: "error", content: outcome.error });
      const isStopping = wanted.stopOnError && !silent;
      // Requests that the client sent before it could know of the error may still be on their way in.
      const arrived = isStopping ? new Promise((resolve) => setImmediate(resolve)) : undefined;
      await Promise.all([warn(), arrived]);
      if (isStopping) context.abortQueue(request);
      return {
        status: "error",
        execution_count: count,
        ...errorFields(outcome.error),
        user_expressions: {},
        payload: [],
      };
    }
    if (outcome.result !== undefined && !silent) {
      const text = outcome.result["text/plain"];
      if (wanted.storeHistory && typeof text === "string") context.history.setOutput(count, text);
      request.publish({
        type: "execute_result",
        content: {
          data: outcome.result,
          metadata: displayMetadata(outcome.result),
          execution_count: count,
        },
      });
    }
    await warn();
    const expressions: Record<string, JsonObject> = {};
    for (const [name, expression] of wanted.userExpressions) {
      const value = (await run(expression, `expression[${name}]`, false)).outcome;
      expressions[name] =
        value.kind === "ok"
          ? { status: "ok", data: value.result ?? { "text/plain": "undefined" }, metadata: {} }
          : { status: "error", ...errorFields(value.error) };
    }
    return { status: "ok", execution_count: count, user_expressions: expressions, payload: [] };
  };
}

/** What a queued request is answered with after the error of an earlier one. */
export const ABORTED: JsonObject = { status: "aborted" };

function errorFields(error: ErrorContent): JsonObject {
  return { ename: error.ename, evalue: error.evalue, traceback: error.traceback };
}

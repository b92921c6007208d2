import { RequestError } from "../request-content.js";
import { isJsonObject, type JsonObject } from "../wire.js";

/** A request of the Debug Adapter Protocol: the content of a `debug_request`. */
export interface DapRequest {
  readonly seq: number;
  readonly command: string;
  readonly arguments: JsonObject;
}

/** Why a request could not be answered: said in a response without success. */
export class DebugError extends Error {
  override readonly name = "DebugError";
}

/** The events that are sent, as contents of `debug_event`. */
export type DapEvent =
  | { readonly event: "initialized" | "terminated" }
  | {
      readonly event: "stopped";
      readonly body: {
        readonly reason: StopReason;
        readonly threadId: number;
        readonly allThreadsStopped: true;
        readonly description?: string;
        readonly text?: string;
      };
    }
  | {
      readonly event: "continued";
      readonly body: { readonly threadId: number; readonly allThreadsContinued: true };
    };

export type StopReason = "breakpoint" | "exception" | "pause" | "step";

/** The one thread that clients see: the session's main thread. */
export const MAIN_THREAD = 1;

/** @throws RequestError where the content is no request */
export function parseDapRequest(content: JsonObject): DapRequest {
  const { command, seq, arguments: given } = content;
  if (typeof command !== "string") throw new RequestError("'command' must name a request of the debugger");
  return {
    command,
    seq: typeof seq === "number" ? seq : 0,
    arguments: isJsonObject(given) ? given : {},
  };
}

export function dapResponse(request: DapRequest, body: JsonObject): JsonObject {
  return { ...responseTo(request), success: true, body };
}

export function dapFailure(request: DapRequest, message: string): JsonObject {
  return {
    ...responseTo(request),
    success: false,
    message,
    body: { error: { id: 1, format: message } },
  };
}

function responseTo({ seq, command }: DapRequest): JsonObject {
  return { type: "response", seq, request_seq: seq, command };
}

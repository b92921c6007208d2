import { randomUUID } from "node:crypto";
import type { Header, JsonObject } from "./wire.js";

export const PROTOCOL_VERSION = "5.5";

/** What `display_data`, `execute_result` and user expressions carry: MIME type to value. */
export type MimeBundle = JsonObject;

export type ErrorContent = {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
};

/** How a cell ends that was interrupted. */
export const INTERRUPTED: ErrorContent = {
  ename: "Interrupted",
  evalue: "The cell was interrupted",
  traceback: ["Interrupted: The cell was stopped. All variables keep their values."],
};

/** Every message that the kernel publishes, by its type. */
export type Publication =
  | { readonly type: "status"; readonly content: { readonly execution_state: "starting" | "busy" | "idle" } }
  | { readonly type: "execute_input"; readonly content: { code: string; execution_count: number } }
  | { readonly type: "stream"; readonly content: { name: "stdout" | "stderr"; text: string } }
  | {
      readonly type: "execute_result";
      readonly content: { data: MimeBundle; metadata: JsonObject; execution_count: number };
    }
  | {
      readonly type: "display_data" | "update_display_data";
      readonly content: { data: MimeBundle; metadata: JsonObject; transient: JsonObject };
    }
  | { readonly type: "error"; readonly content: ErrorContent }
  | { readonly type: "clear_output"; readonly content: { wait: boolean } }
  | {
      readonly type: "comm_open";
      readonly content: { comm_id: string; target_name: string; data: JsonObject };
      readonly metadata: JsonObject;
    }
  | { readonly type: "comm_msg" | "comm_close"; readonly content: { comm_id: string; data: JsonObject } }
  | { readonly type: "debug_event"; readonly content: JsonObject }
  | { readonly type: "shutdown_reply"; readonly content: { status: "ok"; restart: boolean } }
  | { readonly type: "iopub_welcome"; readonly content: { subscription: string } };

export function createHeader(type: string, session: string, username = "weft"): Header {
  return {
    msg_id: randomUUID(),
    msg_type: type,
    session,
    username,
    date: new Date().toISOString(),
    version: PROTOCOL_VERSION,
  };
}

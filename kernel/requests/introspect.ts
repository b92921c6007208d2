import type { Handler } from "../dispatch.js";
import { parseCodeRequest } from "../messages.js";
import type { Transpiler } from "../transpile/transpiler.js";

export function isCompleteHandler(transpiler: Transpiler): Handler {
  return async ({ message }) => {
    const { status, indent } = await transpiler.completeness(parseCodeRequest(message.content));
    return status === "incomplete" ? { status, indent } : { status };
  };
}

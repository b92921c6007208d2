import type { Handler } from "../dispatch.js";
import { parseSubshellId } from "../request-content.js";
import type { Subshells } from "../subshells.js";

export const createSubshellHandler =
  (subshells: Subshells): Handler =>
  () => ({ status: "ok", subshell_id: subshells.create() });

export const deleteSubshellHandler =
  (subshells: Subshells): Handler =>
  ({ message }) => {
    subshells.delete(parseSubshellId(message.content));
    return { status: "ok" };
  };

export const listSubshellHandler =
  (subshells: Subshells): Handler =>
  () => ({ status: "ok", subshell_id: subshells.list() });

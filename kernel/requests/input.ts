import { parseInputReply } from "../request-content.js";
import type { InputAnswer } from "../session/protocol.js";
import type { WireMessage } from "../wire.js";

/** The questions that users have been asked and have not answered yet. */
export interface PendingQuestions {
  /** Notes that `question` was sent; `id` is the session's name for it. */
  add(question: WireMessage, id: number): void;
  /** Which question a reply answers, and with what; undefined when it answers none. */
  take(reply: WireMessage): InputAnswer | undefined;
  clear(): void;
}

export function createPendingQuestions(): PendingQuestions {
  const pending = new Map<string, { readonly id: number; readonly cell: string | undefined }>();
  /** A client of Python's asks for one answer after the other, and only for those of the cell that it waits for. */
  const firstOfLastCell = (): string | undefined => {
    const last = [...pending.values()].at(-1);
    return [...pending].find(([, { cell }]) => cell === last?.cell)?.[0];
  };
  return {
    add: ({ header, parentHeader }, id) => void pending.set(header.msg_id, { id, cell: parentHeader.msg_id }),
    take({ parentHeader, content }) {
      const value = parseInputReply(content);
      // Python's clients do not say which question they answer.
      const question = parentHeader.msg_id ?? firstOfLastCell();
      const asked = question === undefined ? undefined : pending.get(question);
      if (question === undefined || asked === undefined || value === undefined) return undefined;
      pending.delete(question);
      return { kind: "input", id: asked.id, value };
    },
    clear: () => pending.clear(),
  };
}

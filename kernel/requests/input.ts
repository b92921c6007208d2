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
  const pending = new Map<string, number>();
  return {
    add: ({ header }, id) => void pending.set(header.msg_id, id),
    take({ parentHeader, content }) {
      const value = parseInputReply(content);
      // Python's clients do not say which question they answer: it is the one that was asked last.
      const question = parentHeader.msg_id ?? [...pending.keys()].at(-1);
      const id = question === undefined ? undefined : pending.get(question);
      if (question === undefined || id === undefined || value === undefined) return undefined;
      pending.delete(question);
      return { kind: "input", id, value };
    },
    clear: () => pending.clear(),
  };
}

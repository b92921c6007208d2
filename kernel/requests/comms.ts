import type { Handler, Request } from "../dispatch.js";
import type { Publication } from "../messages.js";
import { type CommRequest, parseCommInfoRequest, parseCommRequest } from "../request-content.js";
import type { CommEvent } from "../session/protocol.js";
import type { JsonObject } from "../wire.js";

/** The comms that are open, whichever side opened them. */
export interface CommRegistry {
  /** Notes an event, sent or received. */
  note(event: CommEvent): void;
  clear(): void;
  list(targetName: string | undefined): JsonObject;
}

export function createCommRegistry(): CommRegistry {
  const open = new Map<string, string>();
  return {
    note({ kind, commId, targetName }) {
      if (kind === "open") open.set(commId, targetName);
      else if (kind === "close") open.delete(commId);
    },
    clear: () => open.clear(),
    list(wanted) {
      const listed = [...open].filter(([, target]) => wanted === undefined || target === wanted);
      return Object.fromEntries(listed.map(([id, target]) => [id, { target_name: target }]));
    },
  };
}

export function commInfoHandler(registry: CommRegistry): Handler {
  return ({ message }) => ({
    status: "ok",
    comms: registry.list(parseCommInfoRequest(message.content)),
  });
}

/** Passes `comm_open`, `comm_msg` and `comm_close` on to the session; they get no reply. */
export function commHandler(
  kind: CommEvent["kind"],
  registry: CommRegistry,
  deliver: (request: Request, event: CommEvent) => Promise<void>,
): Handler {
  return async (request) => {
    const { commId, targetName, data }: CommRequest = parseCommRequest(request.message.content);
    const event: CommEvent = { kind, commId, targetName, data, buffers: request.message.buffers };
    registry.note(event);
    await deliver(request, event);
    return undefined;
  };
}

/** What is published of an event of the session. */
export function commPublication({ kind, commId, targetName, data, metadata = {} }: CommEvent): Publication {
  switch (kind) {
    case "open":
      return { type: "comm_open", content: { comm_id: commId, target_name: targetName, data }, metadata };
    case "message":
      return { type: "comm_msg", content: { comm_id: commId, data } };
    case "close":
      return { type: "comm_close", content: { comm_id: commId, data } };
    default: {
      const unknown: never = kind;
      throw new Error(`Unknown comm event ${String(unknown)}`);
    }
  }
}

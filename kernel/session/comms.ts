import { randomUUID } from "node:crypto";
import type { JsonObject } from "../wire.js";
import type { Output } from "./output.js";
import type { CommEvent } from "./protocol.js";

/** A message of the other side. */
export interface CommMessage {
  readonly data: JsonObject;
  readonly buffers: readonly Uint8Array[];
}

/** One end of a connection between session and client, such as a widget uses. */
export interface Comm {
  readonly id: string;
  readonly targetName: string;
  send(data: JsonObject, buffers?: readonly Uint8Array[]): void;
  close(data?: JsonObject): void;
  /** Replaces the handler of messages. */
  onMessage(handler: (message: CommMessage) => void): void;
  onClose(handler: (message: CommMessage) => void): void;
}

/** The global `comms`. */
export interface Comms {
  /** `opened` is called for each comm that the client opens for that target. */
  registerTarget(targetName: string, opened: (comm: Comm, message: CommMessage) => void): void;
  unregisterTarget(targetName: string): void;
  /** Opens a comm from this side. */
  open(targetName: string, data?: JsonObject, buffers?: readonly Uint8Array[], metadata?: JsonObject): Comm;
}

interface OpenComm {
  readonly comm: Comm;
  message: (message: CommMessage) => void;
  closed: (message: CommMessage) => void;
}

/** `receive` handles what the client sends. */
export function createComms(
  output: Output,
  cellNow: () => number,
): { readonly comms: Comms; receive(event: CommEvent): void } {
  const targets = new Map<string, (comm: Comm, message: CommMessage) => void>();
  const openComms = new Map<string, OpenComm>();

  const post = (
    kind: CommEvent["kind"],
    commId: string,
    targetName: string,
    data: JsonObject,
    buffers: readonly Uint8Array[],
    metadata: JsonObject = {},
  ): void =>
    output.post({
      kind: "comm",
      cell: cellNow(),
      event: { kind, commId, targetName, data, buffers, metadata },
    });

  const create = (id: string, targetName: string): OpenComm => {
    const open: OpenComm = {
      message: () => undefined,
      closed: () => undefined,
      comm: {
        id,
        targetName,
        send: (data, buffers = []) => post("message", id, targetName, data, buffers),
        close(data = {}) {
          if (openComms.delete(id)) post("close", id, targetName, data, []);
        },
        onMessage(handler) {
          open.message = handler;
        },
        onClose(handler) {
          open.closed = handler;
        },
      },
    };
    openComms.set(id, open);
    return open;
  };

  return {
    comms: {
      registerTarget: (name, opened) => void targets.set(name, opened),
      unregisterTarget: (name) => void targets.delete(name),
      open(targetName, data = {}, buffers = [], metadata = {}) {
        const { comm } = create(randomUUID(), targetName);
        post("open", comm.id, targetName, data, buffers, metadata);
        return comm;
      },
    },
    receive({ kind, commId, targetName, data, buffers }) {
      const message = { data, buffers };
      const open = openComms.get(commId);
      if (kind === "open") {
        const opened = targets.get(targetName);
        if (opened === undefined) post("close", commId, targetName, {}, []);
        else opened(create(commId, targetName).comm, message);
      } else if (kind === "message") {
        open?.message(message);
      } else {
        openComms.delete(commId);
        open?.closed(message);
      }
    },
  };
}

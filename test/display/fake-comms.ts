import type { Comm, CommMessage, Comms } from "../../kernel/session/comms.js";
import { isJsonObject, type JsonObject } from "../../kernel/wire.js";

/** A comm as the client has it. */
export interface Opened {
  readonly target: string;
  readonly state: JsonObject;
  readonly version: unknown;
  /** What the session opened the comm with, and sent since. */
  readonly sent: JsonObject[];
  readonly buffers: (readonly Uint8Array[])[];
  receive(data: JsonObject, buffers?: readonly Uint8Array[]): void;
}

/** Comms to a client that keeps what is opened and sent; their ids are m1, m2, … */
export function fakeComms(opened: Opened[]): Pick<Comms, "open"> {
  return {
    open(target, data = {}, given = [], metadata = {}): Comm {
      let handler = (_: CommMessage): void => undefined;
      const sent: JsonObject[] = [];
      const buffers = [given];
      opened.push({
        target,
        state: isJsonObject(data["state"]) ? data["state"] : {},
        version: metadata["version"],
        sent,
        buffers,
        receive: (message, received = []) => handler({ data: message, buffers: received }),
      });
      return {
        id: `m${opened.length}`,
        targetName: target,
        send(message, more = []) {
          sent.push(message);
          buffers.push(more);
        },
        close: () => undefined,
        onMessage(next) {
          handler = next;
        },
        onClose: () => undefined,
      };
    },
  };
}

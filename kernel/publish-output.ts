import type { Request } from "./dispatch.js";
import { displayMetadata } from "./display/display-metadata.js";
import { createHeader } from "./messages.js";
import { type CommRegistry, commPublication } from "./requests/comms.js";
import type { SessionOutput } from "./session/supervisor.js";
import type { WireMessage } from "./wire.js";

/** Publishes what the session puts out while it runs `request`. Questions go to the client that sent it, by way of `ask`. */
export function publishOutput(
  message: SessionOutput,
  request: Request,
  comms: CommRegistry,
  ask: (question: WireMessage, id: number) => void,
  sessionId: string,
): void {
  switch (message.kind) {
    case "stream":
      request.publish({ type: "stream", content: { name: message.name, text: message.text } });
      return;
    case "display": {
      const transient = message.displayId === undefined ? {} : { display_id: message.displayId };
      request.publish({
        type: message.update ? "update_display_data" : "display_data",
        content: { data: message.data, metadata: displayMetadata(message.data), transient },
      });
      return;
    }
    case "clear":
      request.publish({ type: "clear_output", content: { wait: message.wait } });
      return;
    case "input":
      ask(
        {
          identities: request.message.identities,
          header: createHeader("input_request", sessionId),
          parentHeader: request.message.header,
          metadata: {},
          content: { prompt: message.prompt, password: message.password },
          buffers: [],
        },
        message.id,
      );
      return;
    case "comm":
      comms.note(message.event);
      request.publish(commPublication(message.event), message.event.buffers);
      return;
    default: {
      const unknown: never = message;
      throw new Error(`Unknown output ${JSON.stringify(unknown)}`);
    }
  }
}

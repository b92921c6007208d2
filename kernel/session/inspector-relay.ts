import { Session } from "node:inspector";
import type { InspectorCommand, InspectorEvent } from "../debug/inspector-protocol.js";

/** Connects a debugger in the kernel process with the inspector of the main thread. Lives in the control thread. */
export interface InspectorRelay {
  handle(command: InspectorCommand): void;
  disconnect(): void;
  /** Where the main thread stands still at a breakpoint: ends what it was doing there. Else does nothing. */
  terminatePause(): void;
}

/** `connected` is told of every change. */
export function createInspectorRelay(
  send: (event: InspectorEvent) => void,
  connected: (isConnected: boolean) => void,
): InspectorRelay {
  let session: Session | undefined;
  let isPaused = false;

  const connect = (): void => {
    disconnect();
    const opened = new Session();
    opened.connectToMainThread();
    opened.on("inspectorNotification", ({ method, params }) => {
      if (method === "Debugger.paused") isPaused = true;
      if (method === "Debugger.resumed") isPaused = false;
      send({ kind: "notification", method, json: JSON.stringify(params ?? {}) });
    });
    session = opened;
    connected(true);
  };

  const disconnect = (): void => {
    if (session === undefined) return;
    session.disconnect();
    session = undefined;
    isPaused = false;
    connected(false);
  };

  return {
    handle(command) {
      switch (command.kind) {
        case "connect":
          connect();
          return;
        case "disconnect":
          disconnect();
          return;
        case "post": {
          const { id, method, parameters } = command;
          if (session === undefined) {
            send({ kind: "failure", id, message: "No debugger is attached" });
            return;
          }
          session.post(method, parameters, (error, result) => {
            if (error === null) send({ kind: "result", id, json: JSON.stringify(result ?? {}) });
            else send({ kind: "failure", id, message: error.message });
          });
          return;
        }
        default: {
          const unknown: never = command;
          throw new Error(`Unknown command ${JSON.stringify(unknown)}`);
        }
      }
    },
    disconnect,
    terminatePause() {
      if (isPaused) session?.post("Debugger.resume", { terminateOnResume: true });
    },
  };
}

import type { JsonObject } from "../wire.js";
import { MAIN_THREAD } from "./dap.js";
import type { InspectorLink } from "./inspector-link.js";
import type { Motion, Pause } from "./pause.js";

/** Answers one request of the Debug Adapter Protocol: from its arguments to the body of the response. */
export type Command = (parameters: JsonObject) => JsonObject | Promise<JsonObject>;

export interface ExecutionCommands {
  readonly commands: Readonly<Record<string, Command>>;
  stoppedThreads(): readonly number[];
  /** Tells a session that is debugged from now on at which errors it is to pause. */
  restore(): Promise<void>;
}

/** The requests that make the thread stop and go on. */
export function executionCommands(link: InspectorLink, pause: Pause): ExecutionCommands {
  let errors: "none" | "uncaught" | "all" = "none";

  const restore = async (): Promise<void> => {
    await link.post("Debugger.setPauseOnExceptions", { state: errors });
  };
  const move =
    (motion: Motion): Command =>
    async () => {
      await pause.move(motion);
      return {};
    };

  return {
    restore,
    stoppedThreads: () => (pause.isPaused() ? [MAIN_THREAD] : []),
    commands: {
      threads: () => ({ threads: [{ id: MAIN_THREAD, name: "Session" }] }),
      async continue() {
        await pause.resume();
        return { allThreadsContinued: true };
      },
      next: move("next"),
      stepIn: move("stepIn"),
      stepOut: move("stepOut"),
      pause: move("pause"),
      async setExceptionBreakpoints({ filters }) {
        const wanted = Array.isArray(filters) ? filters : [];
        errors = wanted.includes("all") ? "all" : wanted.includes("uncaught") ? "uncaught" : "none";
        await restore();
        return {};
      },
      exceptionInfo: () => pause.exception() ?? { exceptionId: "", breakMode: "never" },
    },
  };
}

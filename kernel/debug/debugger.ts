import type { JsonObject } from "../wire.js";
import { createBreakpoints } from "./breakpoints.js";
import { type DapEvent, DebugError, dapFailure, dapResponse, parseDapRequest } from "./dap.js";
import { type Command, executionCommands } from "./execution-commands.js";
import { createInspectorLink } from "./inspector-link.js";
import type { CellText, InspectorCommand, InspectorEvent } from "./inspector-protocol.js";
import { createPause } from "./pause.js";
import { CELL_PATHS, createScripts, OWN_CODE } from "./scripts.js";
import { createSources, type SourceLines, sourceCommands } from "./source-commands.js";
import { valueCommands } from "./value-commands.js";
import { createVariables } from "./variables.js";

/** Answers the requests of the Debug Adapter Protocol by the inspector of the session's main thread. */
export interface Debugger {
  /** The response to the request that a `debug_request` holds. */
  request(content: JsonObject): Promise<JsonObject>;
  isAttached(): boolean;
  isPaused(): boolean;
  /** To be awaited before a cell runs: sets the breakpoints of its text. */
  prepare(text: CellText): Promise<void>;
  received(event: InspectorEvent): void;
  /** The session ended, and a fresh one took its place: it is debugged in turn. */
  sessionLost(): void;
}

export interface DebuggerOptions {
  send(command: InspectorCommand): void;
  emit(event: DapEvent): void;
  /** Where the lines of a cell are that did not run so far. */
  linesOf(source: string): Promise<SourceLines>;
}

const CAPABILITIES: JsonObject = {
  supportsConfigurationDoneRequest: true,
  supportsConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsEvaluateForHovers: true,
  supportsExceptionInfoRequest: true,
  supportsModulesRequest: true,
  exceptionBreakpointFilters: [
    { filter: "uncaught", label: "Uncaught errors", description: "Pause on errors that nothing catches" },
    { filter: "all", label: "All errors", description: "Pause on every error, caught or not" },
  ],
};

/** What a client may ask for before it has sent `initialize`. */
const ALWAYS = new Set(["initialize", "debugInfo", "disconnect", "configurationDone"]);

export function createDebugger({ send, emit, linesOf }: DebuggerOptions): Debugger {
  const link = createInspectorLink(send);
  const scripts = createScripts();
  const sources = createSources(scripts, linesOf);
  const breakpoints = createBreakpoints({ link, scripts, linesOf: sources.linesOf });
  const pause = createPause(link, scripts, emit);
  const variables = createVariables(link, pause);
  const execution = executionCommands(link, pause);
  let attached: Promise<void> | undefined;

  const attach = async (): Promise<void> => {
    send({ kind: "connect" });
    await link.post("Debugger.enable", undefined);
    await link.post("Debugger.setBlackboxPatterns", { patterns: [`^${OWN_CODE}`] });
    const cells = (await link.view("cells")).map(scripts.addCell);
    await Promise.all(cells.map(breakpoints.apply));
    await execution.restore();
  };

  const detach = (): void => {
    send({ kind: "disconnect" });
    attached = undefined;
    link.lost();
    pause.reset();
    breakpoints.clear();
    scripts.clear();
    sources.clear();
    emit({ event: "terminated" });
  };

  const commands: Readonly<Record<string, Command>> = {
    ...execution.commands,
    ...sourceCommands(sources, scripts, breakpoints),
    ...valueCommands(pause, variables),
    async initialize({ clientID }) {
      // JupyterLab shows the type instead of the value of a variable that has one.
      variables.showTypes(clientID !== "jupyterlab");
      attached ??= attach();
      await attached;
      return CAPABILITIES;
    },
    attach() {
      emit({ event: "initialized" });
      return {};
    },
    configurationDone: () => ({}),
    debugInfo: () => ({
      ...CELL_PATHS,
      isStarted: attached !== undefined,
      breakpoints: breakpoints.list(),
      stoppedThreads: execution.stoppedThreads(),
      richRendering: true,
      exceptionPaths: [],
      copyToGlobals: true,
    }),
    disconnect() {
      if (attached !== undefined) detach();
      return {};
    },
  };

  return {
    async request(content) {
      const request = parseDapRequest(content);
      const { command } = request;
      try {
        const run = Object.hasOwn(commands, command) ? commands[command] : undefined;
        if (run === undefined) throw new DebugError(`'${command}' is no request that this debugger knows`);
        if (attached === undefined && !ALWAYS.has(command)) {
          throw new DebugError("The debugger is not attached: send 'initialize' first");
        }
        return dapResponse(request, await run(request.arguments));
      } catch (error) {
        return dapFailure(request, error instanceof Error ? error.message : String(error));
      }
    },
    isAttached: () => attached !== undefined,
    isPaused: pause.isPaused,
    async prepare(text) {
      if (attached === undefined) return;
      await attached;
      await breakpoints.apply(scripts.addCell(text));
    },
    received(event) {
      if (event.kind !== "notification") {
        link.answered(event);
      } else if (event.method === "Debugger.scriptParsed") {
        scripts.parsed(JSON.parse(event.json));
      } else if (event.method === "Debugger.paused") {
        pause.paused(JSON.parse(event.json));
      } else if (event.method === "Debugger.resumed") {
        variables.release();
        pause.resumed();
      }
    },
    sessionLost() {
      if (attached === undefined) return;
      link.lost();
      scripts.clear();
      pause.reset();
      // The session may end once more before this is done.
      attached = attach().catch(() => undefined);
    },
  };
}

import { createDebugger } from "./debug/debugger.js";
import { createDispatcher, type Dispatcher, type Outgoing, type Request, type Route } from "./dispatch.js";
import { createLanguageClient } from "./language/language-client.js";
import { createOutputLimit } from "./output-limit.js";
import { publishOutput } from "./publish-output.js";
import { commHandler, commInfoHandler, createCommRegistry } from "./requests/comms.js";
import { cellLines, debugEvent, debugHandler } from "./requests/debug.js";
import { ABORTED, executeHandler } from "./requests/execute.js";
import { createHistory, historyHandler } from "./requests/history.js";
import type { HistoryFile } from "./requests/history-file.js";
import { createPendingQuestions } from "./requests/input.js";
import { completeHandler, describeAt, inspectHandler, isCompleteHandler } from "./requests/introspect.js";
import { kernelInfoHandler, shutdownHandler } from "./requests/lifecycle.js";
import { createSubshellHandler, deleteSubshellHandler, listSubshellHandler } from "./requests/subshells.js";
import { usageHandler } from "./requests/usage.js";
import { createCellPipeline } from "./run-cells.js";
import type { CommEvent, LiveAnswer, LiveQuery } from "./session/protocol.js";
import type { SpawnedSession } from "./session/spawn-session.js";
import { createSupervisor, type SessionOutput } from "./session/supervisor.js";
import type { Settings } from "./settings.js";
import { createSubshells } from "./subshells.js";
import type { Transpiler } from "./transpile/transpiler.js";
import type { WireMessage } from "./wire.js";

export interface Kernel {
  readonly dispatcher: Dispatcher;
  interrupt(): void;
  /** Passes the answer to a question on; one that answers none is dropped. */
  inputReply(message: WireMessage): void;
  /** Whether the session is to wait with its outputs: it stands still when it has too many. */
  holdOutput(isHeld: boolean): void;
  stop(): void;
}

/** What is started before the rest of the kernel is loaded, as it takes longest. */
export interface StartedParts {
  readonly session: SpawnedSession;
  readonly transpiler: Transpiler;
}

interface RunningCell {
  readonly request: Request;
  readonly silent: boolean;
}

/** Cells whose outputs may still arrive after they are done: from timers and unfinished promises. */
const REMEMBERED_CELLS = 1000;

const STUCK =
  "What runs can't be interrupted: a single call, such as execSync or JSON.parse of a long text, ends first. " +
  "Interrupt once more to restart the session; its variables will be lost.\n";

/** Wires the handlers of all requests to one session. `shutdown` ends the kernel process. */
export function createKernel(
  outgoing: Outgoing,
  sessionId: string,
  historyFile: HistoryFile,
  settings: Settings,
  shutdown: () => void,
  { session, transpiler }: StartedParts,
): Kernel {
  const history = createHistory(historyFile, sessionId);
  const comms = createCommRegistry();
  const questions = createPendingQuestions();
  const language = createLanguageClient(() => supervisor.folder());
  const cells = new Map<number, RunningCell>();
  let lastCell = 0;

  const output = (message: SessionOutput): void => {
    const cell = cells.get(message.cell) ?? cells.get(lastCell);
    if (cell === undefined || (cell.silent && message.kind !== "input")) return;
    const ask = (question: WireMessage, id: number): void => {
      questions.add(question, id);
      outgoing.send("stdin", question);
    };
    publishOutput(message, cell.request, comms, ask, sessionId);
  };
  const say = (cell: number, text: string): void => output({ kind: "stream", cell, name: "stderr", text });
  const limit = createOutputLimit(() => pipeline.settings().outputLimit * 1e6);

  const supervisor = createSupervisor(
    {
      output: (message) => limit(message, output),
      inspector: (event) => debug.received(event),
      stuck: (cell) => say(cell, STUCK),
      lost(reason, running, cell) {
        debug.sessionLost();
        const error = pipeline.lose(reason, running);
        comms.clear();
        questions.clear();
        // Nobody waits for a reply that could say it.
        if (running === undefined) say(cell, `${error.evalue}\n`);
        return error;
      },
    },
    session,
  );
  const debug = createDebugger({
    send: (command) => supervisor.send({ kind: "inspector", command }),
    // No request has caused them.
    emit: (event) => dispatcher.publish(debugEvent(event), undefined),
    linesOf: cellLines(transpiler),
  });
  const pipeline = createCellPipeline(transpiler, language, supervisor, debug, settings);

  // While the user types the first cell.
  if (settings.typecheck !== "off") language.warmUpWhenQuiet();

  const register = (request: Request, silent: boolean): number => {
    const cell = ++lastCell;
    // What it carried may be large, and outputs need none of it.
    const message = { ...request.message, content: {}, metadata: {}, buffers: [] };
    cells.set(cell, { request: { ...request, message }, silent });
    cells.delete(cell - REMEMBERED_CELLS);
    return cell;
  };

  const deliverComm = async (request: Request, event: CommEvent): Promise<void> => {
    const { outcome } = await supervisor.evaluate({
      kind: "evaluate",
      cell: register(request, false),
      label: "comm",
      source: "",
      body: { kind: "comm", event },
      allowStdin: false,
      isDebugged: false,
    });
    if (outcome.kind === "ok") return;
    // Nobody waits for a reply: what went wrong in a handler can only be shown.
    const text = `${outcome.error.traceback.join("\n")}\n`;
    request.publish({ type: "stream", content: { name: "stderr", text } });
  };

  const execute = executeHandler({
    history,
    abortQueue: (request) => dispatcher.abortQueue(request),
    describe: (question) => describeAt(introspect, question, true),
    runCell: (code, { label, allowStdin, isTypechecked, request, silent }) =>
      pipeline.run(code, {
        cell: register(request, silent),
        label,
        allowStdin,
        isTypechecked,
        note(text, name = "stderr") {
          if (!silent) request.publish({ type: "stream", content: { name, text } });
        },
      }),
  });
  const introspect = {
    language,
    query: (query: LiveQuery): Promise<LiveAnswer> =>
      debug.isPaused() ? Promise.resolve({ kind: "nothing" }) : supervisor.query(query),
    folder: () => supervisor.folder(),
  };
  const interrupt = (): void => {
    pipeline.interrupt();
    questions.clear();
  };
  const subshells = createSubshells();
  const immediate = (handle: Route["handle"]): Route => ({ lane: "immediate", handle });
  // Not behind the cells: one that awaits may wait for what a widget sends.
  const comm = (kind: CommEvent["kind"]): Route => immediate(commHandler(kind, comms, deliverComm));
  const routes: readonly (readonly [string, Route])[] = [
    ["execute_request", { lane: "queued", handle: execute, aborted: () => ABORTED }],
    ["kernel_info_request", immediate(kernelInfoHandler())],
    ["is_complete_request", immediate(isCompleteHandler(transpiler))],
    ["complete_request", immediate(completeHandler(introspect))],
    ["inspect_request", immediate(inspectHandler(introspect))],
    ["history_request", immediate(historyHandler(history))],
    ["comm_info_request", immediate(commInfoHandler(comms))],
    ["comm_open", comm("open")],
    ["comm_msg", comm("message")],
    ["comm_close", comm("close")],
    ["debug_request", immediate(debugHandler(debug))],
    ["interrupt_request", { ...immediate(() => ({ status: "ok" })), hurry: interrupt }],
    ["shutdown_request", immediate(shutdownHandler(shutdown))],
    ["create_subshell_request", immediate(createSubshellHandler(subshells))],
    ["delete_subshell_request", immediate(deleteSubshellHandler(subshells))],
    ["list_subshell_request", immediate(listSubshellHandler(subshells))],
    ["usage_request", immediate(usageHandler())],
  ];
  const dispatcher = createDispatcher(new Map(routes), outgoing, sessionId, subshells);
  return {
    dispatcher,
    interrupt,
    inputReply(message) {
      const answer = questions.take(message);
      if (answer !== undefined) supervisor.send(answer);
    },
    holdOutput: supervisor.hold,
    stop: supervisor.stop,
  };
}

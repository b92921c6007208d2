import { codeFrame } from "./code-frame.js";
import type { Request, Route } from "./dispatch.js";
import { createDispatcher, type Dispatcher, type Outgoing } from "./dispatch.js";
import { createLanguageClient } from "./language/language-client.js";
import { type ExpandedCell, expandMagics } from "./magics/expand-magics.js";
import { MagicError } from "./magics/magic.js";
import { createHeader, type ErrorContent, parseInputReply } from "./messages.js";
import { commHandler, commInfoHandler, commPublication, createCommRegistry } from "./requests/comms.js";
import { abortedReply, type ExecuteContext, executeHandler, type RunOptions } from "./requests/execute.js";
import { createHistory, historyHandler } from "./requests/history.js";
import { completeHandler, inspectHandler, isCompleteHandler } from "./requests/introspect.js";
import { interruptHandler, kernelInfoHandler, shutdownHandler } from "./requests/lifecycle.js";
import type { CellBody, CommEvent } from "./session/protocol.js";
import { type CellResult, createSupervisor, type SessionOutput } from "./session/supervisor.js";
import type { Mutability } from "./transpile/declarations.js";
import { createTranspiler } from "./transpile/transpiler.js";
import type { WireMessage } from "./wire.js";

export interface Kernel {
  readonly dispatcher: Dispatcher;
  interrupt(): void;
  inputReply(message: WireMessage): void;
  stop(): void;
}

interface PreparedCell {
  readonly body: CellBody;
  readonly declared: ReadonlyMap<string, Mutability>;
}

interface RunningCell {
  readonly request: Request;
  readonly silent: boolean;
}

/** Cells whose outputs may still arrive after they are done: from timers and unfinished promises. */
const REMEMBERED_CELLS = 1000;

/** Wires the handlers of all requests to one session. `shutdown` ends the kernel process. */
export function createKernel(outgoing: Outgoing, sessionId: string, shutdown: () => void): Kernel {
  const history = createHistory();
  const transpiler = createTranspiler();
  const known = new Map<string, Mutability>();
  const language = createLanguageClient(process.cwd());
  const cells = new Map<number, RunningCell>();
  const comms = createCommRegistry();
  let lastCell = 0;

  const supervisor = createSupervisor({
    output,
    lost() {
      known.clear();
      language.clear();
      comms.clear();
    },
  });

  function output(message: SessionOutput): void {
    const cell = cells.get(message.cell) ?? cells.get(lastCell);
    if (cell === undefined || (cell.silent && message.kind !== "input")) return;
    const { request } = cell;
    switch (message.kind) {
      case "stream":
        request.publish({ type: "stream", content: { name: message.name, text: message.text } });
        return;
      case "display": {
        const transient = message.displayId === undefined ? {} : { display_id: message.displayId };
        request.publish({
          type: message.update ? "update_display_data" : "display_data",
          content: { data: message.data, metadata: message.metadata, transient },
        });
        return;
      }
      case "clear":
        request.publish({ type: "clear_output", content: { wait: message.wait } });
        return;
      case "input":
        outgoing.send("stdin", {
          identities: request.message.identities,
          header: createHeader("input_request", sessionId),
          parentHeader: request.message.header,
          metadata: {},
          content: { prompt: message.prompt, password: message.password },
          buffers: [],
        });
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

  function register(request: Request, silent: boolean): number {
    const cell = ++lastCell;
    cells.set(cell, { request, silent });
    cells.delete(cell - REMEMBERED_CELLS);
    return cell;
  }

  async function runCell(
    code: string,
    { label, allowStdin, request, silent }: RunOptions,
  ): Promise<CellResult> {
    const cell = register(request, silent);
    const prepared = await prepare(code, label);
    if ("error" in prepared) return { names: [], outcome: { kind: "error", error: prepared.error } };
    const { body, declared } = prepared;
    const result = await supervisor.evaluate({
      kind: "evaluate",
      cell,
      label,
      source: code,
      body,
      allowStdin,
    });
    for (const { name } of result.names) known.set(name, declared.get(name) ?? "let");
    language.note({ kind: "cell", source: code, names: result.names, isParallel: body.kind === "parallel" });
    return result;
  }

  async function prepare(
    code: string,
    label: string,
  ): Promise<PreparedCell | { readonly error: ErrorContent }> {
    let expanded: ExpandedCell;
    try {
      expanded = expandMagics(code);
    } catch (error) {
      if (!(error instanceof MagicError)) throw error;
      return { error: sourceError(error.name, error.message, code, label, error.line, 1) };
    }
    if (expanded.kind === "parallel") return { body: { kind: "parallel" }, declared: new Map() };
    const transpiled = await transpiler.transpile(expanded.source, label, known);
    if (transpiled.kind === "error") {
      const { name, message, line, column } = transpiled;
      return { error: sourceError(name, message, code, label, line, column) };
    }
    const { code: script, map, isAsync, declared } = transpiled;
    const { isTimed } = expanded;
    return {
      declared,
      body: { kind: "script", code: script, map, isAsync, declared: [...declared.keys()], isTimed },
    };
  }

  async function deliverComm(request: Request, event: CommEvent): Promise<void> {
    const cell = register(request, false);
    const body: CellBody = { kind: "comm", event };
    const result = await supervisor.evaluate({
      kind: "evaluate",
      cell,
      label: "comm",
      source: "",
      body,
      allowStdin: false,
    });
    if (result.outcome.kind === "error") {
      const { traceback } = result.outcome.error;
      request.publish({ type: "stream", content: { name: "stderr", text: `${traceback.join("\n")}\n` } });
    }
  }

  const execute: ExecuteContext = { history, runCell, abortQueue: () => dispatcher.abortQueue() };
  const introspect = { language, query: supervisor.query };
  const interrupt = (): void => supervisor.send({ kind: "interrupt" });
  const stop = (): void => supervisor.stop();
  const immediate = (handle: Route["handle"]): Route => ({ lane: "immediate", handle });
  const queued = (handle: Route["handle"]): Route => ({ lane: "queued", handle });
  const routes = new Map<string, Route>([
    [
      "execute_request",
      { lane: "queued", handle: executeHandler(execute), aborted: () => abortedReply(history) },
    ],
    ["kernel_info_request", immediate(kernelInfoHandler())],
    ["is_complete_request", immediate(isCompleteHandler(transpiler))],
    ["complete_request", immediate(completeHandler(introspect))],
    ["inspect_request", immediate(inspectHandler(introspect))],
    ["history_request", immediate(historyHandler(history))],
    ["comm_info_request", immediate(commInfoHandler(comms))],
    ["comm_open", queued(commHandler("open", comms, deliverComm))],
    ["comm_msg", queued(commHandler("message", comms, deliverComm))],
    ["comm_close", queued(commHandler("close", comms, deliverComm))],
    ["interrupt_request", immediate(interruptHandler(interrupt))],
    ["shutdown_request", immediate(shutdownHandler(shutdown))],
  ]);
  const dispatcher = createDispatcher(routes, outgoing, sessionId);
  return {
    dispatcher,
    interrupt,
    inputReply: (message) => supervisor.send({ kind: "input", value: parseInputReply(message.content) }),
    stop,
  };
}

function sourceError(
  ename: string,
  evalue: string,
  code: string,
  label: string,
  line: number,
  column: number,
): ErrorContent {
  return {
    ename,
    evalue,
    traceback: [
      `\u001b[31m${ename}\u001b[39m: ${evalue}`,
      "",
      ...codeFrame(code, line, column).split("\n"),
      "",
      `    at ${label}:${line}:${column}`,
    ],
  };
}

import { codeFrame } from "./code-frame.js";
import type { Request, Route } from "./dispatch.js";
import { createDispatcher, type Dispatcher, type Outgoing } from "./dispatch.js";
import { createLanguageClient } from "./language/language-client.js";
import { createHeader, type ErrorContent, parseInputReply } from "./messages.js";
import { abortedReply, type ExecuteContext, executeHandler, type RunOptions } from "./requests/execute.js";
import { createHistory, historyHandler } from "./requests/history.js";
import { completeHandler, inspectHandler, isCompleteHandler } from "./requests/introspect.js";
import { interruptHandler, kernelInfoHandler, shutdownHandler } from "./requests/lifecycle.js";
import type { CellBody } from "./session/protocol.js";
import { type CellResult, createSupervisor, type SessionOutput } from "./session/supervisor.js";
import type { Mutability } from "./transpile/declarations.js";
import type { CellSyntaxError } from "./transpile/transpile-cell.js";
import { createTranspiler } from "./transpile/transpiler.js";
import type { WireMessage } from "./wire.js";

export interface Kernel {
  readonly dispatcher: Dispatcher;
  interrupt(): void;
  inputReply(message: WireMessage): void;
  stop(): void;
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
  let lastCell = 0;

  const supervisor = createSupervisor({
    output,
    lost() {
      known.clear();
      language.clear();
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
        return;
      default: {
        const unknown: never = message;
        throw new Error(`Unknown output ${JSON.stringify(unknown)}`);
      }
    }
  }

  async function runCell(code: string, options: RunOptions): Promise<CellResult> {
    const cell = ++lastCell;
    cells.set(cell, { request: options.request, silent: options.silent });
    cells.delete(cell - REMEMBERED_CELLS);
    const transpiled = await transpiler.transpile(code, options.label, known);
    if (transpiled.kind === "error") return failed(syntaxError(transpiled, code, options.label));
    const body: CellBody = {
      kind: "script",
      code: transpiled.code,
      map: transpiled.map,
      isAsync: transpiled.isAsync,
      declared: [...transpiled.declared.keys()],
    };
    const { label, allowStdin } = options;
    const result = await supervisor.evaluate({
      kind: "evaluate",
      cell,
      label,
      source: code,
      body,
      allowStdin,
    });
    for (const { name } of result.names) known.set(name, transpiled.declared.get(name) ?? "let");
    language.note({ kind: "cell", source: code, names: result.names, isParallel: false });
    return result;
  }

  const execute: ExecuteContext = { history, runCell, abortQueue: () => dispatcher.abortQueue() };
  const introspect = { language, query: supervisor.query };
  const interrupt = (): void => supervisor.send({ kind: "interrupt" });
  const stop = (): void => supervisor.stop();
  const immediate = (handle: Route["handle"]): Route => ({ lane: "immediate", handle });
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

function syntaxError(error: CellSyntaxError, code: string, label: string): ErrorContent {
  const { name, message, line, column } = error;
  return {
    ename: name,
    evalue: message,
    traceback: [
      `\u001b[31m${name}\u001b[39m: ${message}`,
      "",
      ...codeFrame(code, line, column).split("\n"),
      `    at ${label}:${line}:${column}`,
    ],
  };
}

function failed(error: ErrorContent): CellResult {
  return { names: [], outcome: { kind: "error", error } };
}

// The session process: this main thread evaluates the cells and holds their variables. All communication goes
// through the control thread, which stays responsive while a cell computes.
import { clearTimeout, setTimeout } from "node:timers";
import { findGarbageCollector } from "../../runtime/garbage-collector.js";
import { guardLoading } from "../../runtime/load-guard.js";
import { createParallelCells } from "../magics/parallel.js";
import { followCells } from "./cell-origin.js";
import { createCellSources } from "./cell-sources.js";
import { createComms } from "./comms.js";
import { controlThread } from "./control-thread.js";
import { installDebugView } from "./debug-view.js";
import { createDisplay } from "./display-global.js";
import { createErrorContent } from "./error-content.js";
import { createScriptRunner } from "./evaluate.js";
import { installGlobals } from "./globals.js";
import { installLibrary } from "./library-globals.js";
import { answerQuery } from "./live-values.js";
import { createNamespace } from "./namespace.js";
import { createNativeLibraries } from "./native-libraries.js";
import { createOutput, redirectConsole } from "./output.js";
import { createQuestions } from "./prompt.js";
import type { FromMain, ToMain } from "./protocol.js";
import { createCellRunner } from "./run-cell.js";
import { createSessionMagics } from "./session-magics.js";
import { installStackTraces } from "./stack-trace.js";
import { registerTimers } from "./timers.js";
import { createLoadGuard } from "./uninterrupted.js";

/** Milliseconds without a message after which the session uses the time. */
const QUIET_TIME = 1000;
/** Milliseconds after the start that belong to the first cell. Then the array library is loaded, unless a cell has asked for it. */
const LIBRARY_DELAY = 300;
/** Milliseconds between steps of that use, in which a message can come. */
const PAUSE = 10;

const { port, inputPort, slots } = controlThread;
const post = (message: FromMain, transferred: readonly ArrayBuffer[] = []): void =>
  port.postMessage(message, transferred);
const namespace = createNamespace();
const sources = createCellSources({ isDeclared: (name) => name in namespace.values });
const origin = followCells();
// What only the kernel process and this one know.
const [secret = ""] = process.argv.splice(2);
const libraries = createNativeLibraries();
const output = createOutput({
  flush: libraries.flush,
  post,
  slots,
  cellNow: origin.current,
  markText: `\0${secret}\0`,
});
const log = (line: string): void => output.write("stdout", `${line}\n`);
const describeError = createErrorContent(installStackTraces(sources));
const { comms, receive: receiveComm } = createComms(output, origin.current);
const display = createDisplay(output, origin.current, (work) => runner.wait(work));
const parallel = createParallelCells({
  namespace,
  log,
  loaded() {
    libraries.prepare();
    library.load();
    post({ kind: "native" });
  },
  showReport: (report) => void display(report),
  watchProgress() {
    const cell = origin.current();
    post({ kind: "progress", cell, isRunning: true });
    return () => post({ kind: "progress", cell, isRunning: false });
  },
});
const runner = createCellRunner({
  namespace,
  output,
  runScript: createScriptRunner({
    namespace,
    sources,
    display,
    loadLibrary: () => library.load(),
    magics: createSessionMagics({
      namespace,
      output,
      comms,
      parallel,
      signal: () => runner.interruptSignal(),
    }),
  }),
  describeError,
  origin,
  timers: registerTimers(origin, () => runner.isRunning()),
  parallel,
  receiveComm,
});

guardLoading(createLoadGuard(slots));
redirectConsole(output);
installDebugView({ namespace, sources, slots, post });
const questions = createQuestions(output, runner, slots, inputPort);
const showHere = (error: unknown): void => showError(error, origin.current());
installGlobals({ display, runner, comms, questions, showError: showHere });
const library = installLibrary();
libraries.watch();
setTimeout(library.load, LIBRARY_DELAY).unref();

// While the user types the first cell there is time to make the compiler of parallel cells ready. A spare session saves the memory.
let quiet: NodeJS.Timeout | undefined;
const preparation = parallel.prepare();
const useQuiet = (after: number): void => {
  clearTimeout(quiet);
  quiet = setTimeout(async () => {
    if (runner.isRunning()) {
      useQuiet(QUIET_TIME);
      return;
    }
    // What is wrong is said by the first parallel cell, which loads again.
    const { done } = await preparation.next().catch(() => ({ done: true }));
    if (done !== true) {
      useQuiet(PAUSE);
      return;
    }
    quiet = undefined;
    // What was loaded has left as much behind as it holds, and the cells to come may make no garbage for long.
    findGarbageCollector()?.();
  }, after).unref();
};

// Errors of callbacks and promises that nobody waits for: shown, and the session goes on.
process.on("uncaughtException", (error) => showError(error, origin.current()));
process.on("unhandledRejection", (error, promise) => {
  // The cell that was interrupted has said so.
  const isInterrupt = error instanceof Error && error.name === "ParallelInterrupt";
  if (!isInterrupt) showError(error, origin.of(promise));
});
// Ctrl-C in a terminal reaches the whole process group; the kernel process turns it into an interrupt.
process.on("SIGINT", () => undefined);

port.on("message", (message: ToMain) => {
  if (quiet !== undefined) useQuiet(QUIET_TIME);
  switch (message.kind) {
    case "evaluate":
      void runner.run(message);
      return;
    case "interrupt":
      runner.interrupt();
      post({ kind: "interrupted", sequence: message.sequence });
      return;
    case "input":
      questions.answered(message);
      return;
    case "adopt":
      useQuiet(QUIET_TIME);
      return;
    case "query":
      post({ kind: "answer", id: message.id, answer: answerQuery(message.query, namespace) });
      return;
    default: {
      const unknown: never = message;
      throw new Error(`Unknown message ${JSON.stringify(unknown)}`);
    }
  }
});
post({ kind: "ready" });

function showError(error: unknown, cell: number): void {
  output.write("stderr", `${describeError(error).traceback.join("\n")}\n`, cell);
}

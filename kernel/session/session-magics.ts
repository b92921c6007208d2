import { spawn } from "node:child_process";
import { setImmediate, setTimeout } from "node:timers";
import { changeDirectory } from "../magics/cd.js";
import { environmentText } from "../magics/env.js";
import { npmProgram } from "../magics/install.js";
import type { ParallelCells } from "../magics/parallel.js";
import { reportOf } from "../magics/parallel-diagnostics.js";
import { runTimed } from "../magics/time.js";
import { measureAwaiting, measureRepeatedly } from "../magics/timeit.js";
import { writeText } from "../magics/writefile.js";
import { type AnyWidgetFactory, anyWidgetFactory } from "../widgets/anywidget.js";
import { transpileModule } from "../widgets/transpile-module.js";
import { descendantsOf, signalProcesses } from "./child-processes.js";
import type { Comms } from "./comms.js";
import { defineRequire } from "./globals.js";
import type { Namespace } from "./namespace.js";
import type { Output } from "./output.js";
import { namesText, valuesTable } from "./variable-table.js";

/** What the magics become calls of, on the object that every cell gets. */
export interface SessionMagics {
  print(text: string): void;
  time(work: () => Promise<unknown>): Promise<unknown>;
  timeit(work: () => unknown): void;
  timeitAwaiting(work: () => Promise<unknown>): Promise<void>;
  parallelDiagnostics(name: string, level: number): unknown;
  roofline(): Promise<unknown>;
  anywidget(name: string, text: string): Promise<AnyWidgetFactory>;
  who(type: string): void;
  whos(type: string): void;
  reset(): void;
  changeDirectory(directory: string): void;
  environment(name?: string, value?: string): void;
  writeFile(file: string, text: string, append: boolean): void;
  /** Runs a script in bash; `mustSucceed` makes an exit code other than 0 an error. */
  shell(script: string, mustSucceed: boolean): Promise<void>;
  install(words: readonly string[]): Promise<void>;
}

/** A command of a cell that ended with an exit code other than 0. */
class CommandError extends Error {
  override readonly name = "CommandError";
}

export interface SessionMagicsOptions {
  readonly namespace: Namespace;
  readonly output: Output;
  readonly comms: Comms;
  readonly parallel: Pick<ParallelCells, "roofline">;
  /** Aborted when the running cell is interrupted. */
  signal(): AbortSignal;
}

export function createSessionMagics(options: SessionMagicsOptions): SessionMagics {
  const { namespace, output, comms, parallel, signal } = options;
  const print = (text: string): void => output.write("stdout", `${text}\n`);

  const run = async (program: string, words: readonly string[], mustSucceed: boolean): Promise<void> => {
    const ended = await runProgram(program, words, output, signal());
    if (ended === "") return;
    if (mustSucceed) throw new CommandError(`The command ended with ${ended}`);
    output.write("stderr", `The command ended with ${ended}\n`);
  };

  return {
    print,
    time: (work) => runTimed(work, print),
    timeit: (work) => measureRepeatedly(work, print),
    timeitAwaiting: (work) => measureAwaiting(work, print),
    parallelDiagnostics: (name, level) => reportOf(namespace.values[name], name, level),
    roofline: parallel.roofline,
    anywidget: async (name, text) => anyWidgetFactory(comms, name, await transpileModule(text, name)),
    who: (type) => print(namesText(namespace.values, type)),
    whos: (type) => print(valuesTable(namespace.values, type)),
    reset() {
      const count = namespace.clear();
      print(count === 1 ? "Removed 1 variable" : `Removed ${count} variables`);
    },
    changeDirectory(directory) {
      print(changeDirectory(directory));
      defineRequire();
    },
    environment: (name, value) => print(environmentText(name, value)),
    writeFile: (file, text, append) => print(writeText(file, text, append)),
    shell: (script, mustSucceed) => run("bash", ["-c", script], mustSucceed),
    // Without the prefix npm would look for a project in the folders above.
    install: (words) => run(npmProgram(), ["install", "--prefix", process.cwd(), ...words], true),
  };
}

/** Milliseconds that a command gets to end by itself when its cell is interrupted. */
const STOP_TIME = 500;
/** Milliseconds for what a command has printed to arrive where a process that it left running keeps its output open. */
const LEFT_RUNNING = 100;

/**
 * Runs a program to its end, its output shown as it comes, also of what it has left running (`server &`). The result says how it
 * failed; "" when it did not.
 */
function runProgram(
  program: string,
  words: readonly string[],
  output: Output,
  signal: AbortSignal,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { stdio: ["ignore", "pipe", "pipe"] });
    const { pid } = child;
    const stop = (): void => {
      if (pid === undefined) return;
      const started = [...descendantsOf(pid), pid];
      signalProcesses(started, "SIGINT");
      setTimeout(() => {
        signalProcesses(new Set([...descendantsOf(pid), ...started]), "SIGKILL");
      }, STOP_TIME).unref();
    };
    signal.addEventListener("abort", stop, { once: true });
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (text: string) => output.write(name, text));
    }
    child.on("error", (error) =>
      reject(new CommandError(`${program} could not be started: ${error.message}`)),
    );
    const ended = (code: number | null, killed: NodeJS.Signals | null): void => {
      signal.removeEventListener("abort", stop);
      // That a stopped one ended is no news.
      resolve(
        code === 0 || signal.aborted ? "" : code === null ? `the signal ${killed}` : `exit code ${code}`,
      );
    };
    child.on("close", ended);
    child.on("exit", (code, killed) => {
      // What is in the pipes is read after the timers.
      setTimeout(() => setImmediate(ended, code, killed), LEFT_RUNNING);
    });
  });
}

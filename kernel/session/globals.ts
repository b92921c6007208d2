import { createRequire } from "node:module";
import { loadNative } from "../../runtime/native.js";
import { charts } from "../display/chart/charts.js";
import type { ImageOptions } from "../display/image.js";
import { describe } from "../display/table/describe.js";
import { createButton } from "../widgets/button.js";
import { checkbox, dropdown, slider, textField } from "../widgets/controls.js";
import { createInteract } from "../widgets/interact.js";
import { outputAreaFactory } from "../widgets/output-area.js";
import type { Comms } from "./comms.js";
import { defineGlobals } from "./define-globals.js";
import type { Display } from "./display-global.js";
import { createProgress } from "./progress-global.js";
import type { Questions } from "./prompt.js";
import type { CellRunner } from "./run-cell.js";

export interface GlobalsOptions {
  readonly display: Display;
  readonly runner: CellRunner;
  readonly comms: Comms;
  readonly questions: Questions;
  showError(error: unknown): void;
}

/** The second parameter of `prompt` and `input`. */
export interface InputOptions {
  /** The client shows dots instead of what is typed. */
  readonly password?: boolean;
}

/** What `interact` lets people move. */
const CONTROLS = { slider, dropdown, checkbox, textField };

/** Defines what every cell may use without importing it, beside the array library: see `installLibrary`. */
export function installGlobals(options: GlobalsOptions): void {
  const { runner, comms, display, questions, showError } = options;
  defineRequire();
  defineGlobals({
    prompt: (message: unknown = "", { password = false }: InputOptions = {}) =>
      questions.ask(String(message), password),
    input: (message: unknown = "", { password = false }: InputOptions = {}) =>
      questions.askAsync(String(message), password),
    confirm: (message: unknown = "") =>
      /^y(es)?$/i.test(questions.ask(`${String(message)} [y/N] `, false).trim()),
    comms,
    display,
    ...CONTROLS,
    interact: createInteract({ comms, display, showError }),
    button: createButton({ comms, showError }),
    outputArea: outputAreaFactory(comms),
    progress: createProgress({ display, cellNow: runner.current, clock: () => performance.now() }),
    ...charts,
    describe,
    setNumThreads: (threads: number): void => loadNative().setNumThreads(threads),
    getNumThreads: (): number => loadNative().numThreads(),
    showImage: (image: Parameters<typeof display.image>[0], imageOptions: ImageOptions = {}) =>
      void display(display.image(image, imageOptions)),
  });
  Object.defineProperty(globalThis, "interruptSignal", { get: runner.interruptSignal, configurable: true });
}

/** `require` finds packages from the working directory: to be called when that has changed. */
export function defineRequire(): void {
  defineGlobals({ require: createRequire(`${process.cwd()}/`) });
}

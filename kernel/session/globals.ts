import { createRequire } from "node:module";
import type { ImageOptions } from "../display/image.js";
import { createButton } from "../widgets/button.js";
import { checkbox, dropdown, slider, textField } from "../widgets/controls.js";
import { createInteract } from "../widgets/interact.js";
import { outputAreaFactory } from "../widgets/output-area.js";
import type { Comms } from "./comms.js";
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

/** Defines what every cell may use without importing it. Resolves when all of it is there. */
export async function installGlobals(options: GlobalsOptions): Promise<void> {
  const { runner, comms, display, questions, showError } = options;
  defineRequire();
  define({
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
    showImage: (image: Parameters<typeof display.image>[0], imageOptions: ImageOptions = {}) =>
      void display(display.image(image, imageOptions)),
  });
  Object.defineProperty(globalThis, "interruptSignal", { get: runner.interruptSignal, configurable: true });
  define(await libraryGlobals());
}

/** `require` finds packages from the working directory: to be called when that has changed. */
export function defineRequire(): void {
  define({ require: createRequire(`${process.cwd()}/`) });
}

/** The array library, which takes a moment to load: the control thread and the first cell's way here need no less. */
async function libraryGlobals(): Promise<Readonly<Record<string, unknown>>> {
  const [{ np }, { NDArray }, { fileFunctions }, { charts }, { describe }, { loadNative }] =
    await Promise.all([
      import("../../runtime/np.js"),
      import("../../runtime/ndarray.js"),
      import("../../runtime/io/file-functions.js"),
      import("../display/chart/charts.js"),
      import("../display/table/describe.js"),
      import("../../runtime/native.js"),
    ]);
  const setNumThreads = (threads: number): void => loadNative().setNumThreads(threads);
  const getNumThreads = (): number => loadNative().numThreads();
  return { np, NDArray, ...fileFunctions, ...charts, describe, setNumThreads, getNumThreads };
}

function define(values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true, enumerable: false });
  }
}

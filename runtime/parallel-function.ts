import ts from "#typescript";
import type { FunctionSource } from "../compiler/frontend/unit.js";
import type { CellOptions } from "./cell-options.js";
import { Dispatcher } from "./dispatcher.js";
import { type InspectForm, inspectKernel } from "./inspect-kernel.js";
import type { ParallelEnvironment } from "./parallel-environment.js";
import { attachFunctionSource } from "./parallel-function-source.js";
import { parseType } from "./parse-type.js";
import { type Diagnose, diagnoser } from "./report-material.js";
import { signatureKey } from "./signature-key.js";
import type { Timeline } from "./timeline.js";

/**
 * A parallel function as ordinary cells call it. It compiles itself for each signature: dtypes, numbers of dimensions and
 * layouts of the arguments.
 */
export interface ParallelFunction {
  /**
   * Runs to the end. Arrays come back as NDArray, numbers as number, integers past 2^53 as bigint.
   * @throws ParallelSyntaxError, ParallelTypeError and ParallelRaceError from compiling; RangeError, Error,
   * ParallelMemoryError and ParallelInterrupt from running
   */
  (...args: readonly unknown[]): unknown;
  /** Runs off the JavaScript thread; arrays that the function writes have changed once the promise settles. */
  async(...args: readonly unknown[]): Promise<unknown>;
  /** Runs as a call does, and shows when each thread ran which part of its loops; `.result` is what the function returned. */
  timeline(...args: readonly unknown[]): Timeline;
  /** The report on the latest compilation, or on that of `signature`. Without `format` it displays itself. */
  readonly parallelDiagnostics: Diagnose;
  /** What was compiled, for example `(float64[:, ::1], number)`. */
  readonly signatures: readonly string[];
  /** The program at one stage of compilation: the latest, or that of `signature`. */
  inspect(form: InspectForm, signature?: string): string;
  /** Compiles without running: types as in a signature (`"float64[::1]"`, `"number"`), or example values. */
  compile(...types: readonly unknown[]): void;
  /** The text of the function. */
  readonly source: string;
  readonly name: string;
  readonly length: number;
}

/** The JavaScript function that calls a parallel function. */
export function makeParallelFunction(
  source: FunctionSource,
  environment: ParallelEnvironment,
  options: CellOptions,
): ParallelFunction {
  const dispatcher = new Dispatcher(source, environment, options);
  const { node, unit, parameters, name } = source;
  const required = parameters.findIndex((parameter) => parameter.hasDefault);
  const text = unit.source.text.slice(node.getStart(unit.file), node.end);
  const call = (...args: readonly unknown[]): unknown => dispatcher.call(args);
  const properties: Omit<ParallelFunction, "signatures"> = {
    async: (...args) => dispatcher.callAsync(args),
    timeline: (...args) => dispatcher.timeline(args),
    parallelDiagnostics: diagnoser(dispatcher),
    inspect: (form, signature) => inspectKernel(dispatcher, form, signature),
    compile: (...types) => {
      dispatcher.compile(types.map(parseType));
    },
    source: text,
    name,
    length: required === -1 ? parameters.length : required,
  };
  const callable = Object.defineProperties(call, {
    ...Object.getOwnPropertyDescriptors(properties),
    [Symbol.for("nodejs.util.inspect.custom")]: { value: () => `[Parallel function ${headOf(source)}]` },
    signatures: { get: () => signaturesOf(dispatcher), enumerable: true },
  });
  attachFunctionSource(callable, source);
  // The properties were defined just now.
  return callable as typeof call & ParallelFunction;
}

/** Name and parameters: `area(w, h = 2)`. */
function headOf({ name, node, unit }: FunctionSource): string {
  const declared = ts.isFunctionLike(node) ? node.parameters : [];
  return `${name}(${declared.map((parameter) => parameter.getText(unit.file)).join(", ")})`;
}

/** Each signature once, the oldest first; variants of one signature don't count. */
function signaturesOf(dispatcher: Dispatcher): readonly string[] {
  return [...new Set(dispatcher.kernels.map(({ types }) => signatureKey(types)).reverse())];
}

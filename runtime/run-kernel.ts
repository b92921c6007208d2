import { holdBuffers } from "./buffer-lifetime.js";
import type { CallOutcome } from "./call-outcome.js";
import { wrapTypedArray } from "./classify.js";
import type { CompiledKernel } from "./compiled-kernel.js";
import { isPlainObject } from "./is-plain-object.js";
import { type ArgumentPlan, putArguments } from "./marshal-arguments.js";
import { takeResult } from "./marshal-results.js";
import type { CallOptions, KernelSlots } from "./native.js";
import { NDArray } from "./ndarray.js";
import { mayOverlap } from "./overlap.js";
import type { ParallelEnvironment } from "./parallel-environment.js";
import { printLines } from "./printed-line.js";
import { errorAtSite, ParallelInterrupt, ParallelMemoryError } from "./run-errors.js";
import { makeSlots } from "./slots.js";

/** The values of a kernel's parameters: arguments of the call, and variables of the session as they are now. */
export function gatherValues(
  { inputs, takesArguments }: CompiledKernel,
  args: readonly unknown[],
  { names }: ParallelEnvironment,
): readonly unknown[] {
  if (takesArguments && args.length === inputs.length) return args;
  const values = new Array<unknown>(inputs.length);
  for (let k = 0; k < values.length; k++) {
    const input = inputs[k];
    if (input !== undefined) {
      const value = input.kind === "argument" ? args[input.index] : names.value(input.name);
      values[k] = input.path.length === 0 ? value : fieldAt(value, input.path);
    }
  }
  return values;
}

/** A value in records, as kernels take it. */
function fieldAt(record: unknown, path: readonly string[]): unknown {
  let value = record;
  for (const name of path) if (isPlainObject(value)) value = value[name];
  return wrapTypedArray(value);
}

/** Whether an array that the kernel writes may share memory with another of its arrays. */
export function writesOverlap({ slots }: ArgumentPlan, values: readonly unknown[]): boolean {
  for (let k = 0; k < slots.length; k++) {
    const target = values[k];
    if (slots[k]?.written === true && target instanceof NDArray && overlapsAnother(target, k, values))
      return true;
  }
  return false;
}

function overlapsAnother(target: NDArray, own: number, values: readonly unknown[]): boolean {
  for (let k = 0; k < values.length; k++) {
    const other = values[k];
    if (k !== own && other instanceof NDArray && mayOverlap(target, other)) return true;
  }
  return false;
}

/**
 * Runs a kernel on this thread.
 * @throws RangeError, Error, ParallelMemoryError or ParallelInterrupt, as the program failed
 */
export function runKernel(
  kernel: CompiledKernel,
  values: readonly unknown[],
  environment: ParallelEnvironment,
): unknown {
  putArguments(kernel.arguments, values, kernel.frame.args);
  return runFilled(kernel, values, environment);
}

/** As `runKernel`, where the kernel's slots hold the values already. */
export function runFilled(
  kernel: CompiledKernel,
  values: readonly unknown[],
  environment: ParallelEnvironment,
): unknown {
  const { frame } = kernel;
  if (!kernel.prints) {
    const outcome = environment.native.callFrame(frame);
    return finish(kernel, outcome, frame.results, values, environment);
  }
  // Receivers of lines may call this kernel again, so they get them once the slots have been read.
  const { lines, options } = lineCollector(kernel);
  try {
    const outcome = environment.native.callFrame(frame, options);
    return finish(kernel, outcome, frame.results, values, environment);
  } finally {
    for (const line of lines) environment.log(line);
  }
}

/** As `runKernel`, on a thread of its own; the arrays must not be resized or transferred until the promise settles. */
export async function runKernelAsync(
  kernel: CompiledKernel,
  values: readonly unknown[],
  environment: ParallelEnvironment,
): Promise<unknown> {
  const { native } = environment;
  const argumentSlots = native.slots(kernel.arguments.count);
  const resultSlots = native.slots(kernel.results.count);
  putArguments(kernel.arguments, values, argumentSlots);
  const { lines, options } = lineCollector(kernel);
  const letGo = holdBuffers(values.flatMap((value) => (value instanceof NDArray ? [value.data.buffer] : [])));
  const outcome = await native
    .callAsync(kernel.entry, argumentSlots, resultSlots, { ...options, keep: values })
    .finally(letGo);
  for (const line of lines) environment.log(line);
  return finish(kernel, outcome, resultSlots, values, environment);
}

function lineCollector(kernel: CompiledKernel): {
  readonly lines: readonly string[];
  readonly options: CallOptions;
} {
  const lines: string[] = [];
  const { sites } = kernel;
  return { lines, options: { onPrint: (prints) => printLines(prints, sites, (line) => lines.push(line)) } };
}

function finish(
  kernel: CompiledKernel,
  outcome: CallOutcome,
  results: KernelSlots,
  values: readonly unknown[],
  environment: ParallelEnvironment,
): unknown {
  if (outcome.kind === "ok") {
    return takeResult(kernel.results.plan, results, values, environment);
  }
  throw errorOf(kernel, outcome, environment);
}

function errorOf(
  { name, sites }: CompiledKernel,
  outcome: Exclude<CallOutcome, { kind: "ok" }>,
  { native }: ParallelEnvironment,
): Error {
  switch (outcome.kind) {
    case "failed": {
      const values = makeSlots(outcome.values.length);
      values.integers.set(outcome.values);
      return errorAtSite(sites[outcome.site], values);
    }
    case "interrupted":
      return new ParallelInterrupt(name);
    case "out-of-memory":
      return new ParallelMemoryError(Number(outcome.bytes), native.memoryStats().limitBytes);
  }
}

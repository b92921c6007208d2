import { lanesOf } from "../../runtime/dtype.js";
import { compile, NDArray } from "../../runtime/library.js";
import { loadNative } from "../../runtime/native.js";
import type { ParallelFunction } from "../../runtime/parallel-function.js";
import type { Call, Program } from "./program.js";
import { renderWeft } from "./render-weft.js";

export type WeftOutcome =
  | { readonly error: null; readonly results: readonly unknown[]; readonly bases: readonly NDArray[] }
  | { readonly error: string; readonly message: string };

/** The program compiled, with these options of a cell. */
export function compileProgram(program: Program, options: string): ParallelFunction {
  const f = compile(`%%parallel ${options}\n${renderWeft(program)}`, { log: () => {} })["f"];
  if (f === undefined) throw new Error("The program has no function f");
  return f;
}

/** Runs one call on fresh copies of its arguments. */
export function runCall(
  f: ParallelFunction,
  { bases, arguments: values }: Call,
  threads: number | null,
): WeftOutcome {
  const native = loadNative();
  const before = native.numThreads();
  if (threads !== null) native.setNumThreads(threads);
  const memory = bases.map(
    ({ dtype, data }) => new NDArray(dtype, data.slice(), [data.length / lanesOf(dtype)]),
  );
  try {
    const results: unknown = f(
      ...values.map((value) => {
        if (value.kind !== "array") return value.value;
        const base = memory[value.base];
        if (base === undefined) throw new RangeError(`There is no base ${value.base}`);
        return new NDArray(base.dtype, base.data, value.shape, value.strides, value.offset);
      }),
    );
    return { error: null, results: Array.isArray(results) ? results : [results], bases: memory };
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown;
    return { error: thrown.name, message: thrown.message };
  } finally {
    native.setNumThreads(before);
  }
}

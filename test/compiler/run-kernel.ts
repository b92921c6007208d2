import type { SlotLayout } from "../../compiler/backend/abi.js";
import { emitLlvm } from "../../compiler/backend/emit-llvm.js";
import { AVX2_TARGET } from "../../compiler/backend/target.js";
import type { LoopProgram } from "../../compiler/ir/program.js";
import type { CallOutcome } from "../../runtime/call-outcome.js";
import { hostTarget } from "../../runtime/host-target.js";
import type { KernelSlots } from "../../runtime/native.js";
import { loadNative } from "../../runtime/native.js";

type Buffer = { readonly buffer: ArrayBufferLike; readonly byteOffset: number };
/** An array as the kernel sees it: strides in elements, row-major where they are left out. */
export interface ArrayArgument {
  readonly data: Buffer;
  readonly shape: readonly number[];
  readonly strides?: readonly number[];
  readonly offsetBytes?: number;
}
export interface ComplexArgument {
  readonly re: number;
  readonly im: number;
}
export type Argument = number | bigint | ArrayArgument | ComplexArgument;

export interface ArrayResult {
  readonly bytes: ArrayBuffer | null;
  readonly pointer: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}
export interface Run {
  readonly outcome: CallOutcome;
  readonly floats: readonly number[];
  readonly integers: readonly bigint[];
  readonly arrays: readonly ArrayResult[];
}

/** The text of the module for a machine with AVX2 unless told, as goldens have it. */
export const irOf = (program: LoopProgram, target = AVX2_TARGET): string => emitLlvm(program, target).ir;

/** A program compiled for this machine. */
export interface CompiledProgram {
  (...args: readonly Argument[]): Run;
  /** Runs it on a thread of its own, without arguments; `started` is called while it runs. */
  async(started: () => void): Promise<CallOutcome>;
}

export function compiled(program: LoopProgram): CompiledProgram {
  const native = loadNative();
  const emitted = emitLlvm(program, hostTarget(native));
  const entry = native.compile(emitted.ir, { optLevel: 3 }).lookup(emitted.symbol);
  const run = (...args: readonly Argument[]): Run => {
    const slots = native.slots(emitted.arguments.count);
    const results = native.slots(emitted.results.count);
    for (const [index, layout] of emitted.arguments.entries.entries()) {
      fillSlots(slots, layout, args[index] ?? 0);
    }
    const outcome = native.call(entry, slots, results);
    const arrays = emitted.results.entries.flatMap((layout): ArrayResult[] => {
      if (layout.kind === "scalar" || outcome.kind !== "ok") return [];
      const words = Array.from(results.integers.subarray(layout.offset), Number);
      const [pointer = 0, owner = 0] = words;
      const shape = words.slice(2, 2 + layout.ndim);
      const strides = words.slice(2 + layout.ndim, 2 + 2 * layout.ndim);
      return [{ pointer, bytes: owner === 0 ? null : native.adopt(owner), shape, strides }];
    });
    return { outcome, floats: Array.from(results.floats), integers: Array.from(results.integers), arrays };
  };
  const async = (started: () => void): Promise<CallOutcome> => {
    const outcome = native.callAsync(entry, native.slots(0), native.slots(emitted.results.count), {
      keep: [],
    });
    setTimeout(started, 20);
    return outcome;
  };
  return Object.assign(run, { async });
}

function fillSlots(slots: KernelSlots, { offset, dtype }: SlotLayout, value: Argument): void {
  if (typeof value === "object" && "re" in value) {
    slots.floats[offset] = value.re;
    slots.floats[offset + 1] = value.im;
  } else if (typeof value === "object") {
    const { shape, data, offsetBytes = 0 } = value;
    slots.integers[offset] = BigInt(loadNative().addressOf(data.buffer, data.byteOffset) + offsetBytes);
    const layout = [...shape, ...(value.strides ?? rowMajor(shape))];
    for (const [axis, part] of layout.entries()) slots.integers[offset + 1 + axis] = BigInt(part);
  } else if (dtype.startsWith("float")) slots.floats[offset] = Number(value);
  else slots.integers[offset] = BigInt(value);
}

function rowMajor(shape: readonly number[]): readonly number[] {
  return shape.map((_, axis) => shape.slice(axis + 1).reduce((product, extent) => product * extent, 1));
}

/** The float64 elements of the first array that came back. */
export function doubles(run: Run): readonly number[] {
  const bytes = run.arrays[0]?.bytes;
  if (bytes === undefined || bytes === null) throw new Error(`no array came back: ${run.outcome.kind}`);
  return Array.from(new Float64Array(bytes));
}

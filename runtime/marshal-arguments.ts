import type { SlotLayouts } from "../compiler/backend/abi.js";
import { type DType, integerRange, isInteger } from "../compiler/ir/dtype.js";
import type { Parameter } from "../compiler/ir/program.js";
import { Complex } from "./complex.js";
import { lanesOf } from "./dtype.js";
import { NDArray } from "./ndarray.js";
import { putInteger, type Slots } from "./slots.js";

/** Where one parameter of a kernel goes: the first of its slots, and what it takes. */
export interface ArgumentSlot {
  readonly kind: "scalar" | "array";
  readonly name: string;
  readonly dtype: DType;
  readonly slot: number;
  readonly written: boolean;
}

export interface ArgumentPlan {
  readonly slots: readonly ArgumentSlot[];
  /** Slots in all. */
  readonly count: number;
  /** There is an array that the kernel writes, and another array. */
  readonly overlapMatters: boolean;
}

/** What stands in the slots of a program's parameters. */
export function planArguments(parameters: readonly Parameter[], layouts: SlotLayouts): ArgumentPlan {
  const slots = layouts.entries.map(({ kind, dtype, offset }, index): ArgumentSlot => {
    const parameter = parameters[index];
    return { kind, dtype, slot: offset, name: parameter?.name ?? "", written: parameter?.written ?? false };
  });
  const arrays = slots.filter(({ kind }) => kind === "array");
  const overlapMatters = arrays.length > 1 && arrays.some(({ written }) => written);
  return { slots, count: layouts.count, overlapMatters };
}

/**
 * Writes the values of all parameters into their slots. Whoever calls keeps the values alive while the kernel runs.
 * @throws {RangeError} where a number does not fit the dtype of an annotated parameter, and where a broadcast view would be written
 * @throws {TypeError} where an array's buffer has been given back, transferred or shrunk since the array was made
 */
export function putArguments(plan: ArgumentPlan, values: readonly unknown[], into: Slots): void {
  const { slots } = plan;
  for (let k = 0; k < slots.length; k++) {
    const slot = slots[k];
    if (slot === undefined) continue;
    const value = values[k];
    if (value instanceof NDArray) putArray(slot, value, into);
    else putScalar(slot, value, into);
  }
}

function putArray(at: ArgumentSlot, array: NDArray, into: Slots): void {
  const { shape, strides } = array;
  const ndim = shape.length;
  let slot = at.slot + 1;
  for (let axis = 0; axis < ndim; axis++, slot++) {
    const length = shape[axis] ?? 0;
    const stride = strides[axis] ?? 0;
    putInteger(into, slot, length);
    putInteger(into, slot + ndim, stride);
    if (length > 1 && stride === 0 && at.written) throw repeated(at.name, axis);
  }
  if (reachOf(array) > NDArray.dataLengthOf(array)) throw lostBuffer(at.name);
  putInteger(into, at.slot, array.address);
}

/** How many numbers the typed array of an array must have, up to the last element. */
export function reachOf({ shape, strides, offset, dtype }: NDArray): number {
  let last = offset;
  for (let axis = 0; axis < shape.length; axis++) {
    const length = shape[axis] ?? 0;
    const stride = strides[axis] ?? 0;
    if (length === 0) return 0;
    if (stride > 0) last += (length - 1) * stride;
  }
  return (last + 1) * lanesOf(dtype);
}

function repeated(name: string, axis: number): RangeError {
  return new RangeError(
    `Array ${name} has the same elements again along axis ${axis}, as broadcastTo makes it, so it can't be written: pass ${name}.copy()`,
  );
}

function lostBuffer(name: string): TypeError {
  return new TypeError(
    `The memory of array ${name} is gone: it was given back where \`using\` ended, or its ArrayBuffer was transferred or shrunk`,
  );
}

/** Writes the value of a parameter that is no array. @throws {RangeError} where it does not fit an annotated dtype */
export function putScalar(at: ArgumentSlot, value: unknown, into: Slots): void {
  const { dtype, slot } = at;
  switch (dtype) {
    case "float64":
      into.floats[slot] = realOf(at, value);
      return;
    case "float32":
      into.floats[slot] = Math.fround(realOf(at, value));
      return;
    case "bool":
      putInteger(into, slot, truth(at, value) ? 1 : 0);
      return;
    case "complex64":
    case "complex128":
      putComplex(at, value, into);
      return;
    default:
      putWhole(at, value, into);
  }
}

function realOf(at: ArgumentSlot, value: unknown): number {
  if (typeof value === "number") return value;
  if (typeof value === "bigint" || typeof value === "boolean") return Number(value);
  throw mismatch(at, value);
}

function truth(at: ArgumentSlot, value: unknown): boolean {
  if (typeof value === "boolean") return value;
  if (typeof value === "bigint" || typeof value === "number") return Number(value) !== 0;
  throw mismatch(at, value);
}

function putComplex(at: ArgumentSlot, value: unknown, into: Slots): void {
  const round = at.dtype === "complex64" ? Math.fround : (part: number) => part;
  into.floats[at.slot] = round(value instanceof Complex ? value.re : realOf(at, value));
  into.floats[at.slot + 1] = round(value instanceof Complex ? value.im : 0);
}

function putWhole(at: ArgumentSlot, value: unknown, into: Slots): void {
  const { dtype, name, slot } = at;
  if (!isInteger(dtype)) throw mismatch(at, value);
  if (typeof value === "number" && !Number.isInteger(value)) {
    throw new RangeError(`Parameter ${name} is ${dtype}, and ${value} is not a whole number`);
  }
  const [low, high] = integerRange(dtype);
  const whole = typeof value === "bigint" ? value : BigInt(realOf(at, value));
  if (whole < low || whole > high) {
    throw new RangeError(
      `Parameter ${name} is ${dtype}, which holds ${low} to ${high}, not ${String(value)}`,
    );
  }
  into.integers[slot] = whole;
}

function mismatch(at: ArgumentSlot, value: unknown): TypeError {
  return new TypeError(`Parameter ${at.name} is ${at.dtype}, which ${String(value)} can't become`);
}

import type { SlotLayouts } from "../compiler/backend/abi.js";
import type { ResultTemplate } from "../compiler/frontend/signature.js";
import type { FunctionSource } from "../compiler/frontend/unit.js";
import { type DType, itemsize } from "../compiler/ir/dtype.js";
import { InternalError } from "../compiler/ir/program.js";
import { addressOfBuffer } from "./buffer-address.js";
import { Complex } from "./complex.js";
import { allocate, type DataOf, type TypedArray, typedArrayOver } from "./dtype.js";
import { HiddenMemory } from "./hidden-memory.js";
import { NDArray } from "./ndarray.js";
import { RecentResult } from "./recent-result.js";
import type { SharedLayout } from "./shared-layout.js";
import { type Slots, takeInteger, takeSmall, takeUnsigned } from "./slots.js";
import { SpareResults } from "./spare-results.js";

/** How results become buffers and functions of JavaScript. */
export interface ResultContext {
  readonly native: {
    /** The memory that a kernel allocated; takes over the reference. */
    adoptAs<D extends DType>(dtype: D, owner: number): DataOf<D>;
    /** Whether the array lies where the kernel wrote it. */
    isInPlace(array: TypedArray): boolean;
    /** Gives back a reference that is not needed. */
    release(owner: number): void;
  };
  readonly makeFunction: (source: FunctionSource) => unknown;
}

/** A result that can be read off the slots: each leaf knows its first slot. */
export type ResultPlan =
  | { readonly kind: "scalar"; readonly dtype: DType; readonly slot: number }
  | {
      readonly kind: "array";
      readonly dtype: DType;
      readonly ndim: number;
      readonly slot: number;
      readonly recent: RecentResult;
    }
  | { readonly kind: "tuple"; readonly items: readonly ResultPlan[] }
  | { readonly kind: "object"; readonly fields: readonly (readonly [string, ResultPlan])[] }
  | { readonly kind: "undefined" }
  | { readonly kind: "function"; readonly function: FunctionSource };

export interface ResultLayout {
  readonly plan: ResultPlan;
  /** Slots in all. */
  readonly count: number;
}

/** The slots of a result: the leaves of `template` take the values that the program returns, in order. */
export function planResults(template: ResultTemplate, { entries, count }: SlotLayouts): ResultLayout {
  let next = 0;
  const takeSlot = (): number => {
    const entry = entries[next++];
    if (entry === undefined)
      throw new InternalError("The result has more leaves than the program returns values");
    return entry.offset;
  };
  const visit = (node: ResultTemplate): ResultPlan => {
    switch (node.kind) {
      case "scalar":
        return { ...node, slot: takeSlot() };
      case "array":
        return { ...node, slot: takeSlot(), recent: new RecentResult() };
      case "tuple":
        return { kind: "tuple", items: node.items.map(visit) };
      case "object":
        return { kind: "object", fields: node.fields.map(([name, field]) => [name, visit(field)] as const) };
      case "undefined":
      case "function":
        return node;
    }
  };
  return { plan: visit(template), count };
}

/**
 * The value that a kernel returned. `values` are its arguments: an argument that is returned comes back itself, a part of
 * one as a view that shares its buffer. Results that share an allocation share one buffer.
 */
export function takeResult(
  plan: ResultPlan,
  slots: Slots,
  values: readonly unknown[],
  context: ResultContext,
): unknown {
  switch (plan.kind) {
    case "scalar":
      return takeScalar(plan.dtype, plan.slot, slots);
    case "undefined":
      return undefined;
    case "array":
      return takeArray(plan, slots, values, context, null);
    default:
      return takeCompound(plan, slots, values, context, new Map());
  }
}

function takeCompound(
  plan: ResultPlan,
  slots: Slots,
  values: readonly unknown[],
  context: ResultContext,
  adopted: Map<number, NDArray>,
): unknown {
  switch (plan.kind) {
    case "scalar":
      return takeScalar(plan.dtype, plan.slot, slots);
    case "array":
      return takeArray(plan, slots, values, context, adopted);
    case "tuple":
      return plan.items.map((item) => takeCompound(item, slots, values, context, adopted));
    case "object": {
      const fields = plan.fields.map(
        ([name, field]) => [name, takeCompound(field, slots, values, context, adopted)] as const,
      );
      return Object.fromEntries(fields);
    }
    case "function":
      return context.makeFunction(plan.function);
    case "undefined":
      return undefined;
  }
}

/** A scalar of a slot: 64-bit integers past ±2^53 as bigint, bool as boolean. */
export function takeScalar(dtype: DType, slot: number, slots: Slots): number | bigint | boolean | Complex {
  switch (dtype) {
    case "float32":
    case "float64":
      return slots.floats[slot] ?? Number.NaN;
    case "bool":
      return slots.words[2 * slot] !== 0;
    case "complex64":
    case "complex128":
      return new Complex(slots.floats[slot] ?? Number.NaN, slots.floats[slot + 1] ?? Number.NaN);
    case "uint64":
      return takeUnsigned(slots, slot);
    default:
      return takeInteger(slots, slot);
  }
}

function takeArray(
  plan: Extract<ResultPlan, { kind: "array" }>,
  slots: Slots,
  values: readonly unknown[],
  context: ResultContext,
  /** The results before, by allocation; null where there is only one result. */
  adopted: Map<number, NDArray> | null,
): NDArray {
  const { dtype, ndim, slot } = plan;
  const address = takeSmall(slots, slot);
  const owner = takeSmall(slots, slot + 1);
  const layout = plan.recent.takeLayout(slots, slot + 2, ndim);
  if (owner === 0) return argumentView(dtype, address, layout, values);
  const offset = (address - owner) / itemsize(dtype);
  const known = adopted?.get(owner);
  if (known !== undefined) {
    context.native.release(owner);
    return new NDArray(dtype, typedArrayOver(dtype, known.data.buffer), layout, undefined, offset);
  }
  const data = context.native.adoptAs(dtype, owner);
  const isInPlace = context.native.isInPlace(data);
  // It takes a tenth of a microsecond to hide the typed array, which is lost where results are left to the collector.
  const isHidden = isInPlace && SpareResults.takes(data.byteLength) && plan.recent.willBeGivenBack();
  const array = new NDArray(
    dtype,
    isHidden ? new HiddenMemory(dtype, data, owner, plan.recent) : data,
    layout,
    undefined,
    offset,
  );
  NDArray.own(array, isInPlace ? address : 0, plan.recent);
  adopted?.set(owner, array);
  return array;
}

function argumentView(
  dtype: DType,
  address: number,
  layout: SharedLayout,
  values: readonly unknown[],
): NDArray {
  if (layout.extent === null) return new NDArray(dtype, allocate(dtype, 0), layout.shape);
  for (let k = 0; k < values.length; k++) {
    const value = values[k];
    if (value instanceof NDArray && value.dtype === dtype && isWhole(value, address, layout)) return value;
  }
  for (const value of values) {
    if (!(value instanceof NDArray) || value.dtype !== dtype) continue;
    // Two arguments of one dtype may lie in one buffer; either will do. A view of the kernel has its argument's dtype.
    const data: TypedArray = value.data;
    const start = addressOfBuffer(data.buffer) + data.byteOffset;
    if (address >= start && address < start + data.byteLength) {
      return new NDArray(dtype, data, layout, undefined, (address - start) / itemsize(dtype));
    }
  }
  throw new InternalError(`A kernel returned an array at ${address}, which belongs to none of its arguments`);
}

function isWhole(array: NDArray, address: number, { shape: lengths, strides: steps }: SharedLayout): boolean {
  const { shape, strides } = array;
  if (array.address !== address || shape.length !== lengths.length) return false;
  for (let axis = 0; axis < lengths.length; axis++) {
    if (shape[axis] !== lengths[axis]) return false;
    if (lengths[axis] !== 1 && strides[axis] !== steps[axis]) return false;
  }
  return true;
}

// Mutable variables: stack memory that LLVM turns into registers.
import { isComplex } from "../ir/dtype.js";
import type { SlotId, ValueId } from "../ir/ids.js";
import type { Declare, Get, Set as SetSlot } from "../ir/ops.js";
import { InternalError } from "../ir/program.js";
import type { SlotType } from "../ir/types.js";
import type { ArrayOperand, Emission, Operand, SlotStorage } from "./emission.js";
import { array, isLiteral, operand, scalar, slotStorage } from "./emission.js";
import { floatLiteral, memoryType, partType, valueType } from "./llvm-type.js";
import { hold, holdSlot, release, retain } from "./ownership.js";

/** Stack memory for a slot, in the entry block, with no value yet. */
export function allocateSlot(e: Emission, type: SlotType): SlotStorage {
  const { code } = e;
  if (type.kind === "array") {
    const words = (): readonly string[] => Array.from({ length: type.ndim }, () => code.alloca("i64"));
    const [data, owner] = [code.alloca("ptr"), code.alloca("ptr")];
    return { kind: "array", data, owner, shape: words(), strides: words() };
  }
  if (isComplex(type.dtype)) {
    const part = partType(type.dtype);
    return { kind: "complex", part, re: code.alloca(part), im: code.alloca(part), shared: false };
  }
  const pointer = code.alloca(memoryType(type.dtype));
  return { kind: "scalar", dtype: type.dtype, pointer, shared: false };
}

export function emitDeclare(e: Emission, op: Declare): void {
  const type = e.unit.tables.slotType(op.slot);
  const storage = e.slots.get(op.slot) ?? allocateSlot(e, type);
  e.slots.set(op.slot, storage);
  switch (storage.kind) {
    case "scalar":
      e.code.emit(`store ${memoryType(storage.dtype)} zeroinitializer, ptr ${storage.pointer}`);
      return;
    case "complex": {
      const zero = floatLiteral(0, storage.part);
      writeSlot(e, storage, { kind: "complex", part: storage.part, re: zero, im: zero });
      return;
    }
    case "array":
      e.code.emit(`store ptr null, ptr ${storage.data}`);
      e.code.emit(`store ptr null, ptr ${storage.owner}`);
      holdSlot(e, op.slot);
  }
}

/** `overwritten` says whether the rest of the region sets the slot: the value then keeps its array alive by itself. */
export function emitGet(e: Emission, op: Get, overwritten: (slot: SlotId) => boolean): void {
  const storage = slotStorage(e, op.slot);
  if (storage.kind !== "array") {
    e.values.set(op.out, readSlot(e, storage));
    return;
  }
  const { shape, strides } = e.unit.tables.arrayType(op.out);
  const load = (type: string, pointer: string): string => e.code.assign(`load ${type}, ptr ${pointer}`);
  const define = (values: readonly ValueId[], pointers: readonly string[]): void => {
    for (const [axis, value] of values.entries()) {
      const pointer = pointers[axis];
      if (pointer === undefined) throw new InternalError(`slot $${op.slot} has no axis ${axis}`);
      // A stride that is known to be a constant stays one.
      if (!isLiteral(e, value))
        e.values.set(value, { kind: "scalar", type: "i64", text: load("i64", pointer) });
    }
  };
  const held: ArrayOperand = {
    kind: "array",
    data: load("ptr", storage.data),
    owner: load("ptr", storage.owner),
  };
  define(shape, storage.shape);
  define(strides, storage.strides);
  e.values.set(op.out, held);
  if (overwritten(op.slot)) {
    retain(e, held.owner);
    hold(e, op.out, held.owner);
  }
}

export function emitSet(e: Emission, op: SetSlot): void {
  const storage = slotStorage(e, op.slot);
  if (storage.kind !== "array") {
    writeSlot(e, storage, operand(e, op.value));
    return;
  }
  const value = array(e, op.value);
  retain(e, value.owner);
  const before = e.code.assign(`load ptr, ptr ${storage.owner}`);
  fillArraySlot(e, op.slot, value, op.value);
  release(e, before);
}

/** Writes an array to a slot without touching reference counts. */
function fillArraySlot(e: Emission, slot: SlotId, value: ArrayOperand, id: ValueId): void {
  const storage = slotStorage(e, slot);
  if (storage.kind !== "array") throw new InternalError(`slot $${slot} holds no array`);
  const { shape, strides } = e.unit.tables.arrayType(id);
  const store = (type: string, text: string, pointer: string): void =>
    e.code.emit(`store ${type} ${text}, ptr ${pointer}`);
  store("ptr", value.data, storage.data);
  store("ptr", value.owner, storage.owner);
  for (const [axis, pointer] of storage.shape.entries()) store("i64", axisText(e, shape, axis), pointer);
  for (const [axis, pointer] of storage.strides.entries()) store("i64", axisText(e, strides, axis), pointer);
}

function axisText(e: Emission, values: readonly ValueId[], axis: number): string {
  const value = values[axis];
  if (value === undefined) throw new InternalError(`no axis ${axis}`);
  return scalar(e, value);
}

type ScalarStorage = Exclude<SlotStorage, { readonly kind: "array" }>;

/** The value of a scalar slot. */
export function readSlot(e: Emission, storage: ScalarStorage): Operand {
  if (storage.kind === "complex") {
    const { part } = storage;
    const read = (pointer: string): string => access(e, part, pointer, storage.shared);
    return { kind: "complex", part, re: read(storage.re), im: read(storage.im) };
  }
  const { dtype } = storage;
  const stored = access(e, memoryType(dtype), storage.pointer, storage.shared);
  const text = dtype === "bool" ? e.code.assign(`icmp ne i8 ${stored}, 0`) : stored;
  return { kind: "scalar", type: valueType(dtype), text };
}

export function writeSlot(e: Emission, storage: ScalarStorage, value: Operand): void {
  if (storage.kind === "complex" && value.kind === "complex") {
    change(e, value.part, value.re, storage.re, storage.shared);
    change(e, value.part, value.im, storage.im, storage.shared);
  } else if (storage.kind === "scalar" && value.kind === "scalar") {
    const { dtype } = storage;
    const stored = dtype === "bool" ? e.code.assign(`zext i1 ${value.text} to i8`) : value.text;
    change(e, memoryType(dtype), stored, storage.pointer, storage.shared);
  } else {
    throw new InternalError(`a ${value.kind} is set to a ${storage.kind} slot`);
  }
}

// A variable that several iterations write the same value to is reached by several threads: relaxed atomics keep that defined.
function access(e: Emission, type: string, pointer: string, shared: boolean): string {
  if (!shared) return e.code.assign(`load ${type}, ptr ${pointer}`, "get");
  return e.code.assign(
    `load atomic ${type}, ptr ${pointer} monotonic, align ${ATOMIC_ALIGNMENT[type] ?? 8}`,
    "get",
  );
}
function change(e: Emission, type: string, text: string, pointer: string, shared: boolean): void {
  if (!shared) e.code.emit(`store ${type} ${text}, ptr ${pointer}`);
  else
    e.code.emit(
      `store atomic ${type} ${text}, ptr ${pointer} monotonic, align ${ATOMIC_ALIGNMENT[type] ?? 8}`,
    );
}
const ATOMIC_ALIGNMENT: Readonly<Record<string, number>> = {
  i8: 1,
  i16: 2,
  i32: 4,
  float: 4,
  i64: 8,
  double: 8,
};

// What the outlined body of a parallel loop takes from the function around it: values by their bits, in an environment of
// 8-byte fields on the stack of the caller; literals as they are, so that constant strides stay visible.
import type { SlotId, ValueId } from "../ir/ids.js";
import type { LoopOp, Parfor } from "../ir/ops.js";
import type { Tables } from "../ir/program.js";
import { InternalError } from "../ir/program.js";
import { operandsOf, slotsOf, walk } from "../ir/visit.js";
import type { Emission, Operand, SlotStorage } from "./emission.js";
import { slotStorage } from "./emission.js";
import { allocateSlot, readSlot, writeSlot } from "./emit-variable.js";
import { isLiteral } from "./llvm-type.js";

interface Field {
  readonly type: string;
  readonly text: string;
}

/** The environment of one parallel loop in the making. */
export class Environment {
  readonly #fields: Field[] = [];
  readonly #names = new Map<string, string>();
  readonly #inner: Emission;

  constructor(inner: Emission) {
    this.#inner = inner;
  }
  /** The name in the body of what is `text` outside. */
  transfer(type: string, text: string): string {
    if (isLiteral(text)) return text;
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    const { code } = this.#inner;
    const offset = 8 * (this.#fields.push({ type, text }) - 1);
    const pointer = code.assign(`getelementptr inbounds i8, ptr %environment, i64 ${offset}`);
    const name = code.assign(`load ${type}, ptr ${pointer}, align 8`, "outer");
    this.#names.set(text, name);
    return name;
  }
  transferOperand(outer: Operand): Operand {
    switch (outer.kind) {
      case "scalar":
        return { ...outer, text: this.transfer(outer.type, outer.text) };
      case "complex":
        return { ...outer, re: this.transfer(outer.part, outer.re), im: this.transfer(outer.part, outer.im) };
      case "array":
        return { ...outer, data: this.transfer("ptr", outer.data), owner: this.transfer("ptr", outer.owner) };
    }
  }
  /** Stores the fields on the stack of the function around; gives their address. */
  store(e: Emission): string {
    if (this.#fields.length === 0) return "null";
    const memory = e.code.alloca(`[${this.#fields.length} x i64]`, "environment", 1, 8);
    for (const [index, { type, text }] of this.#fields.entries()) {
      const pointer = e.code.assign(`getelementptr inbounds i8, ptr ${memory}, i64 ${8 * index}`);
      e.code.emit(`store ${type} ${text}, ptr ${pointer}, align 8`);
    }
    return memory;
  }
}

/** Makes the values and slots of `outer` that the body uses known to the body. Slots of reductions are left out. */
export function captureFreeNames(
  outer: Emission,
  inner: Emission,
  op: Parfor<LoopOp>,
  environment: Environment,
): void {
  for (const value of usedValues(op, outer.unit.tables)) {
    const found = outer.values.get(value);
    if (found !== undefined) inner.values.set(value, environment.transferOperand(found));
  }
  const region = [...(op.prologue ?? []), ...op.body];
  const declared = slotsOf(region, "declare");
  const written = slotsOf(region, "set");
  const reduced = new Set(op.reductions.flatMap((reduction) => reduction.slots));
  const used = new Set([...slotsOf(region, "get"), ...written]);
  for (const slot of used) {
    if (declared.has(slot) || reduced.has(slot)) continue;
    const storage = slotStorage(outer, slot);
    const captured = written.has(slot)
      ? shareSlot(storage, slot, environment)
      : copySlot(outer, inner, storage, slot, environment);
    inner.slots.set(slot, captured);
  }
}

function usedValues(op: Parfor<LoopOp>, tables: Tables): ReadonlySet<ValueId> {
  const used = new Set<ValueId>();
  const use = (value: ValueId): void => {
    used.add(value);
    const type = tables.typeOf(value);
    if (type.kind !== "array") return;
    for (const part of [...type.shape, ...type.strides]) used.add(part);
  };
  walk([...(op.prologue ?? []), ...op.body], (inner) => {
    for (const value of operandsOf(inner, tables)) use(value);
    if (inner.kind === "get") use(inner.out);
  });
  for (const value of op.reductions.flatMap((reduction) => reduction.identities)) use(value);
  return used;
}

/** Read only: a private copy of the value that the slot has when the loop begins. */
function copySlot(
  outer: Emission,
  inner: Emission,
  storage: SlotStorage,
  slot: SlotId,
  environment: Environment,
): SlotStorage {
  const copy = allocateSlot(inner, outer.unit.tables.slotType(slot));
  if (storage.kind !== "array" || copy.kind !== "array") {
    if (storage.kind === "array" || copy.kind === "array")
      throw new InternalError(`slot $${slot} changes kind`);
    writeSlot(inner, copy, environment.transferOperand(readSlot(outer, storage)));
    return copy;
  }
  const move = (type: string, from: string, to: string | undefined): void => {
    const text = environment.transfer(type, outer.code.assign(`load ${type}, ptr ${from}`));
    inner.code.emit(`store ${type} ${text}, ptr ${to}`);
  };
  move("ptr", storage.data, copy.data);
  move("ptr", storage.owner, copy.owner);
  for (const [axis, pointer] of storage.shape.entries()) move("i64", pointer, copy.shape[axis]);
  for (const [axis, pointer] of storage.strides.entries()) move("i64", pointer, copy.strides[axis]);
  return copy;
}

/** Written by several iterations, which all write the same: the slot itself, accessed atomically. */
function shareSlot(storage: SlotStorage, slot: SlotId, environment: Environment): SlotStorage {
  switch (storage.kind) {
    case "scalar":
      return { ...storage, pointer: environment.transfer("ptr", storage.pointer), shared: true };
    case "complex": {
      const [re, im] = [environment.transfer("ptr", storage.re), environment.transfer("ptr", storage.im)];
      return { ...storage, re, im, shared: true };
    }
    case "array":
      throw new InternalError(`a parallel loop assigns the array variable $${slot} of the code around it`);
  }
}

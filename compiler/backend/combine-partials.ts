// After a parallel loop: value before the loop, then the blocks in order, through the combiner of each reduction.
import type { SlotId } from "../ir/ids.js";
import type { Combiner, LoopOp, Reduction } from "../ir/ops.js";
import { InternalError } from "../ir/program.js";
import { countedLoop } from "./counted-loop.js";
import { loadElement, storeElement } from "./element-access.js";
import { forEachElement, rowMajor } from "./element-nest.js";
import type { Emission, Operand } from "./emission.js";
import { operand, slotStorage } from "./emission.js";
import type { ReductionRun } from "./emit-reduction.js";
import { combine, floatFlags } from "./emit-scalar.js";
import { readSlot, writeSlot } from "./emit-variable.js";
import { elementType } from "./llvm-type.js";
import type { PartialField, PartialLayout } from "./partial-layout.js";

export function combinePartials(
  e: Emission,
  reductions: readonly Reduction<LoopOp>[],
  layout: PartialLayout,
  run: ReductionRun,
): void {
  const { code } = e;
  const exit = code.label("combined");
  const ofArrays = layout.fields.some((field) => field.type.kind === "array");
  // A few scalars for each block: not worth the code of an unrolled loop.
  const [poll, metadata] = ofArrays
    ? (["iteration", ""] as const)
    : (["never", e.unit.loops.scalar()] as const);
  const loop = { begin: "0", end: run.blocks, signed: true, poll, metadata, exit } as const;
  countedLoop(e, loop, (block) => {
    const offset = code.assign(`mul i64 ${block}, ${layout.bytes}`);
    const partial = code.assign(`getelementptr inbounds i8, ptr ${run.memory}, i64 ${offset}`, "partial");
    for (const reduction of reductions) {
      const fields = reduction.slots.map((slot) => fieldOf(layout, slot));
      const ofArrays = fields.filter((field) => field.type.kind === "array").length;
      if (ofArrays === 0) combineScalars(e, reduction.combiner, fields, partial);
      else if (ofArrays === fields.length) combineArrays(e, reduction.combiner, fields, partial);
      else throw new InternalError(`the reduction ${reduction.description} mixes scalars and arrays`);
    }
  });
}

function fieldOf(layout: PartialLayout, slot: SlotId): PartialField {
  const field = layout.fields.find((each) => each.slot === slot);
  if (field === undefined) throw new InternalError(`slot $${slot} has no partial`);
  return field;
}

function combineScalars(
  e: Emission,
  combiner: Combiner<LoopOp>,
  fields: readonly PartialField[],
  partial: string,
): void {
  const accumulators = fields.map((field) => {
    const storage = slotStorage(e, field.slot);
    if (storage.kind === "array") throw new InternalError(`slot $${field.slot} is not a scalar`);
    return storage;
  });
  const left = accumulators.map((storage) => readSlot(e, storage));
  const right = fields.map((field) => loadElement(e, fieldPointer(e, partial, field), field.type.dtype));
  const merged = apply(e, combiner, fields, left, right);
  for (const [index, storage] of accumulators.entries()) {
    const value = merged[index];
    if (value !== undefined) writeSlot(e, storage, value);
  }
}

/** In place: into the memory of the arrays that the slots hold. */
function combineArrays(
  e: Emission,
  combiner: Combiner<LoopOp>,
  fields: readonly PartialField[],
  partial: string,
): void {
  const { code } = e;
  const load = (type: string, pointer: string): string => code.assign(`load ${type}, ptr ${pointer}`);
  const targets = fields.map((field) => {
    const storage = slotStorage(e, field.slot);
    if (storage.kind !== "array") throw new InternalError(`slot $${field.slot} is not an array`);
    const strides = storage.strides.map((pointer) => load("i64", pointer));
    return { field, data: load("ptr", storage.data), strides, partial: fieldPointer(e, partial, field) };
  });
  const [first] = targets;
  if (first === undefined) return;
  const packed = rowMajor(e, first.field.shape);
  forEachElement(e, first.field.shape, [packed, ...targets.map((target) => target.strides)], (offsets) => {
    const [packedOffset, ...own] = offsets;
    const places = targets.map((target, index) => {
      const at = (data: string, offset: string | undefined): string =>
        code.assign(
          `getelementptr inbounds ${elementType(target.field.type.dtype)}, ptr ${data}, i64 ${offset}`,
        );
      return { into: at(target.data, own[index]), from: at(target.partial, packedOffset), target };
    });
    const left = places.map(({ into, target }) => loadElement(e, into, target.field.type.dtype));
    const right = places.map(({ from, target }) => loadElement(e, from, target.field.type.dtype));
    const merged = apply(e, combiner, fields, left, right);
    for (const [index, { into, target }] of places.entries()) {
      const value = merged[index];
      if (value !== undefined) storeElement(e, into, value, target.field.type.dtype);
    }
  });
}

const fieldPointer = (e: Emission, partial: string, field: PartialField): string =>
  e.code.assign(`getelementptr inbounds i8, ptr ${partial}, i64 ${field.offset}`);

function apply(
  e: Emission,
  combiner: Combiner<LoopOp>,
  fields: readonly PartialField[],
  left: readonly Operand[],
  right: readonly Operand[],
): readonly Operand[] {
  if (combiner.kind === "builtin") {
    const [field] = fields;
    const [a] = left;
    const [b] = right;
    if (field === undefined || a === undefined || b === undefined || fields.length !== 1) {
      throw new InternalError(`the combiner ${combiner.op} takes one accumulator`);
    }
    return [combine(e, combiner.op, a, b, field.type.dtype, floatFlags(e, false))];
  }
  const bind = (values: typeof combiner.left, operands: readonly Operand[]): void => {
    for (const [index, value] of values.entries()) {
      const bound = operands[index];
      if (bound !== undefined) e.values.set(value, bound);
    }
  };
  bind(combiner.left, left);
  bind(combiner.right, right);
  e.unit.region(e, combiner.body);
  return combiner.results.map((value) => operand(e, value));
}

// The memory of a partial result of a reduction: scalars first, 16 bytes each, then arrays in row-major order.
import { itemsize } from "../ir/dtype.js";
import type { SlotId, ValueId } from "../ir/ids.js";
import type { LoopOp, Reduction } from "../ir/ops.js";
import { InternalError } from "../ir/program.js";
import type { SlotType } from "../ir/types.js";
import { byteCount } from "./byte-count.js";
import type { Emission } from "./emission.js";
import { slotStorage } from "./emission.js";

const SCALAR_BYTES = 16;
/** Partials of different blocks never share a cache line. */
const LINE = 64;

export interface PartialField {
  readonly slot: SlotId;
  readonly type: SlotType;
  readonly identity: ValueId;
  /** In bytes from the start of the partial: a literal for scalars. */
  readonly offset: string;
  /** The extents of an array slot. */
  readonly shape: readonly string[];
}
export interface PartialLayout {
  readonly fields: readonly PartialField[];
  readonly bytes: string;
}

/** Where each accumulator stands in a partial, computed before the loop; null without reductions. */
export function layOutPartials(e: Emission, reductions: readonly Reduction<LoopOp>[]): PartialLayout | null {
  if (reductions.length === 0) return null;
  const accumulators = reductions.flatMap(({ slots, identities }) =>
    slots.map((slot, index) => {
      const identity = identities[index];
      if (identity === undefined) throw new InternalError(`the accumulator $${slot} has no identity`);
      return { slot, identity, type: e.unit.tables.slotType(slot) };
    }),
  );
  const scalars = accumulators.filter(({ type }) => type.kind === "scalar");
  const fields: PartialField[] = scalars.map((scalar, index) => ({
    ...scalar,
    offset: String(index * SCALAR_BYTES),
    shape: [],
  }));
  let bytes = String(Math.ceil((scalars.length * SCALAR_BYTES) / LINE) * LINE);
  for (const accumulator of accumulators.filter(({ type }) => type.kind === "array")) {
    const shape = extents(e, accumulator.slot);
    fields.push({ ...accumulator, offset: bytes, shape });
    const size = byteCount(e, shape, itemsize(accumulator.type.dtype));
    bytes = e.code.assign(`add i64 ${bytes}, ${roundUp(e, size)}`);
  }
  return { fields, bytes };
}

function extents(e: Emission, slot: SlotId): readonly string[] {
  const storage = slotStorage(e, slot);
  if (storage.kind !== "array") return [];
  return storage.shape.map((pointer) => e.code.assign(`load i64, ptr ${pointer}`));
}

/** To whole lines. */
function roundUp(e: Emission, bytes: string): string {
  const above = e.code.assign(`add i64 ${bytes}, ${LINE - 1}`);
  return e.code.assign(`and i64 ${above}, ${-LINE}`);
}

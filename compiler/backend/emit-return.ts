import type { Return } from "../ir/ops.js";
import { InternalError } from "../ir/program.js";
import type { SlotLayouts } from "./abi.js";
import { STATUS } from "./abi.js";
import type { Emission } from "./emission.js";
import { array, operand, scalar } from "./emission.js";
import { releaseScopes, retain } from "./ownership.js";
import { storeSlot, toSlots } from "./slot-values.js";

/** Fills the result slots. The caller of the kernel takes over one reference to each array. */
export function emitReturn(e: Emission, op: Return, layouts: SlotLayouts): void {
  for (const [index, value] of op.values.entries()) {
    const layout = layouts.entries[index];
    if (layout === undefined) throw new InternalError(`result ${index} has no slots`);
    if (layout.kind === "scalar") {
      const slots = toSlots(e, operand(e, value), layout.dtype);
      for (const [part, slot] of slots.entries()) storeSlot(e, "%results", layout.offset + part, slot);
      continue;
    }
    const { data, owner } = array(e, value);
    const { shape, strides } = e.unit.tables.arrayType(value);
    retain(e, owner);
    storeSlot(e, "%results", layout.offset, data, "ptr");
    storeSlot(e, "%results", layout.offset + 1, owner, "ptr");
    for (const [axis, part] of [...shape, ...strides].entries()) {
      storeSlot(e, "%results", layout.offset + 2 + axis, scalar(e, part));
    }
  }
  releaseScopes(e, 0);
  e.code.returnValue(`i32 ${STATUS.OK}`);
}

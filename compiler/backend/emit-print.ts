import { itemsize } from "../ir/dtype.js";
import type { ValueId } from "../ir/ids.js";
import type { Print } from "../ir/ops.js";
import { InternalError } from "../ir/program.js";
import { rowMajor } from "./element-nest.js";
import type { Emission } from "./emission.js";
import { array, operand, scalar } from "./emission.js";
import { storeSlot, toSlots } from "./slot-values.js";

/** One line of console.log. Arrays go as copies, so that the line shows what they held at that moment. */
export function emitPrint(e: Emission, op: Print): void {
  const slots = op.values.flatMap((value) => printSlots(e, value));
  const memory = slots.length === 0 ? "null" : e.code.alloca(`[${slots.length} x i64]`, "line", 1, 8);
  for (const [index, { type, text }] of slots.entries()) storeSlot(e, memory, index, text, type);
  const call = e.unit.module.runtime("weft_print");
  e.code.emit(`${call}(ptr %context, i32 ${op.site}, ptr ${memory}, i64 ${slots.length})`);
}

interface PrintSlot {
  readonly type: "i64" | "ptr";
  readonly text: string;
}
const word = (text: string): PrintSlot => ({ type: "i64", text });

function printSlots(e: Emission, value: ValueId): readonly PrintSlot[] {
  const { tables } = e.unit;
  const type = tables.typeOf(value);
  if (type.kind === "scalar") return toSlots(e, operand(e, value), type.dtype).map(word);
  const shape = type.shape.map((extent) => scalar(e, extent));
  const strides = type.strides.map((stride) => scalar(e, stride));
  const copy = snapshot(e, array(e, value).data, itemsize(type.dtype), shape, strides);
  return [{ type: "ptr", text: copy }, ...[...shape, ...rowMajor(e, shape)].map(word)];
}

function snapshot(
  e: Emission,
  data: string,
  bytes: number,
  shape: readonly string[],
  strides: readonly string[],
): string {
  if (shape.length !== strides.length) throw new InternalError("shape and strides differ in length");
  const extents = slotArray(e, shape);
  const steps = slotArray(e, strides);
  const call = e.unit.module.runtime("weft_snapshot");
  return e.code.assign(
    `${call}(ptr %context, ptr ${data}, i64 ${bytes}, i64 ${shape.length}, ptr ${extents}, ptr ${steps})`,
    "snapshot",
  );
}

/** int64 values side by side on the stack. */
function slotArray(e: Emission, texts: readonly string[]): string {
  if (texts.length === 0) return "null";
  const memory = e.code.alloca(`[${texts.length} x i64]`, "words", 1, 8);
  for (const [index, text] of texts.entries()) storeSlot(e, memory, index, text);
  return memory;
}

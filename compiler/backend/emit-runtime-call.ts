import type { ValueId } from "../ir/ids.js";
import type { RuntimeCall } from "../ir/ops.js";
import type { Emission } from "./emission.js";
import { array, operand, scalar } from "./emission.js";
import { returnUnlessOk } from "./leave-function.js";
import { fromSlots, storeSlot, toSlots } from "./slot-values.js";

/**
 * Calls `int32_t fn(weft_context*, const int64_t* arguments, int64_t* results)` of the runtime: the signature of a kernel, except
 * that an array argument is one slot, the address of its data pointer, shape and strides.
 */
export function emitRuntimeCall(e: Emission, op: RuntimeCall): void {
  const { code } = e;
  const { module, tables } = e.unit;
  const slots = op.args.flatMap((value) => argumentSlots(e, value));
  const memory = code.alloca(`[${Math.max(slots.length, 1)} x i64]`, "arguments", 1, 8);
  for (const [index, { type, text }] of slots.entries()) storeSlot(e, memory, index, text, type);
  const results = code.alloca("[2 x i64]", "results", 1, 8);
  const callee = module.declare(op.fn, "i32", ["ptr", "ptr", "ptr"], "nounwind");
  const begin =
    op.loop === undefined ? null : code.assign(`${module.runtime("weft_begin_call")}(ptr %context)`, "begin");
  const status = code.assign(`call i32 ${callee}(ptr %context, ptr ${memory}, ptr ${results})`, "status");
  returnUnlessOk(e, status);
  if (begin !== null)
    code.emit(`${module.runtime("weft_end_call")}(ptr %context, i32 ${op.loop}, i64 ${begin})`);
  if (op.out !== null) e.values.set(op.out, fromSlots(e, results, 0, tables.dtypeOf(op.out)));
}

interface ArgumentSlot {
  readonly type: "i64" | "ptr";
  readonly text: string;
}

function argumentSlots(e: Emission, value: ValueId): readonly ArgumentSlot[] {
  const type = e.unit.tables.typeOf(value);
  if (type.kind === "scalar") {
    return toSlots(e, operand(e, value), type.dtype).map((text) => ({ type: "i64", text }));
  }
  const layout = [...type.shape, ...type.strides].map((part) => scalar(e, part));
  const header = e.code.alloca(`[${1 + layout.length} x i64]`, "header", 1, 8);
  storeSlot(e, header, 0, array(e, value).data, "ptr");
  for (const [index, text] of layout.entries()) storeSlot(e, header, 1 + index, text);
  return [{ type: "ptr", text: header }];
}

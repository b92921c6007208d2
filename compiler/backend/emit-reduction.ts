// Reductions of parallel loops. Each block of iterations has a partial result in memory, which its body initialises with the
// identities; after the loop the partials are combined in block order. Blocks depend on sizes alone, so the bits do too.
import type { DType } from "../ir/dtype.js";
import type { LoopId } from "../ir/ids.js";
import { byteCount } from "./byte-count.js";
import type { Environment } from "./captures.js";
import { storeElement } from "./element-access.js";
import { forEachElement, rowMajor } from "./element-nest.js";
import type { Emission, SlotStorage } from "./emission.js";
import { operand } from "./emission.js";
import { allocate } from "./emit-memory.js";
import { allocateSlot, readSlot, writeSlot } from "./emit-variable.js";
import { elementType } from "./llvm-type.js";
import type { PartialLayout } from "./partial-layout.js";

/** An accumulator of one block of iterations. */
export interface PrivateAccumulator {
  readonly storage: SlotStorage;
  readonly dtype: DType;
  readonly pointer: string;
}

/** Gives the body its private accumulators, set to their identities. */
export function openPartial(
  inner: Emission,
  layout: PartialLayout,
  environment: Environment,
): readonly PrivateAccumulator[] {
  const { code } = inner;
  return layout.fields.map(({ slot, type, identity, offset, shape }) => {
    const { dtype } = type;
    const start = environment.transfer("i64", offset);
    const pointer = code.assign(`getelementptr inbounds i8, ptr %partial, i64 ${start}`, "partial");
    const storage = allocateSlot(inner, type);
    inner.slots.set(slot, storage);
    const initial = operand(inner, identity);
    if (storage.kind === "array") {
      const own = shape.map((extent) => environment.transfer("i64", extent));
      const strides = rowMajor(inner, own);
      code.emit(`store ptr ${pointer}, ptr ${storage.data}`);
      code.emit(`store ptr null, ptr ${storage.owner}`);
      storeAll(inner, own, storage.shape);
      storeAll(inner, strides, storage.strides);
      const [extent = "1"] = own;
      const [stride = "1"] = strides;
      const count = code.assign(`mul i64 ${extent}, ${stride}`);
      forEachElement(inner, [count], [["1"]], ([position]) => {
        const element = `getelementptr inbounds ${elementType(dtype)}, ptr ${pointer}, i64 ${position}`;
        storeElement(inner, code.assign(element), initial, dtype);
      });
    } else {
      writeSlot(inner, storage, initial);
    }
    return { storage, dtype, pointer };
  });
}

function storeAll(e: Emission, texts: readonly string[], pointers: readonly string[]): void {
  for (const [axis, pointer] of pointers.entries()) e.code.emit(`store i64 ${texts[axis]}, ptr ${pointer}`);
}

/** Writes the accumulators that are in registers to the partial. Those of arrays are there already. */
export function closePartial(inner: Emission, accumulators: readonly PrivateAccumulator[]): void {
  for (const { storage, dtype, pointer } of accumulators) {
    if (storage.kind !== "array") storeElement(inner, pointer, readSlot(inner, storage), dtype);
  }
}

export interface ReductionRun {
  readonly memory: string;
  readonly blocks: string;
  readonly status: string;
}

/** Runs the body over its blocks. The caller combines the partials and releases their memory. */
export function runReduction(
  e: Emission,
  layout: PartialLayout,
  call: {
    readonly body: string;
    readonly environment: string;
    readonly n: string;
    readonly cost: string;
    readonly loop: LoopId;
  },
): ReductionRun {
  const { code } = e;
  const { module } = e.unit;
  const count = module.runtime("weft_reduction_blocks");
  const blocks = code.assign(`${count}(i64 ${call.n}, i64 ${call.cost}, i64 ${layout.bytes})`, "blocks");
  const memory = allocate(e, byteCount(e, [blocks, layout.bytes], 1), false).data;
  const status = code.assign(
    `${module.runtime("weft_parallel_reduce")}(ptr %context, ptr @${call.body}, ptr ${call.environment}, ` +
      `i64 ${call.n}, i64 ${blocks}, ptr ${memory}, i64 ${layout.bytes}, i32 ${call.loop})`,
  );
  return { memory, blocks, status };
}

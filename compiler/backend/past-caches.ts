// Results that are larger than the caches are written past them. Where the iterations of a parallel loop read nothing that they write, LLVM's
// vector loops get a second version for that (runtime/src/past_caches.h); which of them runs is decided before the loop.
import { containsLoop } from "../ir/contains-loop.js";
import { itemsize } from "../ir/dtype.js";
import type { ValueId } from "../ir/ids.js";
import type { LoopOp, Parfor } from "../ir/ops.js";
import { isAccess, walk } from "../ir/visit.js";
import { byteCount } from "./byte-count.js";
import type { Environment } from "./captures.js";
import type { Emission } from "./emission.js";
import { scalar } from "./emission.js";

/** Decides in the code `outer` before a loop, and marks the function of its iterations, `inner`. */
export function markPastCaches(
  outer: Emission,
  inner: Emission,
  op: Parfor<LoopOp>,
  environment: Environment,
): void {
  const results = writtenOnly(outer, inner, op);
  if (results.length === 0) return;
  const { code, unit } = outer;
  const sizes = results.map((array) => {
    const { shape, dtype } = unit.tables.arrayType(array);
    const extents = shape.map((extent) => scalar(outer, extent));
    return byteCount(outer, extents, itemsize(dtype));
  });
  const bytes = sizes.reduce((a, b) => code.assign(`add i64 ${a}, ${b}`));
  const past = code.assign(
    `${unit.module.runtime("weft_exceeds_caches")}(ptr %context, i64 ${bytes}, i32 ${op.loop})`,
    "past",
  );
  const marker = unit.module.declare(
    "weft.past_caches",
    "void",
    ["i32"],
    "nounwind willreturn memory(inaccessiblemem: readwrite)",
  );
  inner.code.emit(`call void ${marker}(i32 ${environment.transfer("i32", past)})`);
}

/**
 * The arrays that a loop writes; none where it also reads one of them, where some are its own, or where it sums up. Nor where there are loops in
 * it: rows are short, and the ends of each would wait for memory.
 */
function writtenOnly(outer: Emission, inner: Emission, op: Parfor<LoopOp>): readonly ValueId[] {
  if (op.reductions.length > 0 || op.body.some(containsLoop)) return [];
  const memoryOf = (array: ValueId): string => `${inner.unit.scopes.family(array)}${inner.aliases(array)}`;
  const written = new Set<ValueId>();
  const read = new Set<string>();
  walk<LoopOp>([...(op.prologue ?? []), ...op.body], (each) => {
    if (!isAccess(each)) return;
    if (each.kind === "store") written.add(each.array);
    else read.add(memoryOf(each.array));
  });
  const qualify = [...written].every((array) => outer.values.has(array) && !read.has(memoryOf(array)));
  return qualify ? [...written] : [];
}

import type { Emission } from "./emission.js";

/** Product of non-negative extents and the item size; the largest int64, which no allocator grants, where it overflows. */
export function byteCount(e: Emission, extents: readonly string[], bytesPerItem: number): string {
  const { code } = e;
  const multiply = e.unit.module.declare("llvm.smul.with.overflow.i64", "{ i64, i1 }", ["i64", "i64"]);
  let bytes = String(bytesPerItem);
  let overflow = "false";
  for (const extent of extents) {
    const pair = code.assign(`call { i64, i1 } ${multiply}(i64 ${bytes}, i64 ${extent})`);
    bytes = code.assign(`extractvalue { i64, i1 } ${pair}, 0`);
    const over = code.assign(`extractvalue { i64, i1 } ${pair}, 1`);
    overflow = overflow === "false" ? over : code.assign(`or i1 ${overflow}, ${over}`);
  }
  if (overflow === "false") return bytes;
  return code.assign(`select i1 ${overflow}, i64 9223372036854775807, i64 ${bytes}`, "bytes");
}

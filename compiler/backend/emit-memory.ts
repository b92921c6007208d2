// Loads, stores, allocations and views. Addresses are sums of index * stride in int64; a stride that is the literal 1
// leaves a unit-stride access, which LLVM vectorizes.
import { itemsize } from "../ir/dtype.js";
import type { ValueId } from "../ir/ids.js";
import type { Alloc, Bounds, Load, Store, View } from "../ir/ops.js";
import { InternalError } from "../ir/program.js";
import { byteCount } from "./byte-count.js";
import { loadElement, storeElement } from "./element-access.js";
import type { ArrayOperand, Emission } from "./emission.js";
import { array, exitLabel, operand, scalar } from "./emission.js";
import { failUnless, note } from "./emit-failure.js";
import { elementType } from "./llvm-type.js";
import { hold } from "./ownership.js";

/** A cache line: vectors of any width are aligned. */
const STACK_ALIGNMENT = 64;

export function emitLoad(e: Emission, op: Load): void {
  if (e.checks.kind === "collect" && op.bounds.kind === "checked") {
    probe(e, op, e.checks.failed);
    return;
  }
  const pointer = elementPointer(e, op.array, op.index, op.bounds);
  const { dtype } = e.unit.tables.arrayType(op.array);
  e.values.set(op.out, loadElement(e, pointer, dtype, accessMetadata(e, op.array)));
}

export function emitStore(e: Emission, op: Store): void {
  if (e.checks.kind === "collect") {
    probe(e, op, e.checks.failed);
    return;
  }
  const pointer = elementPointer(e, op.array, op.index, op.bounds);
  const { dtype } = e.unit.tables.arrayType(op.array);
  storeElement(e, pointer, operand(e, op.value), dtype, accessMetadata(e, op.array));
}

/** Notes an index outside of [0, extent): one that counts from the end as well, so that the access itself need not ask. */
function probe(e: Emission, op: Load | Store, failed: string): void {
  const { shape } = e.unit.tables.arrayType(op.array);
  for (const [axis, index] of op.index.entries()) {
    note(e, e.code.assign(`icmp ult i64 ${scalar(e, index)}, ${extentOf(e, shape, axis)}`), failed);
  }
}

export function emitView(e: Emission, op: View): void {
  const base = array(e, op.base);
  const type = elementType(e.unit.tables.dtypeOf(op.base));
  const offset = scalar(e, op.offset);
  // An empty view may start anywhere, so its address need not be inside the array.
  const data =
    offset === "0"
      ? base.data
      : e.code.assign(`getelementptr ${type}, ptr ${base.data}, i64 ${offset}`, "view");
  e.values.set(op.out, { kind: "array", data, owner: base.owner });
}

export function emitAlloc(e: Emission, op: Alloc): void {
  const type = e.unit.tables.arrayType(op.out);
  const extents = type.shape.map((extent) => scalar(e, extent));
  if (op.place === "stack") {
    const count = extents.reduce((product, extent) => product * Number(extent), 1);
    const data = e.code.alloca(elementType(type.dtype), "scratch", count, STACK_ALIGNMENT);
    e.values.set(op.out, { kind: "array", data, owner: "null" });
    return;
  }
  const fresh = allocate(e, byteCount(e, extents, itemsize(type.dtype)), op.fill === "zero");
  e.values.set(op.out, fresh);
  hold(e, op.out, fresh.owner);
}

/** Fresh memory of `bytes` bytes, owned by the caller; leaves the function where it can't be had. */
export function allocate(e: Emission, bytes: string, zeroed: boolean): ArrayOperand {
  const { code } = e;
  const call = e.unit.module.runtime("weft_alloc");
  const data = code.assign(`${call}(ptr %context, i64 ${bytes}, i32 ${zeroed ? 1 : 0})`, "memory");
  const got = code.label("allocated");
  const present = code.assign(`icmp ne ptr ${data}, null`);
  code.branchIf(present, got, exitLabel(e, "OUT_OF_MEMORY"), e.unit.loops.likely());
  code.start(got);
  return { kind: "array", data, owner: data };
}

/** What LLVM may assume of accesses to `array`. */
function accessMetadata(e: Emission, value: ValueId): string {
  const group = e.accessGroup;
  const dependent = group === null || e.dependentFamilies.has(e.unit.scopes.family(value));
  return `${e.aliases(value)}${dependent ? "" : `, !llvm.access.group ${group}`}`;
}

/** The address of an element, after the checks that `bounds` asks for. */
function elementPointer(e: Emission, value: ValueId, index: readonly ValueId[], bounds: Bounds): string {
  const { shape, strides, dtype } = e.unit.tables.arrayType(value);
  if (index.length !== shape.length) {
    throw new InternalError(`%${value} has ${shape.length} dimensions and ${index.length} indices`);
  }
  const texts = index.map((each, axis) => {
    const text = scalar(e, each);
    const inside = bounds.kind === "proven" || e.checks.kind === "assume";
    return inside ? text : checkedIndex(e, text, axis, extentOf(e, shape, axis), bounds);
  });
  const offset = linearOffset(
    e,
    texts,
    strides.map((stride) => scalar(e, stride)),
  );
  const { data } = array(e, value);
  if (offset === "0") return data;
  return e.code.assign(`getelementptr inbounds ${elementType(dtype)}, ptr ${data}, i64 ${offset}`, "at");
}

function extentOf(e: Emission, shape: readonly ValueId[], axis: number): string {
  const extent = shape[axis];
  if (extent === undefined) throw new InternalError(`no axis ${axis}`);
  return scalar(e, extent);
}

function checkedIndex(
  e: Emission,
  index: string,
  axis: number,
  extent: string,
  bounds: Bounds & { readonly kind: "checked" },
): string {
  const { code } = e;
  let used = index;
  if (bounds.wrap) {
    const negative = code.assign(`icmp slt i64 ${index}, 0`);
    const fromEnd = code.assign(`add i64 ${index}, ${extent}`);
    used = code.assign(`select i1 ${negative}, i64 ${fromEnd}, i64 ${index}`, "index");
  }
  const inside = code.assign(`icmp ult i64 ${used}, ${extent}`);
  failUnless(e, inside, bounds.site, () => [index, String(axis), extent]);
  return used;
}

/** Σ index * stride, in elements. The element exists, so no term or sum overflows. */
function linearOffset(e: Emission, index: readonly string[], strides: readonly string[]): string {
  let sum = "0";
  for (const [axis, each] of index.entries()) {
    const stride = strides[axis];
    if (stride === undefined) throw new InternalError(`no stride for axis ${axis}`);
    if (each === "0" || stride === "0") continue;
    const term = stride === "1" ? each : e.code.assign(`mul nsw i64 ${each}, ${stride}`);
    sum = sum === "0" ? term : e.code.assign(`add nsw i64 ${sum}, ${term}`);
  }
  return sum;
}

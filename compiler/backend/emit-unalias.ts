// The array itself, or a copy where it overlaps the array that is about to be written.
import type { DType } from "../ir/dtype.js";
import { itemsize } from "../ir/dtype.js";
import type { ValueId } from "../ir/ids.js";
import type { Unalias } from "../ir/ops.js";
import { byteCount } from "./byte-count.js";
import { loadElement, storeElement } from "./element-access.js";
import { forEachElement, rowMajor } from "./element-nest.js";
import type { Emission } from "./emission.js";
import { array, isLiteral, scalar } from "./emission.js";
import { allocate } from "./emit-memory.js";
import type { Row } from "./in-order-copy.js";
import { forEachInOrder, isInOrder } from "./in-order-copy.js";
import { elementType } from "./llvm-type.js";
import { hold } from "./ownership.js";

interface Layout {
  readonly dtype: DType;
  readonly data: string;
  readonly shape: readonly string[];
  readonly strides: readonly string[];
  readonly bytes: number;
}

export function emitUnalias(e: Emission, op: Unalias): void {
  const { tables, scopes } = e.unit;
  const type = tables.arrayType(op.out);
  const source = array(e, op.array);
  const original = layoutOf(e, op.array);
  const define = (values: readonly ValueId[], texts: readonly string[]): void => {
    for (const [axis, value] of values.entries()) {
      const text = texts[axis];
      if (text !== undefined && !isLiteral(e, value))
        e.values.set(value, { kind: "scalar", type: "i64", text });
    }
  };
  define(type.shape, original.shape);
  if (scopes.family(op.array) !== scopes.family(op.target)) {
    define(type.strides, original.strides);
    e.values.set(op.out, source);
    return;
  }
  const target = layoutOf(e, op.target);
  const copied = copyWhere(e, mustCopy(e, original, target), original, target, op);
  const packed = rowMajor(e, original.shape);
  const pick = (kind: string, yes: string, no: string): string =>
    e.code.assign(`select i1 ${copied.done}, ${kind} ${yes}, ${kind} ${no}`);
  define(
    type.strides,
    original.strides.map((stride, axis) => pick("i64", packed[axis] ?? stride, stride)),
  );
  const data = pick("ptr", copied.memory, source.data);
  e.values.set(op.out, { kind: "array", data, owner: pick("ptr", copied.memory, source.owner) });
  hold(e, op.out, copied.memory);
}

function layoutOf(e: Emission, value: ValueId): Layout {
  const { shape, strides, dtype } = e.unit.tables.arrayType(value);
  return {
    dtype,
    data: array(e, value).data,
    shape: shape.map((extent) => scalar(e, extent)),
    strides: strides.map((stride) => scalar(e, stride)),
    bytes: itemsize(dtype),
  };
}

/** An i1: the bytes of both meet, and not because both are one array element for element. */
function mustCopy(e: Emission, a: Layout, b: Layout): string {
  const { code } = e;
  const [left, right] = [byteRange(e, a), byteRange(e, b)];
  const startsBefore = code.assign(`icmp ult i64 ${left.begin}, ${right.end}`);
  const endsAfter = code.assign(`icmp ult i64 ${right.begin}, ${left.end}`);
  const overlap = code.assign(`and i1 ${startsBefore}, ${endsAfter}`);
  if (a.shape.length !== b.shape.length || a.bytes !== b.bytes) return overlap;
  let same = code.assign(`icmp eq ptr ${a.data}, ${b.data}`);
  const pairs = [...a.shape, ...a.strides].map((text, index) => [text, [...b.shape, ...b.strides][index]]);
  for (const [x, y] of pairs) {
    if (x === y) continue;
    same = code.assign(`and i1 ${same}, ${code.assign(`icmp eq i64 ${x}, ${y}`)}`);
  }
  return code.assign(`and i1 ${overlap}, ${code.assign(`xor i1 ${same}, true`)}`);
}

/** The addresses [begin, end) that an array reaches; begin = end where it is empty. */
function byteRange(e: Emission, layout: Layout): { readonly begin: string; readonly end: string } {
  const { code } = e;
  const { module } = e.unit;
  const bound = (name: "smin" | "smax", x: string): string => {
    const callee = module.declare(`llvm.${name}.i64`, "i64", ["i64", "i64"]);
    return code.assign(`call i64 ${callee}(i64 ${x}, i64 0)`);
  };
  const start = code.assign(`ptrtoint ptr ${layout.data} to i64`);
  let [low, high, empty] = ["0", "0", "false"];
  for (const [axis, extent] of layout.shape.entries()) {
    const last = code.assign(`sub i64 ${extent}, 1`);
    const reach = code.assign(`mul i64 ${last}, ${layout.strides[axis] ?? "0"}`);
    low = code.assign(`add i64 ${low}, ${bound("smin", reach)}`);
    high = code.assign(`add i64 ${high}, ${bound("smax", reach)}`);
    empty = code.assign(`or i1 ${empty}, ${code.assign(`icmp eq i64 ${extent}, 0`)}`);
  }
  const inBytes = (elements: string): string =>
    code.assign(`add i64 ${start}, ${code.assign(`mul i64 ${elements}, ${layout.bytes}`)}`);
  const begin = inBytes(low);
  const end = inBytes(code.assign(`add i64 ${high}, 1`));
  return { begin, end: code.assign(`select i1 ${empty}, i64 ${begin}, i64 ${end}`) };
}

/** Copies the array in row-major order where `condition` holds. `memory` is null where it does not; `done` is an i1. */
function copyWhere(
  e: Emission,
  condition: string,
  source: Layout,
  target: Layout,
  op: Unalias,
): { readonly memory: string; readonly done: string } {
  const { code } = e;
  const [copy, kept] = [code.label("copy"), code.label("unaliased")];
  const before = code.block;
  code.branchIf(condition, copy, kept);
  code.start(copy);
  const memory = allocate(e, byteCount(e, source.shape, source.bytes), false).data;
  const [row, written] = op.reads === "in order" ? [rowOf(source), rowOf(target)] : [null, null];
  if (row !== null && written !== null && source.dtype === target.dtype) {
    const [ordered, plain, done] = [code.label("ordered"), code.label("plain"), code.label("copied")];
    code.branchIf(isInOrder(e, row, written), ordered, plain);
    code.start(ordered);
    copyInOrder(e, memory, source, row, written);
    code.branch(done);
    code.start(plain);
    copyElements(e, memory, source);
    code.start(done);
  } else copyElements(e, memory, source);
  const after = code.block;
  code.start(kept);
  const phi = code.assign(`phi ptr [ null, %${before} ], [ ${memory}, %${after} ]`, "copy");
  return { memory: phi, done: code.assign(`icmp ne ptr ${phi}, null`) };
}

const elementAt = (e: Emission, { dtype }: Layout, data: string, offset: string): string =>
  e.code.assign(`getelementptr inbounds ${elementType(dtype)}, ptr ${data}, i64 ${offset}`);

function copyElements(e: Emission, memory: string, source: Layout): void {
  const { dtype, shape, strides } = source;
  forEachElement(e, shape, [strides, rowMajor(e, shape)], ([from = "0", to = "0"]) => {
    const value = loadElement(e, elementAt(e, source, source.data, from), dtype);
    storeElement(e, elementAt(e, source, memory, to), value, dtype);
  });
}

function copyInOrder(e: Emission, memory: string, source: Layout, row: Row, target: Row): void {
  const { code } = e;
  forEachInOrder(e, row, target, source.bytes, (position, from) => {
    const own = elementAt(e, source, source.data, code.assign(`mul i64 ${position}, ${row.stride}`));
    const early = code.assign(`select i1 ${from.written}, i64 ${from.position}, i64 0`);
    const again = elementAt(e, source, memory, early);
    const place = code.assign(`select i1 ${from.written}, ptr ${again}, ptr ${own}`);
    const value = loadElement(e, place, source.dtype);
    storeElement(e, elementAt(e, source, memory, position), value, source.dtype);
  });
}

/** The layout as a row; null where it has another number of dimensions than one. */
function rowOf({ data, shape, strides }: Layout): Row | null {
  const [[extent], [stride]] = [shape, strides];
  return shape.length === 1 && extent !== undefined && stride !== undefined ? { data, extent, stride } : null;
}

// Running sums and products, and differences of neighbours.
import type ts from "typescript";
import type { DType } from "../../ir/dtype.js";
import { isFloat } from "../../ir/dtype.js";
import type { ValueId } from "../../ir/ids.js";
import type { BinaryOperator } from "../../ir/ops.js";
import { arithmetic } from "../arithmetic.js";
import type { Context } from "../context.js";
import { declareLocal, parallelFor, serialFor, storeElement } from "../element-loops.js";
import { allocateArray, generate, loadElement } from "../elementwise.js";
import { commonDType, joined } from "../joined.js";
import { flattened } from "../layouts.js";
import { emitBinary, emitCompare } from "../scalar-emission.js";
import { emitConstant, idOf, materialize } from "../scalars.js";
import type { ArrayValue } from "../value.js";
import { int64, strong } from "../value.js";
import {
  argument,
  arrayArgument,
  axisOf,
  constantInteger,
  dtypeArgument,
  expectArray,
  onlyOptions,
} from "./arguments.js";
import { entriesOf } from "./entries-of.js";
import type { CallSite, NameEntry } from "./entry.js";
import { SCANS } from "./groups.js";
import { accumulatorOf } from "./reductions.js";

/** Elements that are accumulated one after the other; longer vectors are cut into such blocks. */
const BLOCK_LENGTH = 16_384;
const NANOSECONDS_PER_ELEMENT = 2;

/** One scan while it is emitted. */
interface Scan {
  readonly cx: Context;
  readonly node: ts.Node;
  readonly source: ArrayValue;
  readonly target: ArrayValue;
  readonly op: BinaryOperator;
  readonly dtype: DType;
  /** What changes no element: -0 for sums of floats, since 0 + -0 is 0. */
  readonly identity: number | boolean;
  readonly description: string;
}

const operatorOf = (name: "add" | "mul", dtype: DType): BinaryOperator =>
  dtype === "bool" ? (name === "add" ? "or" : "and") : name;

const scan =
  (name: "add" | "mul"): NameEntry["call"] =>
  (cx, site) => {
    onlyOptions(cx, site, ["axis", "dtype"]);
    const { node } = site;
    const array = arrayArgument(cx, site, 0, "a");
    const wanted = argument(site, 1, "axis");
    const dtype = dtypeArgument(cx, argument(site, 2, "dtype"), node) ?? accumulatorOf(array.dtype);
    const source = wanted === undefined ? flattened(cx, array, node) : array;
    const axis = wanted === undefined ? 0 : axisOf(cx, wanted, cx.ndimOf(array), node);
    const target = allocateArray(cx, cx.shapeOf(source), dtype, node);
    const zero = isFloat(dtype) ? -0 : 0;
    const identity = dtype === "bool" ? name === "mul" : name === "mul" ? 1 : zero;
    const op = operatorOf(name, dtype);
    const description = `scan ${name === "add" ? "cumsum" : "cumprod"}`;
    scanAxis({ cx, node, source, target, op, dtype, identity, description }, axis);
    return target;
  };

function scanAxis(scanned: Scan, axis: number): void {
  const { cx, node, source, op, dtype } = scanned;
  const shape = cx.shapeOf(source);
  const extent = shape[axis];
  if (extent === undefined) throw new Error("A scan has no axis");
  if (axis < shape.length - 1) scanOuterAxis(scanned, axis, extent);
  else if (shape.length > 1) scanRows(scanned, extent);
  // The product of a block may overflow where the running product does not.
  else if (op === "mul" && isFloat(dtype)) storeRunning(scanned, [], cx.integers.constant(0, node), extent);
  else scanVector(scanned, extent);
}

const elementAt = ({ cx, source, dtype, node }: Scan, indices: readonly ValueId[]): ValueId =>
  materialize(cx, loadElement(cx, source, indices, node), dtype, node);

/** Accumulates the elements from `begin` to `end` of the last axis; gives the last value. */
function accumulate(
  scanned: Scan,
  outer: readonly ValueId[],
  [begin, end]: readonly [ValueId, ValueId],
  each: (indices: readonly ValueId[], value: ValueId) => void,
): ValueId {
  const { cx, node, op, dtype, identity } = scanned;
  const running = declareLocal(cx, dtype, "running", node);
  running.set(emitConstant(cx, identity, dtype, node));
  serialFor(cx, node, begin, end, (index) => {
    const indices = [...outer, index];
    const value = emitBinary(cx, op, running.get(), elementAt(scanned, indices), dtype, node);
    running.set(value);
    each(indices, value);
  });
  return running.get();
}

function storeRunning(scanned: Scan, outer: readonly ValueId[], begin: ValueId, end: ValueId): void {
  const { cx, node, target } = scanned;
  accumulate(scanned, outer, [begin, end], (indices, value) =>
    storeElement(cx, target.id, indices, value, node),
  );
}

/** Along the last axis: rows side by side. */
function scanRows(scanned: Scan, extent: ValueId): void {
  const { cx, node, source, description } = scanned;
  const zero = cx.integers.constant(0, node);
  parallelFor(cx, node, description, cx.shapeOf(source).slice(0, -1), (outer) =>
    storeRunning(scanned, outer, zero, extent),
  );
}

/** Along another axis: each slice is added to the one before, and the elements of a slice are independent. */
function scanOuterAxis(scanned: Scan, axis: number, extent: ValueId): void {
  const { cx, node, source, target, op, dtype, description } = scanned;
  const { integers } = cx;
  const one = integers.constant(1, node);
  const others = cx.shapeOf(source).toSpliced(axis, 1);
  const first = integers.min(extent, one, node);
  parallelFor(cx, node, description, others.toSpliced(axis, 0, first), (indices) =>
    storeElement(cx, target.id, indices, elementAt(scanned, indices), node),
  );
  serialFor(cx, node, one, extent, (step) =>
    parallelFor(cx, node, description, others, (indices) => {
      const here = indices.toSpliced(axis, 0, step);
      const before = indices.toSpliced(axis, 0, integers.sub(step, one, node));
      const sum = idOf(cx, loadElement(cx, target, before, node), node);
      storeElement(cx, target.id, here, emitBinary(cx, op, sum, elementAt(scanned, here), dtype, node), node);
    }),
  );
}

/**
 * A vector in blocks: their totals in parallel, the running totals, then in parallel the running values within each block on top of
 * what came before it. The blocks depend on the length alone, and a running sum of positive numbers never falls.
 */
function scanVector(scanned: Scan, extent: ValueId): void {
  const { cx, node, target, op, dtype, identity, description } = scanned;
  const { integers } = cx;
  const [zero, one] = [integers.constant(0, node), integers.constant(1, node)];
  const size = integers.constant(BLOCK_LENGTH, node);
  const rounded = integers.add(extent, integers.constant(BLOCK_LENGTH - 1, node), node);
  const blocks = integers.max(integers.div(rounded, size, node), one, node);
  const starts = allocateArray(cx, [blocks], dtype, node);
  const startOf = (block: ValueId): ValueId => idOf(cx, loadElement(cx, starts, [block], node), node);
  const rangeOf = (block: ValueId): readonly [ValueId, ValueId] => {
    const begin = integers.mul(block, size, node);
    return [begin, integers.min(integers.add(begin, size, node), extent, node)];
  };
  const cost = BLOCK_LENGTH * NANOSECONDS_PER_ELEMENT;
  storeElement(cx, starts.id, [zero], emitConstant(cx, identity, dtype, node), node);
  const inParallel = (count: ValueId, body: (block: ValueId) => void): void =>
    parallelFor(cx, node, description, [count], ([block]) => body(block ?? zero), cost);
  inParallel(integers.sub(blocks, one, node), (block) => {
    const total = accumulate(scanned, [], rangeOf(block), () => undefined);
    storeElement(cx, starts.id, [integers.add(block, one, node)], total, node);
  });
  serialFor(cx, node, one, blocks, (block) => {
    const before = startOf(integers.sub(block, one, node));
    storeElement(cx, starts.id, [block], emitBinary(cx, op, before, startOf(block), dtype, node), node);
  });
  inParallel(blocks, (block) => {
    const start = startOf(block);
    accumulate(scanned, [], rangeOf(block), (indices, value) =>
      storeElement(cx, target.id, indices, emitBinary(cx, op, start, value, dtype, node), node),
    );
  });
}

const diff: NameEntry["call"] = (cx, site) => {
  onlyOptions(cx, site, ["n", "axis", "prepend", "append"]);
  const { node } = site;
  const array = arrayArgument(cx, site, 0, "a");
  const order = argument(site, 1, "n") ?? int64(1);
  const times = order.kind === "scalar" ? constantInteger(cx, order, "n", node) : -1;
  if (times < 0) throw cx.rangeError("diff: n must be a whole number that is not negative.", node);
  const axis = axisOf(cx, argument(site, 2, "axis") ?? int64(-1), cx.ndimOf(array), node);
  if (times === 0) return array;
  const [before, after] = [extension(cx, site, array, axis, 3), extension(cx, site, array, axis, 4)];
  const parts = [before, array, after].filter((part) => part !== null);
  const whole = parts.length === 1 ? array : joined(cx, parts, axis, commonDType(parts), site.name, node);
  return Array.from({ length: times }).reduce<ArrayValue>((rest) => differences(cx, rest, axis, node), whole);
};

/** The argument `prepend` (3) or `append` (4); a scalar stands for a slice of extent 1 along the axis. */
function extension(
  cx: Context,
  site: CallSite,
  array: ArrayValue,
  axis: number,
  position: 3 | 4,
): ArrayValue | null {
  const name = position === 3 ? "prepend" : "append";
  const value = argument(site, position, name);
  if (value?.kind !== "scalar") return value === undefined ? null : expectArray(cx, site, value, name);
  const one = cx.integers.constant(1, site.node);
  const shape = cx.shapeOf(array).map((extent, k) => (k === axis ? one : extent));
  return generate(cx, site.node, `elementwise ${name}`, shape, () => value);
}

function differences(cx: Context, array: ArrayValue, axis: number, node: ts.Node): ArrayValue {
  const { integers } = cx;
  const [zero, one] = [integers.constant(0, node), integers.constant(1, node)];
  const shape = cx
    .shapeOf(array)
    .map((extent, k) => (k === axis ? integers.max(integers.sub(extent, one, node), zero, node) : extent));
  return generate(cx, node, "elementwise diff", shape, (indices) => {
    const next = indices.map((index, k) => (k === axis ? integers.add(index, one, node) : index));
    const [right, left] = [loadElement(cx, array, next, node), loadElement(cx, array, indices, node)];
    return array.dtype === "bool"
      ? strong(emitCompare(cx, "ne", idOf(cx, right, node), idOf(cx, left, node), node), "bool")
      : arithmetic(cx, "-", right, left, "array", node);
  });
}

const entry = entriesOf(SCANS);
const methodEntry = entriesOf(SCANS, { method: true });

/** Scans of language.md section 5. */
export const scans: readonly NameEntry[] = [
  methodEntry(
    "cumsum",
    "cumsum(a, axis?, dtype?)",
    "Running sums along an axis, or of all elements in row-major order; small integers and bool count as int64 or uint64.",
    "cumsum(array([1, 2, 3, 4]))",
    scan("add"),
  ),
  methodEntry(
    "cumprod",
    "cumprod(a, axis?, dtype?)",
    "Running products along an axis, or of all elements in row-major order; dtypes as for cumsum.",
    "cumprod(array([[1, 2], [3, 4]]), 1)",
    scan("mul"),
  ),
  entry(
    "diff",
    "diff(a, n?, axis?, prepend?, append?)",
    "Differences of neighbours along an axis, the last by default, n times over; of bools, whether they differ.",
    "diff(array([1, 4, 9, 16]))",
    diff,
  ),
];

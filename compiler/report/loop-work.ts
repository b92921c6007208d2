import type { FloatDType } from "../ir/dtype.js";
import { isComplex, isFloat, itemsize, realOf } from "../ir/dtype.js";
import { floatOperations } from "../ir/float-operations.js";
import type { LoopId, ValueId } from "../ir/ids.js";
import type { For, Load, LoopOp, Parfor, Store } from "../ir/ops.js";
import type { LoopProgram, Tables } from "../ir/program.js";
import type { ScalarValues } from "../ir/scalar-values.js";
import { scalarValues } from "../ir/scalar-values.js";
import { isAccess, regionsOf, valuesDefinedIn, walk } from "../ir/visit.js";

/** What one run of a parallel loop computes, and what it has to move. */
export interface LoopWork {
  readonly iterations: number;
  /** Additions, multiplications and the like of floats; see `floatOperations`. Of two branches the dearer counts. */
  readonly flops: number;
  /**
   * Bytes that memory has to give and take at least: each element that is read comes once, each that is written goes once, as if caches held
   * the rest; at least one number. Scratch memory does not count.
   */
  readonly bytes: number;
  /** The wider one where the loop computes with both. */
  readonly dtype: FloatDType;
}

/**
 * The work of the parallel loops of a planned program that compute with floats, where their lengths follow from `known` values of the
 * parameters and their extents; null where the trips of an inner loop depend on data.
 */
export function loopWork(
  program: LoopProgram,
  known: ReadonlyMap<ValueId, number>,
): ReadonlyMap<LoopId, LoopWork | null> {
  const lengths = scalarValues(program, known);
  const found = new Map<LoopId, LoopWork | null>();
  walk(program.body, (op) => {
    // Of several versions of a loop the first is the usual one.
    if (op.kind !== "parfor" || found.has(op.loop)) return;
    if (weightOf(op.body, program.tables) > 0) found.set(op.loop, workOf(op, program.tables, lengths));
  });
  return found;
}

interface Access {
  readonly array: ValueId;
  count: number;
}

function workOf(op: Parfor<LoopOp>, tables: Tables, lengths: ScalarValues): LoopWork | null {
  const iterations = product(op.extents, lengths);
  if (iterations === null || iterations <= 0) return null;
  const accesses = new Map<string, Access>();
  let flops = 0;
  let dtype: FloatDType = "float32";
  let isKnown = true;

  const visit = (region: readonly LoopOp[], times: number): void => {
    for (const inner of region) {
      const operations = floatOperations(inner, tables);
      flops += operations * times;
      if (operations > 0 && "out" in inner && inner.out !== null) dtype = wider(dtype, inner.out, tables);
      if (isAccess(inner)) count(accesses, inner, times);
      else if (inner.kind === "if") visitDearer(inner.then, inner.otherwise, times);
      else visitAll(inner, times);
    }
  };
  const visitAll = (inner: LoopOp, times: number): void => {
    const trips = tripsOf(inner, lengths);
    if (trips === null) isKnown = false;
    for (const each of regionsOf<LoopOp>(inner)) visit(each, times * (trips ?? 1));
  };
  const visitDearer = (then: readonly LoopOp[], otherwise: readonly LoopOp[], times: number): void => {
    visit(weightOf(then, tables) >= weightOf(otherwise, tables) ? then : otherwise, times);
  };
  visit(op.body, iterations);
  if (!isKnown) return null;

  const own = valuesDefinedIn([op], tables);
  const bytes = [...accesses.values()].reduce((sum, { array, count: elements }) => {
    const type = tables.typeOf(array);
    if (own.has(array) || type.kind !== "array") return sum;
    const size = product(type.shape, lengths);
    return sum + Math.min(elements, size ?? elements) * itemsize(type.dtype);
  }, 0);
  // What a loop that touches no array leaves behind is a number.
  return flops > 0 ? { iterations, flops, bytes: Math.max(bytes, itemsize(dtype)), dtype } : null;
}

/** The operations on floats of a region, each once. */
function weightOf(region: readonly LoopOp[], tables: Tables): number {
  let weight = 0;
  walk(region, (op) => {
    weight += floatOperations(op, tables);
  });
  return weight;
}

function count(accesses: Map<string, Access>, { kind, array }: Load | Store, times: number): void {
  const key = `${kind} ${array}`;
  const access = accesses.get(key) ?? { array, count: 0 };
  access.count += times;
  accesses.set(key, access);
}

/** How often the regions of an operation run; null where that depends on data. */
function tripsOf(op: LoopOp, lengths: ScalarValues): number | null {
  if (op.kind === "loop") return null;
  if (op.kind === "parfor") return product(op.extents, lengths);
  return op.kind === "for" ? forTrips(op, lengths) : 1;
}

function forTrips(op: For<LoopOp>, lengths: ScalarValues): number | null {
  const [start, stop, step] = [lengths(op.start), lengths(op.stop), lengths(op.step)];
  if (start === null || stop === null || step === null || step === 0) return null;
  return Math.max(0, (stop - start) / step);
}

function product(extents: readonly ValueId[], lengths: ScalarValues): number | null {
  return extents.reduce<number | null>((total, extent) => {
    const length = lengths(extent);
    return total === null || length === null ? null : total * length;
  }, 1);
}

function wider(dtype: FloatDType, value: ValueId, tables: Tables): FloatDType {
  const other = tables.dtypeOf(value);
  const float = isComplex(other) ? realOf(other) : other;
  return isFloat(float) && itemsize(float) > itemsize(dtype) ? float : dtype;
}

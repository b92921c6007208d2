import { type DType, isComplex, isFloat, isInteger } from "../compiler/ir/dtype.js";
import { allocate, type DataOf, lanesOf, type TypedArray } from "./dtype.js";
import { RANGES, roundToSingle, type ScalarInput, saturate, saturateBig, writeElement } from "./element.js";
import { forEachRow, isRowMajor, type Layout, type StridedArray, sizeOf } from "./layout.js";

/**
 * The elements of `source` in row-major order, as `dtype`, in memory of their own. Float to integer truncates and
 * saturates, NaN gives 0; integer to integer keeps the low bits; complex to real drops the imaginary part.
 */
export function castElements<D extends DType>(source: StridedArray, dtype: D): DataOf<D> {
  const target = allocate(dtype, sizeOf(source.shape));
  if (source.dtype === dtype) gather(source, target);
  else if (storesAsCast(source.dtype, dtype) && isRowMajor(source)) copyRange(target, source);
  else convert(source, dtype, target);
  return target;
}

/** Whether a typed array of `to`, filled from one of `from`, converts as a cast does. */
function storesAsCast(from: DType, to: DType): boolean {
  const isBig = (dtype: DType) => dtype === "int64" || dtype === "uint64";
  if (to === "bool" || isComplex(from) || isComplex(to) || isBig(from) !== isBig(to)) return false;
  return !isFloat(from) || isFloat(to);
}

function gather(source: StridedArray, target: TypedArray): void {
  const lanes = lanesOf(source.dtype);
  if (isRowMajor(source)) {
    copyRange(target, source);
    return;
  }
  const { data } = source;
  let next = 0;
  forEachRow(source, (start, step, count) => {
    for (let i = 0, at = start; i < count; i++, at += step) {
      for (let lane = 0; lane < lanes; lane++) target[next++] = data[at * lanes + lane] ?? 0;
    }
  });
}

/** Copies the elements of a row-major array. */
function copyRange(target: TypedArray, { dtype, data, offset }: StridedArray): void {
  const begin = offset * lanesOf(dtype);
  const end = begin + target.length;
  if (isBig(target)) {
    if (isBig(data)) target.set(data.subarray(begin, end));
  } else if (!isBig(data)) {
    target.set(data.subarray(begin, end));
  }
}

function isBig(data: TypedArray): data is BigInt64Array | BigUint64Array {
  return data instanceof BigInt64Array || data instanceof BigUint64Array;
}

function convert(source: StridedArray, dtype: DType, target: TypedArray): void {
  const { data } = source;
  const fromLanes = lanesOf(source.dtype);
  const toLanes = lanesOf(dtype);
  let next = 0;
  if (isBig(data)) {
    const toBig = isBig(target);
    const element = numberFromBigint(dtype);
    forEachRow(source, (start, step, count) => {
      for (let i = 0, at = start; i < count; i++, at += step, next += toLanes) {
        const value = data[at] ?? 0n;
        target[next] = toBig ? value : element(value);
      }
    });
  } else if (isBig(target)) {
    const unsigned = dtype === "uint64";
    const exact = isInteger(source.dtype) || source.dtype === "bool";
    forEachRow(source, (start, step, count) => {
      for (let i = 0, at = start; i < count; i++, at += step, next++) {
        const value = data[at * fromLanes] ?? 0;
        target[next] = exact ? BigInt(value) : saturateBig(value, unsigned);
      }
    });
  } else {
    const element = numberFromNumber(source.dtype, dtype);
    const imaginary = fromLanes === 2 && (toLanes === 2 || dtype === "bool");
    forEachRow(source, (start, step, count) => {
      for (let i = 0, at = start; i < count; i++, at += step, next += toLanes) {
        target[next] = element(data[at * fromLanes] ?? 0);
        if (!imaginary) continue;
        const part = data[at * 2 + 1] ?? 0;
        if (toLanes === 2) target[next + 1] = part;
        else if (part !== 0) target[next] = 1;
      }
    });
  }
}

function numberFromBigint(dtype: DType): (value: bigint) => number {
  if (dtype === "bool") return (value) => (value === 0n ? 0 : 1);
  if (dtype === "float32" || dtype === "complex64") return roundToSingle;
  return isInteger(dtype) ? (value) => Number(BigInt.asIntN(32, value)) : Number;
}

function numberFromNumber(from: DType, to: DType): (value: number) => number {
  if (to === "bool") return (value) => (value === 0 ? 0 : 1);
  if (isInteger(to) && !isInteger(from) && from !== "bool") {
    const [low, high] = RANGES[to];
    return (value) => saturate(value, low, high);
  }
  // Storing into the typed array keeps an integer's low bits and rounds a float to single.
  return (value) => value;
}

/** Stores `values` (row-major, of the dtype of `target`, as many as it has elements) into the elements of `target`. */
export function scatter(target: StridedArray, values: TypedArray): void {
  const lanes = lanesOf(target.dtype);
  const { data } = target;
  let next = 0;
  forEachRow(target, (start, step, count) => {
    for (let i = 0, at = start; i < count; i++, at += step) {
      for (let lane = 0; lane < lanes; lane++) data[at * lanes + lane] = values[next++] ?? 0;
    }
  });
}

/** Stores one value into every element that `layout` reaches. */
export function fillElements(dtype: DType, data: TypedArray, layout: Layout, value: ScalarInput): void {
  const one = allocate(dtype, 1);
  writeElement(dtype, one, 0, value);
  const lanes = lanesOf(dtype);
  forEachRow(layout, (start, step, count) => {
    if (step === 1 && lanes === 1) {
      fillRange(data, one, start, count);
      return;
    }
    for (let i = 0, at = start; i < count; i++, at += step) {
      for (let lane = 0; lane < lanes; lane++) data[at * lanes + lane] = one[lane] ?? 0;
    }
  });
}

function fillRange(data: TypedArray, one: TypedArray, start: number, count: number): void {
  if (isBig(data)) data.fill(BigInt(one[0] ?? 0), start, start + count);
  else data.fill(Number(one[0] ?? 0), start, start + count);
}

import { type DType, isInteger } from "../../compiler/ir/dtype.js";
import { type ArrayInput, asArray, dtypeOfScalar } from "../array-from.js";
import { allocate, type DTypeLike, toDType } from "../dtype.js";
import { isScalar, type ScalarInput, writeElement } from "../element.js";
import { sizeOf, toShape } from "../layout.js";
import { NDArray } from "../ndarray.js";

/** A length, or one length for each axis. */
export type ShapeInput = number | bigint | readonly (number | bigint)[];

/**
 * An array of zeros.
 * @throws {RangeError} where a length is negative or not whole
 */
export function zeros(shape: ShapeInput): NDArray<"float64">;
export function zeros<D extends DType>(shape: ShapeInput, dtype: DTypeLike<D>): NDArray<D>;
export function zeros(shape: ShapeInput, dtype: DTypeLike = "float64"): NDArray {
  const lengths = toShape(shape);
  const target = toDType(dtype);
  return new NDArray(target, allocate(target, sizeOf(lengths)), lengths);
}

/** An array of ones. */
export function ones(shape: ShapeInput): NDArray<"float64">;
export function ones<D extends DType>(shape: ShapeInput, dtype: DTypeLike<D>): NDArray<D>;
export function ones(shape: ShapeInput, dtype: DTypeLike = "float64"): NDArray {
  return zeros(shape, dtype).fill(1);
}

/** An array whose elements are to be written before they are read; they begin as zeros. */
export function empty(shape: ShapeInput): NDArray<"float64">;
export function empty<D extends DType>(shape: ShapeInput, dtype: DTypeLike<D>): NDArray<D>;
export function empty(shape: ShapeInput, dtype: DTypeLike = "float64"): NDArray {
  return zeros(shape, dtype);
}

/** An array of `value`, broadcast to the shape; the dtype is that of the value where it is not given. */
export function full<D extends DType>(
  shape: ShapeInput,
  value: ScalarInput | ArrayInput,
  dtype: DTypeLike<D>,
): NDArray<D>;
export function full(shape: ShapeInput, value: number): NDArray<"float64">;
export function full(shape: ShapeInput, value: boolean): NDArray<"bool">;
export function full(shape: ShapeInput, value: ScalarInput | ArrayInput, dtype?: DTypeLike): NDArray;
export function full(shape: ShapeInput, value: ScalarInput | ArrayInput, dtype?: DTypeLike): NDArray {
  if (isScalar(value)) return zeros(shape, dtype ?? dtypeOfScalar(value)).fill(value);
  const values = asArray(value);
  return zeros(shape, dtype ?? values.dtype).assign(values);
}

/** Zeros in the shape and, where none is given, the dtype of `like`. */
export function zerosLike<D extends DType>(like: NDArray<D>): NDArray<D>;
export function zerosLike<D extends DType>(like: ArrayInput, dtype: DTypeLike<D>): NDArray<D>;
export function zerosLike(like: ArrayInput): NDArray;
export function zerosLike(like: ArrayInput, dtype?: DTypeLike): NDArray {
  const model = asArray(like);
  return zeros(model.shape, dtype ?? model.dtype);
}

/** Ones in the shape and, where none is given, the dtype of `like`. */
export function onesLike<D extends DType>(like: NDArray<D>): NDArray<D>;
export function onesLike<D extends DType>(like: ArrayInput, dtype: DTypeLike<D>): NDArray<D>;
export function onesLike(like: ArrayInput): NDArray;
export function onesLike(like: ArrayInput, dtype?: DTypeLike): NDArray {
  const model = asArray(like);
  return ones(model.shape, dtype ?? model.dtype);
}

/** An array to be written, in the shape and, where none is given, the dtype of `like`. */
export function emptyLike<D extends DType>(like: NDArray<D>): NDArray<D>;
export function emptyLike<D extends DType>(like: ArrayInput, dtype: DTypeLike<D>): NDArray<D>;
export function emptyLike(like: ArrayInput): NDArray;
export function emptyLike(like: ArrayInput, dtype?: DTypeLike): NDArray {
  const model = asArray(like);
  return zeros(model.shape, dtype ?? model.dtype);
}

/** `value` in the shape and, where none is given, the dtype of `like`. */
export function fullLike<D extends DType>(like: NDArray<D>, value: ScalarInput | ArrayInput): NDArray<D>;
export function fullLike<D extends DType>(
  like: ArrayInput,
  value: ScalarInput | ArrayInput,
  dtype: DTypeLike<D>,
): NDArray<D>;
export function fullLike(like: ArrayInput, value: ScalarInput | ArrayInput): NDArray;
export function fullLike(like: ArrayInput, value: ScalarInput | ArrayInput, dtype?: DTypeLike): NDArray {
  const model = asArray(like);
  return full(model.shape, value, dtype ?? model.dtype);
}

type Bound = number | bigint;

/**
 * `start, start + step, …` up to but without `stop`. Numbers give float64; where all are bigints, int64.
 * @throws {RangeError} where the step is zero or a bound is not finite
 */
export function arange(stop: number): NDArray<"float64">;
export function arange(start: number, stop: number, step?: number): NDArray<"float64">;
export function arange<D extends DType>(
  start: Bound,
  stop: Bound,
  step: Bound,
  dtype: DTypeLike<D>,
): NDArray<D>;
export function arange(start: Bound, stop?: Bound, step?: Bound, dtype?: DTypeLike): NDArray;
export function arange(startOrStop: Bound, end?: Bound, by: Bound = 1n, dtype?: DTypeLike): NDArray {
  const [start, stop] = end === undefined ? [0n, startOrStop] : [startOrStop, end];
  const given = end === undefined ? [stop] : [start, stop];
  const isWhole = given.every((bound) => typeof bound === "bigint") && typeof by === "bigint";
  const target = toDType(dtype ?? (isWhole ? "int64" : "float64"));
  const [first, last, step] = [Number(start), Number(stop), Number(by)];
  if (step === 0) throw new RangeError("The step of arange is zero");
  const count = Math.max(0, Math.ceil((last - first) / step));
  if (!Number.isSafeInteger(count))
    throw new RangeError(`arange from ${start} to ${stop} by ${by} has no finite length`);
  const data = allocate(target, count);
  // NumPy computes the step as the difference of the first two elements.
  const delta = first + step - first;
  if (data instanceof Float64Array) {
    for (let i = 0; i < count; i++) data[i] = first + i * delta;
  } else {
    const isExact = isInteger(target) && isWhole;
    for (let i = 0; i < count; i++) {
      writeElement(target, data, i, isExact ? BigInt(start) + BigInt(i) * BigInt(by) : first + i * delta);
    }
  }
  return new NDArray(target, data, [count]);
}

export interface LinspaceOptions {
  /** Whether `stop` is the last element; true where it is not given. */
  readonly endpoint?: boolean;
  readonly dtype?: DTypeLike;
}

/** `count` evenly spaced numbers from `start` to `stop`, both exact; without `stop` where `endpoint` is false. */
export function linspace(start: number, stop: number, count?: number, endpoint?: boolean): NDArray<"float64">;
export function linspace(start: number, stop: number, count: number, options: LinspaceOptions): NDArray;
export function linspace(
  start: number,
  stop: number,
  count = 50,
  options: boolean | LinspaceOptions = {},
): NDArray {
  const { endpoint = true, dtype = "float64" } =
    typeof options === "boolean" ? { endpoint: options } : options;
  const [size = 0] = toShape(count);
  const steps = endpoint ? size - 1 : size;
  const step = (stop - start) / steps;
  const values = allocate("float64", size);
  for (let i = 0; i < size; i++) {
    // Where the step underflows to zero, NumPy scales first.
    const distance = steps <= 0 ? 0 : step === 0 ? (i / steps) * (stop - start) : i * step;
    values[i] = distance + start;
  }
  if (endpoint && size > 1) values[size - 1] = stop;
  const result = new NDArray("float64", values, [size]);
  return toDType(dtype) === "float64" ? result : result.astype(dtype);
}

/** Ones on a diagonal of a `rows` by `columns` matrix of zeros; `k` > 0 is above the main one. */
export function eye(rows: number, columns?: number, k?: number): NDArray<"float64">;
export function eye<D extends DType>(
  rows: number,
  columns: number,
  k: number,
  dtype: DTypeLike<D>,
): NDArray<D>;
export function eye(rows: number, columns = rows, k = 0, dtype: DTypeLike = "float64"): NDArray {
  const result = zeros([rows, columns], dtype);
  for (let row = Math.max(0, -k); row < rows && row + k < columns; row++) result.set(row, row + k, 1);
  return result;
}

/** The identity matrix of `size` rows. */
export function identity(size: number): NDArray<"float64">;
export function identity<D extends DType>(size: number, dtype: DTypeLike<D>): NDArray<D>;
export function identity(size: number, dtype: DTypeLike = "float64"): NDArray {
  return eye(size, size, 0, dtype);
}

/** The array of `f(i, j, …)` over all indices of `shape`; without `dtype`, that of the first value. */
export function fromFunction<D extends DType>(
  shape: ShapeInput,
  f: (...indices: number[]) => ScalarInput,
  dtype: DTypeLike<D>,
): NDArray<D>;
export function fromFunction(shape: ShapeInput, f: (...indices: number[]) => number): NDArray<"float64">;
export function fromFunction(
  shape: ShapeInput,
  f: (...indices: number[]) => ScalarInput,
  dtype?: DTypeLike,
): NDArray;
export function fromFunction(
  shape: ShapeInput,
  f: (...indices: number[]) => ScalarInput,
  dtype?: DTypeLike,
): NDArray {
  const lengths = toShape(shape);
  const size = sizeOf(lengths);
  const index = new Array<number>(lengths.length).fill(0);
  let result: NDArray | null = null;
  for (let flat = 0; flat < size; flat++) {
    const value = f(...index);
    result ??= zeros(lengths, dtype ?? dtypeOfScalar(value));
    writeElement(result.dtype, result.data, flat, value);
    advance(index, lengths);
  }
  return result ?? zeros(lengths, dtype ?? "float64");
}

/** Moves `index` on to the next element in row-major order. */
function advance(index: number[], shape: readonly number[]): void {
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const next = (index[axis] ?? 0) + 1;
    if (next < (shape[axis] ?? 0)) {
      index[axis] = next;
      return;
    }
    index[axis] = 0;
  }
}

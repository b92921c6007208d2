import { DTYPES, type DType, promoteTypes } from "../compiler/ir/dtype.js";
import { castElements } from "./cast.js";
import { Complex } from "./complex.js";
import { allocate, type DTypeLike, holds, type TypedArray, toDType, viewTypedArray } from "./dtype.js";
import { isScalar, type ScalarInput, writeElement } from "./element.js";
import { formatShape, rowMajorStrides, type StridedArray, sizeOf } from "./layout.js";
import { NDArray } from "./ndarray.js";
import { elementsOfPlain } from "./plain-elements.js";

/**
 * An array of another library, in the convention of scijs: strides and offset count entries of `data`. Or an NDArray that
 * came through JSON or structuredClone.
 */
export interface ForeignArray {
  readonly data: TypedArray | Uint8ClampedArray | readonly unknown[];
  readonly shape: readonly number[];
  readonly stride?: readonly number[] | undefined;
  readonly strides?: readonly number[] | undefined;
  readonly offset?: number | undefined;
  readonly dtype?: unknown;
}

/** What `array` takes: a scalar, nested lists of scalars or arrays, a typed array, an array of any library. */
export type ArrayInput = ScalarInput | TypedArray | Uint8ClampedArray | ForeignArray | Iterable<ArrayInput>;

/**
 * A new array with the elements of `source`. Without `dtype`, booleans give bool, numbers float64 (a session's
 * number is a float64, whole or not), bigints int64, complex numbers complex128; typed arrays and arrays keep theirs.
 * @throws {RangeError} naming the place, where nested lists don't have equal lengths
 * @throws {TypeError} naming the place, where something is neither number, boolean, bigint nor complex
 */
export function array<D extends DType>(source: ArrayInput, dtype: DTypeLike<D>): NDArray<D>;
export function array(
  source: readonly number[] | readonly (readonly number[])[] | Float64Array,
): NDArray<"float64">;
export function array<D extends DType>(source: NDArray<D>): NDArray<D>;
export function array(source: ArrayInput, dtype?: DTypeLike): NDArray;
export function array(source: ArrayInput, dtype?: DTypeLike): NDArray {
  const strided = asStrided(source);
  if (strided !== null) {
    const target = dtype === undefined ? strided.dtype : toDType(dtype);
    return new NDArray(target, castElements(strided, target), strided.shape);
  }
  return fromNested(source, dtype === undefined ? null : toDType(dtype));
}

/** As `array`, but without a copy where `source` is a typed array or an array of the right dtype already. */
export function asArray(source: ArrayInput, dtype?: DTypeLike): NDArray {
  const strided = asStrided(source);
  if (strided === null || (dtype !== undefined && toDType(dtype) !== strided.dtype))
    return array(source, dtype);
  if (source instanceof NDArray) return source;
  return new NDArray(strided.dtype, strided.data, strided.shape, strided.strides, strided.offset);
}

/** As asArray, but row-major without gaps: an array with another layout is copied. */
export function asContiguousArray(source: ArrayInput, dtype?: DTypeLike): NDArray {
  const result = asArray(source, dtype);
  return result.isContiguous() ? result : result.copy();
}

function asStrided(source: unknown): StridedArray | null {
  if (source instanceof NDArray) return source;
  if (typeof source !== "object" || source === null) return null;
  const view = viewTypedArray(source);
  if (view !== null) return flat(view.dtype, view.data);
  return isForeign(source) ? fromForeign(source) : null;
}

function flat(dtype: DType, data: TypedArray): StridedArray {
  return { dtype, data, shape: [data.length], strides: [1], offset: 0 };
}

function isForeign(source: object): source is ForeignArray {
  if (!("data" in source && "shape" in source)) return false;
  return Array.isArray(source.shape) && (ArrayBuffer.isView(source.data) || Array.isArray(source.data));
}

function fromForeign(source: ForeignArray): StridedArray {
  const view = viewTypedArray(source.data);
  const named = DTYPES.find((known) => known === source.dtype) ?? null;
  const dtype =
    named !== null && (view === null || holds(named, view.data)) ? named : (view?.dtype ?? "float64");
  const data = view?.data ?? elementsOfPlain(dtype, Array.from<unknown>(source.data));
  const strides = source.stride ?? source.strides ?? rowMajorStrides(source.shape);
  return new NDArray(dtype, data, source.shape, strides, source.offset ?? 0);
}

function fromNested(source: ArrayInput, wanted: DType | null): NDArray {
  const leaves: (ScalarInput | StridedArray)[] = [];
  const shape = collect(source, [], leaves);
  const dtype =
    wanted ??
    leaves.reduce<DType | null>((found, leaf) => promote(found, dtypeOfLeaf(leaf)), null) ??
    "float64";
  const data = allocate(dtype, sizeOf(shape));
  const result = new NDArray(dtype, data, shape);
  let next = 0;
  for (const leaf of leaves) {
    if (isScalar(leaf)) {
      writeElement(dtype, data, next++, leaf);
    } else {
      const part = new NDArray(dtype, data, leaf.shape, rowMajorStrides(leaf.shape), next);
      part.assign(leaf);
      next += part.size;
    }
  }
  return result;
}

function promote(found: DType | null, dtype: DType): DType {
  return found === null || found === dtype ? dtype : promoteTypes(found, dtype);
}

function dtypeOfLeaf(leaf: ScalarInput | StridedArray): DType {
  return isScalar(leaf) ? dtypeOfScalar(leaf) : leaf.dtype;
}

/**
 * The dtype of a session's value: boolean is bool, number float64, bigint int64 (uint64 where only that holds it).
 * @throws {RangeError} where a bigint needs more than 64 bits
 */
export function dtypeOfScalar(value: ScalarInput): DType {
  if (value instanceof Complex) return "complex128";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return "float64";
  if (BigInt.asIntN(64, value) === value) return "int64";
  if (BigInt.asUintN(64, value) === value) return "uint64";
  throw new RangeError(`${value}n doesn't fit into 64 bits`);
}

/** A list of nothing but numbers, as one piece instead of its elements: ten times faster. */
function asNumbers(source: unknown): StridedArray | null {
  if (!Array.isArray(source) || source.length === 0) return null;
  const isAllNumbers = source.every((item: unknown): item is number => typeof item === "number");
  return isAllNumbers ? flat("float64", new Float64Array(source)) : null;
}

const SCALAR_SHAPE: readonly number[] = [];

/** Appends the scalars and arrays of `source` in row-major order, and gives its shape. */
function collect(
  source: unknown,
  path: readonly number[],
  leaves: (ScalarInput | StridedArray)[],
): readonly number[] {
  if (isScalar(source)) {
    leaves.push(source);
    return SCALAR_SHAPE;
  }
  const strided = asStrided(source) ?? asNumbers(source);
  if (strided !== null) {
    leaves.push(strided);
    return strided.shape;
  }
  if (!isIterable(source))
    throw new TypeError(`${describe(source)} at ${formatPath(path)} is no element of an array`);
  let first: readonly number[] | null = null;
  let length = 0;
  for (const item of source) {
    let shape = SCALAR_SHAPE;
    if (isScalar(item)) leaves.push(item);
    else shape = collect(item, [...path, length], leaves);
    first ??= shape;
    if (shape !== first && shape.join() !== first.join()) {
      throw new RangeError(
        `Nested lists must have equal lengths: ${formatPath([...path, length])} has shape ${formatShape(shape)}, ${formatPath([...path, 0])} has ${formatShape(first)}`,
      );
    }
    length++;
  }
  return [length, ...(first ?? [])];
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.iterator in value;
}

function formatPath(path: readonly number[]): string {
  return path.length === 0 ? "the top" : `[${path.join("][")}]`;
}

function describe(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : Object.prototype.toString.call(value);
}

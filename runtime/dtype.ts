import { DTYPES, type DType, isComplex, itemsize } from "../compiler/ir/dtype.js";
import type { Complex } from "./complex.js";

/** The typed array that holds each dtype. bool is one byte, 0 or 1; complex is interleaved real, imaginary. */
interface DataByDType {
  readonly bool: Uint8Array;
  readonly int8: Int8Array;
  readonly int16: Int16Array;
  readonly int32: Int32Array;
  readonly int64: BigInt64Array;
  readonly uint8: Uint8Array;
  readonly uint16: Uint16Array;
  readonly uint32: Uint32Array;
  readonly uint64: BigUint64Array;
  readonly float32: Float32Array;
  readonly float64: Float64Array;
  readonly complex64: Float32Array;
  readonly complex128: Float64Array;
}

/** What one element reads as. An int64 or uint64 within ±2^53 reads as number, outside it as bigint. */
interface ElementByDType {
  readonly bool: boolean;
  readonly int8: number;
  readonly int16: number;
  readonly int32: number;
  readonly int64: number | bigint;
  readonly uint8: number;
  readonly uint16: number;
  readonly uint32: number;
  readonly uint64: number | bigint;
  readonly float32: number;
  readonly float64: number;
  readonly complex64: Complex;
  readonly complex128: Complex;
}

export type DataOf<D extends DType> = DataByDType[D];
export type ElementOf<D extends DType> = ElementByDType[D];
export type TypedArray = DataByDType[DType];
export type Scalar = ElementByDType[DType];

/** A dtype by name, or anything that carries one: an array, or a cast function such as `np.float32`. */
export type DTypeLike<D extends DType = DType> = D | { readonly dtype: D };

interface DataConstructor<D extends DType> {
  new (length: number): DataOf<D>;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): DataOf<D>;
}

const CONSTRUCTORS: { readonly [D in DType]: DataConstructor<D> } = {
  bool: Uint8Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  float32: Float32Array,
  float64: Float64Array,
  complex64: Float32Array,
  complex128: Float64Array,
};

/** How many entries of the typed array one element takes: 2 for complex, else 1. */
export function lanesOf(dtype: DType): 1 | 2 {
  return isComplex(dtype) ? 2 : 1;
}

/** Zeroed memory for `size` elements. */
export function allocate<D extends DType>(dtype: D, size: number): DataOf<D> {
  const Data: DataConstructor<D> = CONSTRUCTORS[dtype];
  return new Data(size * lanesOf(dtype));
}

/** A buffer as the typed array of `dtype`, from its first byte to its last whole element; without a copy. */
export function typedArrayOver<D extends DType>(dtype: D, buffer: ArrayBufferLike): DataOf<D> {
  const Data: DataConstructor<D> = CONSTRUCTORS[dtype];
  return new Data(buffer, 0, Math.floor(buffer.byteLength / itemsize(dtype)) * lanesOf(dtype));
}

export function holds<D extends DType>(dtype: D, data: TypedArray): data is DataOf<D> {
  return data instanceof CONSTRUCTORS[dtype];
}

/** A typed array as that of `dtype`: itself where it is one, else another one over the same buffer. */
export function retyped<D extends DType>(dtype: D, data: TypedArray): DataOf<D> {
  if (holds(dtype, data)) return data;
  const { buffer }: TypedArray = data;
  return typedArrayOver(dtype, buffer);
}

const DTYPES_OF_DATA: readonly DType[] = DTYPES.filter((dtype) => dtype !== "bool" && !isComplex(dtype));

/**
 * What a typed array holds, over the same memory: clamped bytes and Node's buffers are uint8. Null for anything that
 * holds elements of no dtype (a DataView, what is no typed array).
 */
export function viewTypedArray(value: unknown): { readonly dtype: DType; readonly data: TypedArray } | null {
  if (!ArrayBuffer.isView(value)) return null;
  if (value instanceof Uint8ClampedArray || Buffer.isBuffer(value)) {
    return { dtype: "uint8", data: new Uint8Array(value.buffer, value.byteOffset, value.length) };
  }
  for (const dtype of DTYPES_OF_DATA) {
    const Data = CONSTRUCTORS[dtype];
    if (value instanceof Data) return { dtype, data: value };
  }
  return null;
}

/** @throws {TypeError} that lists the dtypes, where `like` names none */
export function toDType<D extends DType>(like: DTypeLike<D>): D {
  const name: unknown = typeof like === "string" ? like : like?.dtype;
  const dtype = DTYPES.find((known): known is D => known === name);
  if (dtype === undefined)
    throw new TypeError(`Unknown dtype ${String(name)}: use one of ${DTYPES.join(", ")}`);
  return dtype;
}

import { type DType, type IntegerDType, integerRange, isInteger } from "../compiler/ir/dtype.js";
import { Complex } from "./complex.js";
import type { Scalar, TypedArray } from "./dtype.js";

/** What may be stored into an element; conversion follows the rules of a cast. */
export type ScalarInput = number | bigint | boolean | Complex;

export function isScalar(value: unknown): value is ScalarInput {
  const type = typeof value;
  return type === "number" || type === "bigint" || type === "boolean" || value instanceof Complex;
}

const SAFE = 2n ** 53n;

/** A number within ±2^53, where every integer is exact; else the bigint itself. */
function safeInteger(value: bigint): number | bigint {
  return value >= -SAFE && value <= SAFE ? Number(value) : value;
}

/** The element at `position` (in elements of `dtype`) of a buffer. */
export function readElement(dtype: DType, data: TypedArray, position: number): Scalar {
  if (dtype === "complex64" || dtype === "complex128") {
    const [re, im] = [data[2 * position], data[2 * position + 1]];
    if (re === undefined || im === undefined) throw lostMemory(position);
    return new Complex(Number(re), Number(im));
  }
  const raw = data[position];
  if (raw === undefined) throw lostMemory(position);
  if (typeof raw === "bigint") return safeInteger(raw);
  return dtype === "bool" ? raw !== 0 : raw;
}

// No array is made that reaches outside its typed array.
function lostMemory(position: number): TypeError {
  return new TypeError(
    `The memory of element ${position} is gone: it was given back where \`using\` ended, or its ArrayBuffer was transferred or shrunk`,
  );
}

/** Stores `value`, cast to `dtype`: floats truncate and saturate, NaN gives 0, bigints keep their low bits. */
export function writeElement(dtype: DType, data: TypedArray, position: number, value: ScalarInput): void {
  if (position >= data.length) throw lostMemory(position);
  if (dtype === "complex64" || dtype === "complex128") {
    data[2 * position] = realPart(value);
    data[2 * position + 1] = value instanceof Complex ? value.im : 0;
  } else if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    data[position] = toBigInteger(dtype, value);
  } else {
    data[position] = toNumber(dtype, value);
  }
}

function realPart(value: ScalarInput): number {
  return value instanceof Complex ? value.re : Number(value);
}

function toNumber(dtype: DType, value: ScalarInput): number {
  if (dtype === "bool") return truthy(value) ? 1 : 0;
  if (typeof value === "bigint") {
    if (isInteger(dtype)) return Number(BigInt.asIntN(32, value));
    return dtype === "float32" ? roundToSingle(value) : Number(value);
  }
  const real = realPart(value);
  if (!isInteger(dtype)) return real;
  const [low, high] = RANGES[dtype];
  return saturate(real, low, high);
}

function toBigInteger(dtype: DType, value: ScalarInput): bigint {
  if (typeof value === "bigint") return value;
  return saturateBig(realPart(value), dtype === "uint64");
}

function truthy(value: ScalarInput): boolean {
  if (value instanceof Complex) return value.re !== 0 || value.im !== 0;
  return typeof value === "bigint" ? value !== 0n : value !== 0 && value !== false;
}

type Range = readonly [low: number, high: number];
const rangeOf = (dtype: IntegerDType): Range => {
  const [low, high] = integerRange(dtype);
  return [Number(low), Number(high)];
};

/** Smallest and largest value of each integer dtype, as the nearest float64. */
export const RANGES: Readonly<Record<IntegerDType, Range>> = {
  int8: rangeOf("int8"),
  int16: rangeOf("int16"),
  int32: rangeOf("int32"),
  int64: rangeOf("int64"),
  uint8: rangeOf("uint8"),
  uint16: rangeOf("uint16"),
  uint32: rangeOf("uint32"),
  uint64: rangeOf("uint64"),
};

/** Toward zero, into [low, high]; NaN gives 0. */
export function saturate(value: number, low: number, high: number): number {
  if (Number.isNaN(value)) return 0;
  return value <= low ? low : value >= high ? high : Math.trunc(value);
}

/** As `saturate`, for the range of int64, or of uint64. */
export function saturateBig(value: number, unsigned: boolean): bigint {
  const [low, high] = integerRange(unsigned ? "uint64" : "int64");
  if (Number.isNaN(value)) return 0n;
  if (value <= Number(low)) return low;
  return value >= Number(high) ? high : BigInt(Math.trunc(value));
}

/**
 * The float32 nearest to an integer of 64 bits. Rounding to float64 first could round twice, so the bits below
 * the 53rd are folded into one sticky bit (rounding to odd; Boldo and Melquiond, 2008).
 */
export function roundToSingle(value: bigint): number {
  const magnitude = value < 0n ? -value : value;
  if (magnitude <= SAFE) return Math.fround(Number(value));
  const kept = magnitude >> 11n;
  const sticky = (magnitude & 2047n) === 0n ? kept : kept | 1n;
  const rounded = Math.fround(Number(sticky << 11n));
  return value < 0n ? -rounded : rounded;
}

// Arguments and results of kernels: 8-byte slots, as runtime/src/kernel_abi.h describes them. All views of a block share
// its memory; the functions avoid the allocation of a BigInt.

export interface Slots {
  readonly buffer: ArrayBuffer;
  readonly floats: Float64Array;
  readonly integers: BigInt64Array;
  /** Two to a slot, the lower half first. */
  readonly words: Int32Array;
}

/** A zeroed block of slots. */
export function makeSlots(count: number): Slots {
  const buffer = new ArrayBuffer(Math.max(count, 1) * 8);
  return {
    buffer,
    floats: new Float64Array(buffer),
    integers: new BigInt64Array(buffer),
    words: new Int32Array(buffer),
  };
}

const WORD = 2 ** 32;

/** Stores a whole number within ±2^53 as int64. */
export function putInteger(slots: Slots, slot: number, value: number): void {
  // An Int32Array keeps the low 32 bits of a number of any size.
  slots.words[2 * slot] = value;
  slots.words[2 * slot + 1] = Math.floor(value / WORD);
}

/** The int64 of a slot, as a number where it is within ±2^53, else as bigint. */
export function takeInteger(slots: Slots, slot: number): number | bigint {
  const high = slots.words[2 * slot + 1] ?? 0;
  const low = (slots.words[2 * slot] ?? 0) >>> 0;
  if (high >= -LIMIT && isBelowLimit(high, low)) return high * WORD + low;
  return slots.integers[slot] ?? 0n;
}

/** As `takeInteger`, for uint64. */
export function takeUnsigned(slots: Slots, slot: number): number | bigint {
  const high = slots.words[2 * slot + 1] ?? 0;
  const low = (slots.words[2 * slot] ?? 0) >>> 0;
  if (high >= 0 && isBelowLimit(high, low)) return high * WORD + low;
  return BigInt.asUintN(64, slots.integers[slot] ?? 0n);
}

/** The upper word of 2^53. */
const LIMIT = 2 ** 21;
const isBelowLimit = (high: number, low: number): boolean => high < LIMIT || (high === LIMIT && low === 0);

/** The int64 of a slot that is known to be within ±2^53: an address, an extent, a stride. */
export function takeSmall(slots: Slots, slot: number): number {
  const high = slots.words[2 * slot + 1] ?? 0;
  const low = slots.words[2 * slot] ?? 0;
  // Small integers stay what V8 calls so: arrays of them are not arrays of doubles.
  return high === 0 && low >= 0 ? low : high * WORD + (low >>> 0);
}

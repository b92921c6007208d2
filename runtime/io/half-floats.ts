/** Floats of 16 bits (IEEE 754 binary16), given by their bits, as float32: each of them is one. */
export function singlesOfHalfs(bits: Uint16Array): Float32Array {
  return Float32Array.from(bits, singleOfHalf);
}

function singleOfHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

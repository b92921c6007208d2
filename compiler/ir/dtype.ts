/** The scalar dtypes of arrays and values, in NumPy's names. */
export const DTYPES = [
  "bool",
  "int8",
  "int16",
  "int32",
  "int64",
  "uint8",
  "uint16",
  "uint32",
  "uint64",
  "float32",
  "float64",
  "complex64",
  "complex128",
] as const;
export type DType = (typeof DTYPES)[number];

export type IntegerDType = "int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64";
export type FloatDType = "float32" | "float64";
export type ComplexDType = "complex64" | "complex128";
/** NumPy's kinds in the order of promotion: a value of a lower kind never raises the kind of a higher one. */
export type DTypeKind = "bool" | "signed" | "unsigned" | "float" | "complex";

interface DTypeFacts {
  readonly kind: DTypeKind;
  readonly bytes: number;
}

const FACTS: Readonly<Record<DType, DTypeFacts>> = {
  bool: { kind: "bool", bytes: 1 },
  int8: { kind: "signed", bytes: 1 },
  int16: { kind: "signed", bytes: 2 },
  int32: { kind: "signed", bytes: 4 },
  int64: { kind: "signed", bytes: 8 },
  uint8: { kind: "unsigned", bytes: 1 },
  uint16: { kind: "unsigned", bytes: 2 },
  uint32: { kind: "unsigned", bytes: 4 },
  uint64: { kind: "unsigned", bytes: 8 },
  float32: { kind: "float", bytes: 4 },
  float64: { kind: "float", bytes: 8 },
  complex64: { kind: "complex", bytes: 8 },
  complex128: { kind: "complex", bytes: 16 },
};

/** Size of one element in bytes. */
export const itemsize = (dtype: DType): number => FACTS[dtype].bytes;
export const kindOf = (dtype: DType): DTypeKind => FACTS[dtype].kind;
export const isDType = (name: string): name is DType => Object.hasOwn(FACTS, name);

export function isInteger(dtype: DType): dtype is IntegerDType {
  const kind = kindOf(dtype);
  return kind === "signed" || kind === "unsigned";
}
export const isSigned = (dtype: DType): boolean => kindOf(dtype) === "signed";
export const isFloat = (dtype: DType): dtype is FloatDType => kindOf(dtype) === "float";
export const isComplex = (dtype: DType): dtype is ComplexDType => kindOf(dtype) === "complex";

const SIGNED_BY_BYTES: Readonly<Record<number, IntegerDType>> = {
  1: "int8",
  2: "int16",
  4: "int32",
  8: "int64",
};
const UNSIGNED_BY_BYTES: Readonly<Record<number, IntegerDType>> = {
  1: "uint8",
  2: "uint16",
  4: "uint32",
  8: "uint64",
};

const byBytes = (table: Readonly<Record<number, IntegerDType>>, bytes: number): IntegerDType => {
  const dtype = table[bytes];
  if (dtype === undefined) throw new RangeError(`No integer dtype has ${bytes} bytes`);
  return dtype;
};

/** The unsigned dtype of the same width (`>>>` gives it). */
export const unsignedOf = (dtype: IntegerDType): IntegerDType => byBytes(UNSIGNED_BY_BYTES, itemsize(dtype));

/** The dtype of the real and imaginary parts. */
export const realOf = (dtype: ComplexDType): FloatDType => (dtype === "complex64" ? "float32" : "float64");

/** The smallest float that holds every value of `dtype` (bool, 8 and 16 bits: float32; else float64); floats and complex stay. */
export function floatFor(dtype: DType): FloatDType | ComplexDType {
  if (isFloat(dtype) || isComplex(dtype)) return dtype;
  return itemsize(dtype) <= 2 ? "float32" : "float64";
}

function promoteIntegers(a: IntegerDType, b: IntegerDType): DType {
  if (isSigned(a) === isSigned(b)) return itemsize(a) >= itemsize(b) ? a : b;
  const [signed, unsigned] = isSigned(a) ? [a, b] : [b, a];
  if (itemsize(signed) > itemsize(unsigned)) return signed;
  const bytes = itemsize(unsigned) * 2;
  return bytes > 8 ? "float64" : byBytes(SIGNED_BY_BYTES, bytes);
}

/** NumPy 2's promotion of two strong dtypes (`numpy.promote_types`). */
export function promoteTypes(a: DType, b: DType): DType {
  if (a === b || b === "bool") return a;
  if (a === "bool") return b;
  if (isInteger(a) && isInteger(b)) return promoteIntegers(a, b);
  if (isComplex(a) || isComplex(b)) {
    const part = promoteTypes(isComplex(a) ? realOf(a) : floatFor(a), isComplex(b) ? realOf(b) : floatFor(b));
    return part === "float32" ? "complex64" : "complex128";
  }
  const [left, right] = [floatFor(a), floatFor(b)];
  return left === "float64" || right === "float64" ? "float64" : "float32";
}

/** The values an integer dtype holds, both ends included. */
export function integerRange(dtype: IntegerDType): readonly [min: bigint, max: bigint] {
  const bits = BigInt(itemsize(dtype) * 8);
  return isSigned(dtype) ? [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n] : [0n, (1n << bits) - 1n];
}

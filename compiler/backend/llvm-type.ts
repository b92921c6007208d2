import type { ComplexDType, DType, FloatDType } from "../ir/dtype.js";
import { isComplex, isFloat, isInteger, itemsize, realOf } from "../ir/dtype.js";
import { InternalError } from "../ir/program.js";

/** The LLVM types of scalar values. */
export type LlvmType = "i1" | "i8" | "i16" | "i32" | "i64" | "float" | "double" | "ptr";
export type LlvmFloat = "float" | "double";

const INTEGER_BY_BYTES: Readonly<Record<number, LlvmType>> = { 1: "i8", 2: "i16", 4: "i32", 8: "i64" };

/** The type of a computed value of a real dtype: bool is i1. */
export function valueType(dtype: DType): LlvmType {
  if (dtype === "bool") return "i1";
  return memoryType(dtype);
}

/** The type of an element in memory of a real dtype: bool is a byte. */
export function memoryType(dtype: DType): LlvmType {
  if (isFloat(dtype)) return floatType(dtype);
  if (isComplex(dtype)) throw new InternalError(`${dtype} is not one LLVM scalar`);
  const type = INTEGER_BY_BYTES[itemsize(dtype)];
  if (type === undefined) throw new InternalError(`no LLVM type for ${dtype}`);
  return type;
}

export const floatType = (dtype: FloatDType): LlvmFloat => (dtype === "float32" ? "float" : "double");
/** The type of the parts of a complex dtype. */
export const partType = (dtype: ComplexDType): LlvmFloat => floatType(realOf(dtype));
/** The type of one element for address arithmetic. */
export const elementType = (dtype: DType): string =>
  isComplex(dtype) ? `{ ${partType(dtype)}, ${partType(dtype)} }` : memoryType(dtype);
/** Bytes of the scalar that a load moves: the natural alignment of elements. */
export const alignmentOf = (dtype: DType): number =>
  isComplex(dtype) ? itemsize(dtype) / 2 : itemsize(dtype);

const bits = new DataView(new ArrayBuffer(8));

/** A float literal: the 16 hexadecimal digits of the float64 with the same value, which LLVM takes for both widths. */
export function floatLiteral(value: number, type: LlvmFloat): string {
  bits.setFloat64(0, type === "float" ? Math.fround(value) : value);
  return `0x${bits.getBigUint64(0).toString(16).toUpperCase().padStart(16, "0")}`;
}

/** An integer literal of `dtype`, wrapped to its width. */
const integerLiteral = (value: bigint, width: number): string => BigInt.asIntN(width, value).toString();

/** A literal of a real dtype, converted as NumPy casts. */
export function literal(value: number | bigint | boolean, dtype: DType): string {
  if (dtype === "bool") return value ? "true" : "false";
  if (isFloat(dtype)) return floatLiteral(Number(value), floatType(dtype));
  if (isInteger(dtype)) return integerLiteral(BigInt(value), itemsize(dtype) * 8);
  throw new InternalError(`${dtype} has no literal`);
}

/** Literals stay literals where they are captured or stored; names are defined in one function. */
export const isLiteral = (text: string): boolean => !text.startsWith("%");

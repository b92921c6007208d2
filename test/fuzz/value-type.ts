// What the generator knows of a value. It only steers: whether a type is right is for Weft and NumPy to say.
import {
  type DType,
  floatFor,
  isComplex,
  isFloat,
  isInteger,
  isSigned,
  itemsize,
  promoteTypes,
} from "../../compiler/ir/dtype.js";
import type { Expression } from "./program.js";

export type Shape = readonly number[];

export interface Typed {
  readonly expression: Expression;
  readonly dtype: DType;
  /** null for a scalar. */
  readonly shape: Shape | null;
  readonly weak: boolean;
  /** Whether it has NumPy's bits; else only its last places may differ. */
  readonly exact: boolean;
}

export interface Variable extends Omit<Typed, "expression"> {
  readonly name: string;
  /** Variables with one root may share memory. */
  readonly root: string;
  /** Whether its elements may be written. */
  readonly writable: boolean;
  /** For integers that index: the length of the axis that they fit. */
  readonly indexes: number | null;
  readonly parameter: boolean;
}

/** Kinds of dtype that an expression may be asked for. */
export type Kind = "bool" | "integer" | "float" | "real" | "number" | "any";

export function isKind(dtype: DType, kind: Kind): boolean {
  switch (kind) {
    case "bool":
      return dtype === "bool";
    case "integer":
      return isInteger(dtype);
    case "float":
      return isFloat(dtype);
    case "real":
      return isInteger(dtype) || isFloat(dtype);
    case "number":
      return dtype !== "bool";
    case "any":
      return true;
  }
}

type Operand = Pick<Typed, "dtype" | "weak" | "shape">;
type Promoted = Pick<Typed, "dtype" | "weak">;

/** In scalar code elements of 8 and 16 bits count as int32 in arithmetic. */
export const widened = (dtype: DType): DType => (isInteger(dtype) && itemsize(dtype) < 4 ? "int32" : dtype);

/** The dtype of arithmetic on two values. */
export function arithmeticType(a: Operand, b: Operand): Promoted {
  const scalars = a.shape === null && b.shape === null;
  const [left, right] = [a, b].map(({ dtype, weak }) => ({ dtype: scalars ? widened(dtype) : dtype, weak }));
  if (left === undefined || right === undefined) throw new Error("An operand is missing");
  const { dtype, weak } = promoteOperands(left, right);
  return { dtype: dtype === "bool" ? "int64" : dtype, weak };
}

/** NumPy 2's promotion, where weak scalars take the other's dtype if its kind allows. */
export function promoteOperands(a: Promoted, b: Promoted): Promoted {
  if (a.weak === b.weak) return { dtype: promoteTypes(a.dtype, b.dtype), weak: a.weak };
  const [weak, strong] = a.weak ? [a.dtype, b.dtype] : [b.dtype, a.dtype];
  if (isComplex(strong) || isFloat(strong)) return { dtype: strong, weak: false };
  if (isFloat(weak)) return { dtype: "float64", weak: false };
  return { dtype: isInteger(strong) ? strong : weak, weak: false };
}

/** The dtype of true division. */
export function quotientType(a: Operand, b: Operand): Promoted {
  const { dtype, weak } = arithmeticType(a, b);
  return { dtype: isFloat(dtype) || isComplex(dtype) ? dtype : "float64", weak };
}

export const functionType = ({ dtype, weak }: Operand): Promoted => ({
  dtype: weak ? "float64" : floatFor(dtype),
  weak,
});

/** The dtype in which a sum counts. */
export function sumType(dtype: DType): DType {
  if (!isInteger(dtype) && dtype !== "bool") return dtype;
  return dtype === "bool" || isSigned(dtype) ? "int64" : "uint64";
}

export const sizeOfShape = (shape: Shape): number => shape.reduce((size, extent) => size * extent, 1);
export const sameShape = (a: Shape | null, b: Shape | null): boolean =>
  a !== null && b !== null && a.length === b.length && a.every((extent, axis) => extent === b[axis]);

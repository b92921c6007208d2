import type { DType } from "../../compiler/ir/dtype.js";
import { isKind, type Kind, type Shape, type Typed } from "./value-type.js";
import type { Writer } from "./writer.js";

/** What an array expression is asked to be. */
export interface Need {
  readonly shape: Shape;
  readonly kind: Kind;
  /** Whether its bits decide something (an order, an integer), so that they must be NumPy's. */
  readonly exact: boolean;
}

/** Makes the operands of an expression. */
export interface Nested {
  readonly array: (need: Need) => Typed;
  /** An operand that broadcasts to the shape: an array of it, one of lower rank or with extents of 1, or a scalar. */
  readonly operand: (need: Need, partner: DType) => Typed;
}

/** Makes one form of expression; null where it can't be what is needed. What it makes may still be of another kind. */
export type Maker = (w: Writer, need: Need, nested: Nested) => Typed | null;

/** One of the program's dtypes that is of the kind. */
export function dtypeOf(w: Writer, kind: Kind): DType {
  const own = w.dtypes.filter((dtype) => isKind(dtype, kind));
  if (own.length > 0 && w.random.chance(0.8)) return w.random.pick(own);
  const all: Readonly<Record<Kind, readonly DType[]>> = {
    bool: ["bool"],
    integer: ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"],
    float: ["float32", "float64"],
    real: ["int32", "int64", "uint8", "float32", "float64"],
    number: ["int32", "int64", "uint8", "float32", "float64"],
    any: ["bool", "int32", "int64", "uint8", "float32", "float64"],
  };
  return w.random.pick(all[kind]);
}

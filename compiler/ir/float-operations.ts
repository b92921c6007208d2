import type { DType } from "./dtype.js";
import { isComplex, isFloat } from "./dtype.js";
import type { MathFunction } from "./math-functions.js";
import type { Binary, LoopOp } from "./ops.js";
import type { Tables } from "./program.js";

/** What an elementary function of a float counts as: a polynomial of that many multiplications and additions. */
const ELEMENTARY = 20;
const COUNTS: Partial<Record<MathFunction, number>> = {
  sqrt: 1,
  fmin: 1,
  fmax: 1,
  floor: 1,
  ceil: 1,
  trunc: 1,
  rint: 1,
  abs: 0,
  copysign: 0,
  isnan: 0,
  isinf: 0,
  isfinite: 0,
  signbit: 0,
  nextafter: 0,
  ldexp: 0,
  pow: 2 * ELEMENTARY,
};
/** Additions and multiplications of floats that one of complex numbers consists of. */
const COMPLEX: Partial<Record<Binary["op"], number>> = { add: 2, sub: 2, mul: 6, div: 11 };
const REAL: ReadonlySet<Binary["op"]> = new Set(["add", "sub", "mul", "div", "min", "max", "rem"]);

const isFloating = (dtype: DType): boolean => isFloat(dtype) || isComplex(dtype);

/** How many additions, multiplications and the like of floats an operation is, without its regions; an elementary function counts as 20. */
export function floatOperations(op: LoopOp, tables: Tables): number {
  if (op.kind === "binary") {
    const dtype = tables.dtypeOf(op.out);
    if (isComplex(dtype)) return COMPLEX[op.op] ?? 0;
    return isFloat(dtype) && REAL.has(op.op) ? 1 : 0;
  }
  if (op.kind !== "call" || !isFloating(tables.dtypeOf(op.out))) return 0;
  const [first] = op.args;
  // Random numbers are made of whole ones.
  if (first === undefined || !isFloating(tables.dtypeOf(first))) return 0;
  const count = COUNTS[op.fn] ?? ELEMENTARY;
  return isComplex(tables.dtypeOf(first)) ? Math.max(count, ELEMENTARY) * 2 : count;
}

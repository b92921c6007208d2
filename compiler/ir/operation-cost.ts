// What one operation costs, in nanoseconds of one core, where a loop runs it many times from cached memory: rough on
// purpose. It decides whether a loop is worth several threads and how long its chunks are.
import { isComplex, isFloat } from "./dtype.js";
import type { MathFunction } from "./math-functions.js";
import type { Binary, Call, LoopOp } from "./ops.js";
import type { Tables } from "./program.js";
import type { AnyOp } from "./visit.js";

const ARITHMETIC = 0.25;
const MEMORY = 0.4;
const CHECK = 0.3;
const CALL = 1.5;
const ALLOCATION = 60;
const RELEASE = 20;
const RUNTIME = 1000;

const CALLS: Partial<Record<MathFunction, number>> = {
  abs: ARITHMETIC,
  floor: ARITHMETIC,
  ceil: ARITHMETIC,
  trunc: ARITHMETIC,
  rint: ARITHMETIC,
  copysign: ARITHMETIC,
  fmin: ARITHMETIC,
  fmax: ARITHMETIC,
  isnan: ARITHMETIC,
  isinf: ARITHMETIC,
  isfinite: ARITHMETIC,
  signbit: ARITHMETIC,
  clz: ARITHMETIC,
  popcount: ARITHMETIC,
  sqrt: 1,
  pow: 6,
  atan2: 5,
  hypot: 3,
  tan: 4,
  erf: 3,
  erfc: 6,
  lgamma: 40,
  nextafter: 3,
  ldexp: 3,
  gcd: 30,
  lcm: 35,
  randomBits: 3,
  randomUniform: 3,
  randomNormal: 5,
  randomBelow: 5,
  randomGamma: 80,
  randomBeta: 160,
  randomPoisson: 80,
  randomBinomial: 80,
};
/** libm's functions of complex numbers are not vectorized. */
const COMPLEX_CALL = 40;

/** Without the operation's regions. */
export function operationCost(op: LoopOp, tables: Tables): number {
  switch (op.kind) {
    case "unary":
    case "compare":
    case "inRange":
    case "select":
    case "cast":
      return ARITHMETIC;
    case "binary":
      return binaryCost(op, tables);
    case "call":
      return callCost(op, tables);
    case "load":
    case "store":
      return MEMORY + (op.bounds.kind === "checked" ? CHECK * op.index.length : 0);
    case "check":
      return CHECK;
    case "alloc":
      return ALLOCATION;
    case "unalias":
      return ALLOCATION;
    case "release":
      return RELEASE;
    case "runtimeCall":
    case "print":
      return RUNTIME;
    case "if":
      return 2 * ARITHMETIC;
    default:
      return 0;
  }
}

function binaryCost(op: Binary, tables: Tables): number {
  const dtype = tables.dtypeOf(op.out);
  if (isComplex(dtype)) return op.op === "div" ? 5 : 4 * ARITHMETIC;
  if (op.op === "rem") return isFloat(dtype) ? 10 : 3;
  if (op.op === "div") return isFloat(dtype) ? 1 : 3;
  return ARITHMETIC;
}

/** Whether the operation is a call that takes longer than arithmetic, or than reading its value back from memory. */
export const isDearCall = (op: AnyOp): boolean => op.kind === "call" && (CALLS[op.fn] ?? CALL) > ARITHMETIC;

function callCost(op: Call, tables: Tables): number {
  const [first] = op.args;
  if (first !== undefined && isComplex(tables.dtypeOf(first))) return COMPLEX_CALL;
  return CALLS[op.fn] ?? CALL;
}

// Constants, arithmetic, comparisons and selections of real scalars; complex.ts has those of complex numbers.
import type { DType } from "../ir/dtype.js";
import { integerRange, isComplex, isFloat, isInteger, isSigned, itemsize, realOf } from "../ir/dtype.js";
import type {
  Binary,
  BinaryOperator,
  Compare,
  CompareOperator,
  Const,
  InRange,
  Select,
  Unary,
} from "../ir/ops.js";
import { InternalError } from "../ir/program.js";
import { complexBinary, complexEquals, complexNegate } from "./complex.js";
import type { ComplexOperand, Emission, Operand } from "./emission.js";
import { operand, scalar } from "./emission.js";
import { isLiteral, literal, valueType } from "./llvm-type.js";

export function emitConst(e: Emission, op: Const): void {
  const dtype = e.unit.tables.dtypeOf(op.out);
  if (isComplex(dtype)) {
    const part = realOf(dtype);
    const type = part === "float32" ? "float" : "double";
    e.values.set(op.out, { kind: "complex", part: type, re: literal(op.value, part), im: literal(0, part) });
  } else {
    e.values.set(op.out, { kind: "scalar", type: valueType(dtype), text: literal(op.value, dtype) });
  }
}

export function emitUnary(e: Emission, op: Unary): void {
  const a = operand(e, op.a);
  const dtype = e.unit.tables.dtypeOf(op.out);
  if (a.kind === "complex") {
    e.values.set(op.out, complexUnary(e, op, a));
    return;
  }
  const text = scalar(e, op.a);
  const type = valueType(dtype);
  e.values.set(op.out, { kind: "scalar", type, text: e.code.assign(realUnary(op, type, text, dtype)) });
}

function realUnary(op: Unary, type: string, text: string, dtype: DType): string {
  switch (op.op) {
    case "neg":
      return isFloat(dtype) ? `fneg ${type} ${text}` : `sub ${type} 0, ${text}`;
    case "not":
      return `xor i1 ${text}, true`;
    case "bitNot":
      return `xor ${type} ${text}, ${dtype === "bool" ? "true" : "-1"}`;
    default:
      throw new InternalError(`${op.op} of a ${dtype}`);
  }
}

function complexUnary(e: Emission, op: Unary, a: ComplexOperand): Operand {
  switch (op.op) {
    case "neg":
      return complexNegate(e, a);
    case "conj":
      return { ...a, im: e.code.assign(`fneg ${a.part} ${a.im}`) };
    case "real":
      return { kind: "scalar", type: a.part, text: a.re };
    case "imag":
      return { kind: "scalar", type: a.part, text: a.im };
    default:
      throw new InternalError(`${op.op} of a complex number`);
  }
}

export function emitBinary(e: Emission, op: Binary): void {
  const flags = floatFlags(e, e.unit.reassociated.has(op.out));
  const dtype = e.unit.tables.dtypeOf(op.a);
  const natural = naturalQuotient(e, op);
  if (natural !== null) e.values.set(op.out, { kind: "scalar", type: "i64", text: natural });
  else e.values.set(op.out, combine(e, op.op, operand(e, op.a), operand(e, op.b), dtype, flags));
}

/** Of a number that is not negative by one that is positive, which no divisor spoils; null for all else. */
function naturalQuotient(e: Emission, op: Binary): string | null {
  const { integers, tables } = e.unit;
  if ((op.op !== "div" && op.op !== "rem") || tables.dtypeOf(op.a) !== "int64") return null;
  if (!integers.isNatural(op.a) || !integers.isPositive(op.b)) return null;
  return e.code.assign(`u${op.op} i64 ${scalar(e, op.a)}, ${scalar(e, op.b)}`);
}

/** The fast-math flags of an operation, with a space at the end. */
export function floatFlags(e: Emission, reassociated: boolean): string {
  if (e.unit.program.fastMath) return "reassoc nsz arcp contract afn ";
  // Without `nsz`: with both, LLVM also takes out common factors, and 0/n + 1/n becomes 1/n, where the first is NaN.
  return reassociated ? "reassoc " : "";
}

/** a op b for operands of `dtype`. */
export function combine(
  e: Emission,
  op: BinaryOperator,
  a: Operand,
  b: Operand,
  dtype: DType,
  flags: string,
): Operand {
  if (a.kind === "complex" && b.kind === "complex") return complexBinary(e, op, a, b, flags);
  if (a.kind !== "scalar" || b.kind !== "scalar")
    throw new InternalError(`${op} of a ${a.kind} and a ${b.kind}`);
  if (op === "complex") {
    if (a.type !== "float" && a.type !== "double") throw new InternalError(`complex of ${a.type}`);
    return { kind: "complex", part: a.type, re: a.text, im: b.text };
  }
  const { type } = a;
  return { kind: "scalar", type, text: realBinary(e, op, a.text, b.text, dtype, flags) };
}

type RealOperator = Exclude<BinaryOperator, "complex">;

function realBinary(
  e: Emission,
  op: RealOperator,
  a: string,
  b: string,
  dtype: DType,
  flags: string,
): string {
  if (isFloat(dtype)) return floatBinary(e, op, a, b, valueType(dtype), flags);
  if (isInteger(dtype)) return integerBinary(e, op, a, b, dtype);
  return e.code.assign(`${BOOL_INSTRUCTIONS[op] ?? refuse(op, dtype)} i1 ${a}, ${b}`);
}

function refuse(op: string, dtype: DType): never {
  throw new InternalError(`${op} of two ${dtype}`);
}

const BOOL_INSTRUCTIONS: Partial<Record<RealOperator, string>> = {
  and: "and",
  or: "or",
  xor: "xor",
  min: "and",
  max: "or",
  add: "or",
  mul: "and",
};

const FLOAT_INSTRUCTIONS: Partial<Record<RealOperator, string>> = {
  add: "fadd",
  sub: "fsub",
  mul: "fmul",
  div: "fdiv",
  rem: "frem",
};

function floatBinary(
  e: Emission,
  op: RealOperator,
  a: string,
  b: string,
  type: string,
  flags: string,
): string {
  if (op === "min" || op === "max") {
    const name = `llvm.${op === "min" ? "minimum" : "maximum"}.${type === "float" ? "f32" : "f64"}`;
    const intrinsic = e.unit.module.declare(name, type, [type, type]);
    return e.code.assign(`call ${type} ${intrinsic}(${type} ${a}, ${type} ${b})`);
  }
  const instruction = FLOAT_INSTRUCTIONS[op] ?? refuse(op, type === "float" ? "float32" : "float64");
  return e.code.assign(`${instruction} ${flags}${type} ${a}, ${b}`);
}

const INTEGER_INSTRUCTIONS: Partial<Record<RealOperator, string>> = {
  add: "add",
  sub: "sub",
  mul: "mul",
  and: "and",
  or: "or",
  xor: "xor",
};

function integerBinary(e: Emission, op: RealOperator, a: string, b: string, dtype: DType): string {
  const { code } = e;
  const type = valueType(dtype);
  const signed = isSigned(dtype);
  switch (op) {
    case "shl":
    case "shr": {
      const instruction = op === "shl" ? "shl" : signed ? "ashr" : "lshr";
      const mask = itemsize(dtype) * 8 - 1;
      const count = code.assign(`and ${type} ${b}, ${mask}`);
      return code.assign(`${instruction} ${type} ${a}, ${count}`);
    }
    case "min":
    case "max": {
      const name = `llvm.${signed ? "s" : "u"}${op}.${type}`;
      const intrinsic = e.unit.module.declare(name, type, [type, type]);
      return code.assign(`call ${type} ${intrinsic}(${type} ${a}, ${type} ${b})`);
    }
    case "div":
    case "rem": {
      const divisor = safeDivisor(e, a, b, dtype);
      return code.assign(`${signed ? "s" : "u"}${op} ${type} ${a}, ${divisor}`);
    }
    default:
      return code.assign(`${INTEGER_INSTRUCTIONS[op] ?? refuse(op, dtype)} ${type} ${a}, ${b}`);
  }
}

/** 1 in place of the divisors that LLVM leaves undefined: MIN / -1 then is MIN and MIN % -1 is 0, as wrapping has it. */
function safeDivisor(e: Emission, a: string, b: string, dtype: DType): string {
  if (isLiteral(b) && b !== "0" && b !== "-1") return b;
  const { code } = e;
  const type = valueType(dtype);
  let unsafe = code.assign(`icmp eq ${type} ${b}, 0`);
  if (isInteger(dtype) && isSigned(dtype)) {
    const [min] = integerRange(dtype);
    const isMin = code.assign(`icmp eq ${type} ${a}, ${min}`);
    const isMinusOne = code.assign(`icmp eq ${type} ${b}, -1`);
    const overflows = code.assign(`and i1 ${isMin}, ${isMinusOne}`);
    unsafe = code.assign(`or i1 ${unsafe}, ${overflows}`);
  }
  return code.assign(`select i1 ${unsafe}, ${type} 1, ${type} ${b}`);
}

const ORDERED: Readonly<Record<CompareOperator, string>> = {
  eq: "oeq",
  ne: "une",
  lt: "olt",
  le: "ole",
  gt: "ogt",
  ge: "oge",
};

/** The LLVM predicate of a comparison of integers or bool. */
const integerPredicate = (op: CompareOperator, signed: boolean): string =>
  op === "eq" || op === "ne" ? op : `${signed ? "s" : "u"}${op}`;

export function emitCompare(e: Emission, op: Compare): void {
  const dtype = e.unit.tables.dtypeOf(op.a);
  const a = operand(e, op.a);
  const b = operand(e, op.b);
  let text: string;
  if (a.kind === "complex" && b.kind === "complex") {
    const equal = complexEquals(e, a, b);
    text = op.op === "eq" ? equal : e.code.assign(`xor i1 ${equal}, true`);
  } else {
    const type = valueType(dtype);
    const [left, right] = [scalar(e, op.a), scalar(e, op.b)];
    text = isFloat(dtype)
      ? e.code.assign(`fcmp ${ORDERED[op.op]} ${type} ${left}, ${right}`)
      : e.code.assign(`icmp ${integerPredicate(op.op, isSigned(dtype))} ${type} ${left}, ${right}`);
  }
  e.values.set(op.out, { kind: "scalar", type: "i1", text });
}

export function emitInRange(e: Emission, op: InRange): void {
  const index = scalar(e, op.index);
  const above = e.code.assign(`icmp sle i64 ${scalar(e, op.lower)}, ${index}`);
  const below = e.code.assign(`icmp slt i64 ${index}, ${scalar(e, op.upper)}`);
  e.values.set(op.out, { kind: "scalar", type: "i1", text: e.code.assign(`and i1 ${above}, ${below}`) });
}

export function emitSelect(e: Emission, op: Select): void {
  const condition = scalar(e, op.condition);
  const a = operand(e, op.a);
  const b = operand(e, op.b);
  e.values.set(op.out, selectOperand(e, condition, a, b));
}

function selectOperand(e: Emission, condition: string, a: Operand, b: Operand): Operand {
  const pick = (type: string, yes: string, no: string): string =>
    yes === no ? yes : e.code.assign(`select i1 ${condition}, ${type} ${yes}, ${type} ${no}`);
  if (a.kind === "complex" && b.kind === "complex") {
    return { ...a, re: pick(a.part, a.re, b.re), im: pick(a.part, a.im, b.im) };
  }
  if (a.kind === "scalar" && b.kind === "scalar") return { ...a, text: pick(a.type, a.text, b.text) };
  throw new InternalError(`select between a ${a.kind} and a ${b.kind}`);
}

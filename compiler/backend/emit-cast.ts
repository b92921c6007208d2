// Conversions between dtypes, all of them defined for every value.
import type { DType, IntegerDType } from "../ir/dtype.js";
import { integerRange, isComplex, isFloat, isInteger, isSigned, itemsize, realOf } from "../ir/dtype.js";
import type { Cast } from "../ir/ops.js";
import { InternalError } from "../ir/program.js";
import type { Emission, Operand } from "./emission.js";
import { operand } from "./emission.js";
import type { LlvmFloat } from "./llvm-type.js";
import { floatLiteral, floatType, memoryType, partType, valueType } from "./llvm-type.js";

export function emitCast(e: Emission, op: Cast): void {
  const { tables } = e.unit;
  const from = tables.dtypeOf(op.a);
  const to = tables.dtypeOf(op.out);
  const value = operand(e, op.a);
  e.values.set(op.out, op.mode === "wrap" ? wrap(e, value, from, to) : convert(e, value, from, to));
}

/** NumPy's cast, except that floats saturate as integers. */
export function convert(e: Emission, value: Operand, from: DType, to: DType): Operand {
  if (from === to) return value;
  if (isComplex(from)) return fromComplex(e, value, from, to);
  if (value.kind !== "scalar") throw new InternalError(`cast of a ${value.kind}`);
  if (isComplex(to)) {
    const part = realOf(to);
    const re = convertReal(e, value.text, from, part);
    return { kind: "complex", part: partType(to), re, im: floatLiteral(0, partType(to)) };
  }
  return { kind: "scalar", type: valueType(to), text: convertReal(e, value.text, from, to) };
}

function fromComplex(e: Emission, value: Operand, from: DType, to: DType): Operand {
  if (value.kind !== "complex" || !isComplex(from)) throw new InternalError(`${from} is not a pair`);
  const part = realOf(from);
  if (to === "bool") {
    const zero = floatLiteral(0, value.part);
    const re = e.code.assign(`fcmp une ${value.part} ${value.re}, ${zero}`);
    const im = e.code.assign(`fcmp une ${value.part} ${value.im}, ${zero}`);
    return { kind: "scalar", type: "i1", text: e.code.assign(`or i1 ${re}, ${im}`) };
  }
  if (!isComplex(to)) {
    return { kind: "scalar", type: valueType(to), text: convertReal(e, value.re, part, to) };
  }
  const re = convertReal(e, value.re, part, realOf(to));
  return { kind: "complex", part: partType(to), re, im: convertReal(e, value.im, part, realOf(to)) };
}

function convertReal(e: Emission, text: string, from: DType, to: DType): string {
  if (from === to) return text;
  const { code } = e;
  const [source, target] = [valueType(from), valueType(to)];
  if (isFloat(from)) {
    if (to === "bool") return code.assign(`fcmp une ${source} ${text}, ${floatLiteral(0, floatType(from))}`);
    if (isFloat(to))
      return code.assign(`${to === "float32" ? "fptrunc" : "fpext"} ${source} ${text} to ${target}`);
    if (!isInteger(to)) throw new InternalError(`cast of ${from} to ${to}`);
    return saturate(e, text, floatType(from), to);
  }
  if (to === "bool") return code.assign(`icmp ne ${source} ${text}, 0`);
  if (isFloat(to))
    return code.assign(`${isSigned(from) ? "sitofp" : "uitofp"} ${source} ${text} to ${target}`);
  const [fromBytes, toBytes] = [from === "bool" ? 0 : itemsize(from), itemsize(to)];
  if (fromBytes === toBytes) return text;
  if (fromBytes > toBytes) return code.assign(`trunc ${source} ${text} to ${target}`);
  return code.assign(`${isSigned(from) ? "sext" : "zext"} ${source} ${text} to ${target}`);
}

/**
 * Truncates toward zero; out of range gives the nearest end, NaN gives 0. By comparisons and the conversion that vector units have, which
 * LLVM does not make of its intrinsic.
 */
function saturate(e: Emission, text: string, from: LlvmFloat, to: IntegerDType): string {
  const { code } = e;
  const [low, high] = integerRange(to);
  const greatest = greatestFloat(high, from);
  const pick = (comparison: string, bound: number): ((x: string) => string) => {
    const limit = floatLiteral(bound, from);
    return (x) => {
      const holds = code.assign(`fcmp ${comparison} ${from} ${x}, ${limit}`);
      return code.assign(`select i1 ${holds}, ${from} ${x}, ${from} ${limit}`);
    };
  };
  const bounded = pick("olt", greatest)(pick("ogt", Number(low))(text));
  const target = valueType(to);
  const converted = itemsize(to) < 4 ? "i32" : target;
  const isWide = itemsize(to) >= 4;
  const whole = code.assign(
    `${isWide && !isSigned(to) ? "fptoui" : "fptosi"} ${from} ${bounded} to ${converted}`,
  );
  let result = converted === target ? whole : code.assign(`trunc ${converted} ${whole} to ${target}`);
  if (BigInt(greatest) !== high) {
    const isAbove = code.assign(`fcmp ogt ${from} ${text}, ${floatLiteral(greatest, from)}`);
    result = code.assign(`select i1 ${isAbove}, ${target} ${high}, ${target} ${result}`);
  }
  // The lower end, which NaN was taken for.
  if (low === 0n) return result;
  const isNumber = code.assign(`fcmp ord ${from} ${text}, ${floatLiteral(0, from)}`);
  return code.assign(`select i1 ${isNumber}, ${target} ${result}, ${target} 0`);
}

/** The greatest float that is not above `high`, which is a power of two less one. */
function greatestFloat(high: bigint, type: LlvmFloat): number {
  const bits = high.toString(2).length;
  const precision = type === "float" ? 24 : 53;
  return Number(bits <= precision ? high : high - (2n ** BigInt(bits - precision) - 1n));
}

const TWO_TO_32 = 2 ** 32;

/** ECMAScript's ToInt32 (and ToUint32): truncates, then keeps the low 32 bits; NaN and the infinities give 0. */
function wrap(e: Emission, value: Operand, from: DType, to: DType): Operand {
  if (value.kind !== "scalar") throw new InternalError(`wrap of a ${value.kind}`);
  const { code } = e;
  if (!isFloat(from)) {
    const low = convertReal(e, value.text, from, "int32");
    return { kind: "scalar", type: valueType(to), text: convertReal(e, low, "int32", to) };
  }
  const wide = convertReal(e, value.text, from, "float64");
  const call = (name: string, x: string): string =>
    code.assign(
      `call double ${e.unit.module.declare(`llvm.${name}.f64`, "double", ["double"])}(double ${x})`,
    );
  const float = (instruction: string, x: string, y: string): string =>
    code.assign(`${instruction} double ${x}, ${y}`);
  // The multiple of 2^32 below the whole part is exact, and so is the difference; infinities give NaN, which saturates to 0.
  const whole = call("trunc", wide);
  const multiples = call("floor", float("fmul", whole, floatLiteral(1 / TWO_TO_32, "double")));
  const low = float("fsub", whole, float("fmul", multiples, floatLiteral(TWO_TO_32, "double")));
  const bits = saturate(e, low, "double", "uint32");
  const asInt32 = isInteger(to) && memoryType(to) === "i32" ? bits : convertReal(e, bits, "int32", to);
  return { kind: "scalar", type: valueType(to), text: asInt32 };
}

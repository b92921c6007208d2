// Calls of mathematical functions: LLVM intrinsics where there is an instruction, libm and libmvec for the rest.
import { isComplex, isFloat, isInteger } from "../ir/dtype.js";
import type { MathFunction } from "../ir/math-functions.js";
import type { Call } from "../ir/ops.js";
import { InternalError } from "../ir/program.js";
import { callComplex } from "./complex-math.js";
import { callElementary, isElementary } from "./elementary.js";
import type { Emission } from "./emission.js";
import { operand, scalar } from "./emission.js";
import { convert } from "./emit-cast.js";
import { callInteger } from "./integer-math.js";
import type { LlvmFloat } from "./llvm-type.js";
import { floatLiteral, floatType, valueType } from "./llvm-type.js";
import { power } from "./power.js";
import { callRandom, isRandom } from "./random.js";

export function emitCall(e: Emission, op: Call): void {
  const { tables } = e.unit;
  const [first] = op.args;
  if (first === undefined) throw new InternalError(`${op.fn} without arguments`);
  const dtype = tables.dtypeOf(first);
  const out = tables.dtypeOf(op.out);
  if (isRandom(op.fn)) {
    const args = op.args.map((arg) => scalar(e, arg));
    e.values.set(op.out, { kind: "scalar", type: valueType(out), text: callRandom(e, op.fn, args) });
    return;
  }
  const a = operand(e, first);
  if (a.kind === "complex" && isComplex(dtype)) {
    const rest = op.args.slice(1).map((arg) => operand(e, arg));
    e.values.set(
      op.out,
      callComplex(
        e,
        op.fn,
        a,
        rest.filter((each) => each.kind === "complex"),
      ),
    );
    return;
  }
  const args = op.args.map((arg) => scalar(e, arg));
  if (isFloat(dtype)) {
    e.values.set(op.out, {
      kind: "scalar",
      type: valueType(out),
      text: callFloat(e, op.fn, floatType(dtype), args),
    });
  } else if (isInteger(dtype)) {
    const text = callInteger(e, op.fn, dtype, args);
    e.values.set(op.out, convert(e, { kind: "scalar", type: valueType(dtype), text }, dtype, out));
  } else {
    throw new InternalError(`${op.fn} of a ${dtype}`);
  }
}

/** Intrinsics, by the name that LLVM gives them. */
const INTRINSICS: Partial<Record<MathFunction, string>> = {
  sqrt: "sqrt",
  floor: "floor",
  ceil: "ceil",
  trunc: "trunc",
  rint: "roundeven",
  abs: "fabs",
  copysign: "copysign",
};

function callFloat(e: Emission, fn: MathFunction, type: LlvmFloat, args: readonly string[]): string {
  const intrinsic = INTRINSICS[fn];
  if (intrinsic !== undefined) return callIntrinsic(e, intrinsic, type, args);
  const [x, y] = args;
  if (x === undefined) throw new InternalError(`${fn} without arguments`);
  switch (fn) {
    case "isnan":
      return e.code.assign(`fcmp uno ${type} ${x}, ${x}`);
    case "isinf":
      return e.code.assign(`fcmp oeq ${type} ${callIntrinsic(e, "fabs", type, [x])}, ${infinity(type)}`);
    case "isfinite":
      return e.code.assign(`fcmp olt ${type} ${callIntrinsic(e, "fabs", type, [x])}, ${infinity(type)}`);
    case "signbit": {
      const bits = type === "float" ? "i32" : "i64";
      return e.code.assign(`icmp slt ${bits} ${e.code.assign(`bitcast ${type} ${x} to ${bits}`)}, 0`);
    }
    case "fmin":
    case "fmax":
      return numberExtreme(e, fn === "fmin" ? "minimum" : "maximum", type, x, y ?? x);
    case "pow":
      return power(e, type, x, y ?? x);
    case "lgamma":
      return logGamma(e, type, x);
    case "ldexp":
      return loadExponent(e, type, x, y ?? "0");
    default:
      if (isElementary(fn)) return callElementary(e, fn, type, args);
      throw new InternalError(`${fn} of a float`);
  }
}

/** A number wins over NaN; of two zeros the positive one is the greater, which LLVM's `maxnum` leaves open. */
function numberExtreme(
  e: Emission,
  name: "minimum" | "maximum",
  type: LlvmFloat,
  x: string,
  y: string,
): string {
  const orOther = (value: string, other: string): string => {
    const unordered = e.code.assign(`fcmp uno ${type} ${value}, ${value}`);
    return e.code.assign(`select i1 ${unordered}, ${type} ${other}, ${type} ${value}`);
  };
  return callIntrinsic(e, name, type, [orOther(x, y), orOther(y, x)]);
}

const infinity = (type: LlvmFloat): string => floatLiteral(Number.POSITIVE_INFINITY, type);

function callIntrinsic(e: Emission, name: string, type: LlvmFloat, args: readonly string[]): string {
  const types = args.map(() => type);
  const callee = e.unit.module.declare(`llvm.${name}.${type === "float" ? "f32" : "f64"}`, type, types);
  return e.code.assign(`call ${type} ${callee}(${args.map((arg) => `${type} ${arg}`).join(", ")})`);
}

/**
 * The reentrant form: `lgamma` itself writes the sign of gamma to a variable of the process. In float64 always: glibc's function of
 * float32 is up to 7 ulp off between -4 and -3.
 */
function logGamma(e: Emission, type: LlvmFloat, x: string): string {
  const { code, unit } = e;
  const callee = unit.module.declare("lgamma_r", "double", ["double", "ptr"], "nounwind willreturn");
  const wide = type === "float" ? code.assign(`fpext float ${x} to double`) : x;
  const result = code.assign(`call double ${callee}(double ${wide}, ptr ${code.alloca("i32")})`);
  return type === "float" ? code.assign(`fptrunc double ${result} to float`) : result;
}

/** x * 2^exponent; exponents beyond all floats count as the nearest that libm takes. */
function loadExponent(e: Emission, type: LlvmFloat, x: string, exponent: string): string {
  const bounded = (name: string, value: string, bound: number): string => {
    const callee = e.unit.module.declare(`llvm.${name}.i64`, "i64", ["i64", "i64"]);
    return e.code.assign(`call i64 ${callee}(i64 ${value}, i64 ${bound})`);
  };
  const narrow = e.code.assign(
    `trunc i64 ${bounded("smax", bounded("smin", exponent, 10000), -10000)} to i32`,
  );
  const symbol = type === "float" ? "ldexpf" : "ldexp";
  const callee = e.unit.module.declare(symbol, type, [type, "i32"], "nounwind willreturn memory(none)");
  return e.code.assign(`call ${type} ${callee}(${type} ${x}, i32 ${narrow})`);
}

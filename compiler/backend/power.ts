// Powers of floats: exponents for which a few operations are at least as accurate as pow, else pow.
import { callElementary } from "./elementary.js";
import type { Emission } from "./emission.js";
import type { LlvmFloat } from "./llvm-type.js";
import { floatLiteral, isLiteral } from "./llvm-type.js";

/** C's pow(x, y): pow(x, 0) and pow(1, y) are 1. */
export function power(e: Emission, type: LlvmFloat, x: string, y: string): string {
  const special = isLiteral(y)
    ? SPECIAL.find(({ exponent }) => floatLiteral(exponent, type) === y)
    : undefined;
  return special === undefined ? callElementary(e, "pow", type, [x, y]) : special.emit(e, type, x);
}

interface SpecialPower {
  readonly exponent: number;
  readonly emit: (e: Emission, type: LlvmFloat, x: string) => string;
}

const multiply = (e: Emission, type: LlvmFloat, x: string, y: string): string =>
  e.code.assign(`fmul ${type} ${x}, ${y}`);

// At most two roundings each: within 1.5 ulp, and where an intermediate result overflows or loses bits at the bottom, the power
// itself is infinite or 0.
const SPECIAL: readonly SpecialPower[] = [
  { exponent: 0, emit: (_e, type) => floatLiteral(1, type) },
  { exponent: 1, emit: (_e, _type, x) => x },
  { exponent: -1, emit: (e, type, x) => e.code.assign(`fdiv ${type} ${floatLiteral(1, type)}, ${x}`) },
  { exponent: 2, emit: (e, type, x) => multiply(e, type, x, x) },
  { exponent: 3, emit: (e, type, x) => multiply(e, type, multiply(e, type, x, x), x) },
  {
    exponent: 4,
    emit: (e, type, x) => {
      const square = multiply(e, type, x, x);
      return multiply(e, type, square, square);
    },
  },
  { exponent: 0.5, emit: squareRoot },
];

/** sqrt, but for pow(-0, 0.5) = 0 and pow(-Infinity, 0.5) = Infinity. */
function squareRoot(e: Emission, type: LlvmFloat, x: string): string {
  const sqrt = e.unit.module.declare(`llvm.sqrt.${type === "float" ? "f32" : "f64"}`, type, [type]);
  const positiveZero = e.code.assign(`fadd ${type} ${x}, ${floatLiteral(0, type)}`);
  const root = e.code.assign(`call ${type} ${sqrt}(${type} ${positiveZero})`);
  const isLowest = e.code.assign(`fcmp oeq ${type} ${x}, ${floatLiteral(Number.NEGATIVE_INFINITY, type)}`);
  const infinity = floatLiteral(Number.POSITIVE_INFINITY, type);
  return e.code.assign(`select i1 ${isLowest}, ${type} ${infinity}, ${type} ${root}`);
}

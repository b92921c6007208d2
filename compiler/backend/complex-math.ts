// Functions of complex numbers, from libm, which knows the special cases of C's annex G as NumPy does.
import type { MathFunction } from "../ir/math-functions.js";
import { InternalError } from "../ir/program.js";
import { callElementary } from "./elementary.js";
import type { ComplexOperand, Emission, Operand } from "./emission.js";

const LIBM: Partial<Record<MathFunction, string>> = {
  exp: "cexp",
  log: "clog",
  sqrt: "csqrt",
  sin: "csin",
  cos: "ccos",
  tan: "ctan",
  asin: "casin",
  acos: "cacos",
  atan: "catan",
  sinh: "csinh",
  cosh: "ccosh",
  tanh: "ctanh",
  asinh: "casinh",
  acosh: "cacosh",
  atanh: "catanh",
  pow: "cpow",
};

/** A function of the complex number `a`; `pow` has its exponent in `rest`. */
export function callComplex(
  e: Emission,
  fn: MathFunction,
  a: ComplexOperand,
  rest: readonly ComplexOperand[] = [],
): Operand {
  if (fn === "abs")
    return { kind: "scalar", type: a.part, text: callElementary(e, "hypot", a.part, [a.re, a.im]) };
  if (fn === "arg")
    return { kind: "scalar", type: a.part, text: callElementary(e, "atan2", a.part, [a.im, a.re]) };
  const symbol = LIBM[fn];
  if (symbol === undefined) throw new InternalError(`${fn} of a complex number`);
  return callLibm(e, symbol, a, rest);
}

/** Always in float64: C passes a pair of float32 in another way on each machine, and a pair of float64 as two arguments. */
function callLibm(
  e: Emission,
  symbol: string,
  first: ComplexOperand,
  rest: readonly ComplexOperand[],
): ComplexOperand {
  const { code } = e;
  const pair = "{ double, double }";
  const widen = (x: string): string =>
    first.part === "float" ? code.assign(`fpext float ${x} to double`) : x;
  const parts = [first, ...rest].flatMap(({ re, im }) => [widen(re), widen(im)]);
  const callee = e.unit.module.declare(
    symbol,
    pair,
    parts.map(() => "double"),
    "nounwind willreturn memory(none)",
  );
  const operands = parts.map((part) => `double ${part}`).join(", ");
  const result = code.assign(`call ${pair} ${callee}(${operands})`, symbol);
  const part = (index: 0 | 1): string => {
    const wide = code.assign(`extractvalue ${pair} ${result}, ${index}`);
    return first.part === "float" ? code.assign(`fptrunc double ${wide} to float`) : wide;
  };
  return { ...first, re: part(0), im: part(1) };
}

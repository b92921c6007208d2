// Arithmetic of complex numbers as NumPy does it: products and sums part by part, division by Smith's algorithm.
import type { BinaryOperator } from "../ir/ops.js";
import { InternalError } from "../ir/program.js";
import type { ComplexOperand, Emission } from "./emission.js";
import { floatLiteral } from "./llvm-type.js";

/** a op b; `flags` are fast-math flags with a space at the end, or empty. */
export function complexBinary(
  e: Emission,
  op: BinaryOperator,
  a: ComplexOperand,
  b: ComplexOperand,
  flags: string,
): ComplexOperand {
  const float = (instruction: string, x: string, y: string): string =>
    e.code.assign(`${instruction} ${flags}${a.part} ${x}, ${y}`);
  switch (op) {
    case "add":
    case "sub":
      return { ...a, re: float(`f${op}`, a.re, b.re), im: float(`f${op}`, a.im, b.im) };
    case "mul": {
      const re = float("fsub", float("fmul", a.re, b.re), float("fmul", a.im, b.im));
      const im = float("fadd", float("fmul", a.re, b.im), float("fmul", a.im, b.re));
      return { ...a, re, im };
    }
    case "div":
      return divide(e, a, b, float);
    default:
      throw new InternalError(`${op} of complex numbers`);
  }
}

/**
 * R. L. Smith, "Algorithm 116: Complex division", with NumPy's results for a zero divisor. Both cases of the
 * algorithm are one formula on swapped parts, so it needs selections only.
 */
function divide(
  e: Emission,
  a: ComplexOperand,
  b: ComplexOperand,
  float: (instruction: string, x: string, y: string) => string,
): ComplexOperand {
  const { part } = a;
  const pick = (condition: string, yes: string, no: string): string =>
    e.code.assign(`select i1 ${condition}, ${part} ${yes}, ${part} ${no}`);
  const [absRe, absIm] = [absolute(e, part, b.re), absolute(e, part, b.im)];
  const realLarger = e.code.assign(`fcmp oge ${part} ${absRe}, ${absIm}`);
  const large = pick(realLarger, b.re, b.im);
  const small = pick(realLarger, b.im, b.re);
  const ratio = float("fdiv", small, large);
  const scale = float("fdiv", floatLiteral(1, part), float("fadd", large, float("fmul", small, ratio)));
  // re: (a.re + a.im * ratio) or (a.re * ratio + a.im); im: (a.im - a.re * ratio) or (a.im * ratio - a.re)
  const near = pick(realLarger, a.re, a.im);
  const far = pick(realLarger, a.im, a.re);
  const re = float("fmul", float("fadd", near, float("fmul", far, ratio)), scale);
  const minuend = pick(realLarger, a.im, float("fmul", a.im, ratio));
  const subtrahend = pick(realLarger, float("fmul", a.re, ratio), a.re);
  const im = float("fmul", float("fsub", minuend, subtrahend), scale);
  const zero = floatLiteral(0, part);
  const byZero = e.code.assign(`fcmp oeq ${part} ${pick(realLarger, absRe, absIm)}, ${zero}`);
  return {
    ...a,
    re: pick(byZero, float("fdiv", a.re, absRe), re),
    im: pick(byZero, float("fdiv", a.im, absRe), im),
  };
}

export const complexNegate = (e: Emission, a: ComplexOperand): ComplexOperand => ({
  ...a,
  re: e.code.assign(`fneg ${a.part} ${a.re}`),
  im: e.code.assign(`fneg ${a.part} ${a.im}`),
});

/** An i1: both parts are equal. */
export function complexEquals(e: Emission, a: ComplexOperand, b: ComplexOperand): string {
  const re = e.code.assign(`fcmp oeq ${a.part} ${a.re}, ${b.re}`);
  const im = e.code.assign(`fcmp oeq ${a.part} ${a.im}, ${b.im}`);
  return e.code.assign(`and i1 ${re}, ${im}`);
}

function absolute(e: Emission, part: "float" | "double", x: string): string {
  const fabs = e.unit.module.declare(`llvm.fabs.${part === "float" ? "f32" : "f64"}`, part, [part]);
  return e.code.assign(`call ${part} ${fabs}(${part} ${x})`);
}

import type { VectorCode } from "./vector-code.js";

/** About 1 / m where m, in [0.75, 1.5), has these four bits after its first. The logarithms of these are close to float64. */
const RECIPROCALS = [
  1, 0.9152944935815049, 0.8645849049542461, 0.8214455673968079, 0.7815690514995003, 0.7429889994513762,
  0.7114608229641256, 0.6816828434708209, 1.3079056262255355, 1.2569072009545128, 1.206267339482328,
  1.1648348209154205, 1.1232836847948076, 1.0849912867422322, 1.048972532065615, 1,
];
/** The logarithm of 1 / reciprocal. */
const LOGARITHMS = [
  0, 0.08850941458076028, 0.14550576589448533, 0.19668960371616473, 0.24645177537899854, 0.29707403995759374,
  0.3404349255625724, 0.3831907682018884, -0.26842709922826463, -0.22865410107100756, -0.18753074826811916,
  -0.1525792923433175, -0.1162562572073811, -0.08157195630785648, -0.04781114419584403, 0,
];
/** log(1 + r) = r + r² times this polynomial in r, from its highest power down, within 2^-55; -1/32 <= r < 1/16. */
const LOGARITHM = [
  -0.088437987998088, 0.11081912861679763, -0.12501839998216407, 0.1428579138027727, -0.16666665870721806,
  0.1999999995328674, -0.2500000000009317, 0.33333333333340287, -0.49999999999999994,
];
const FIRST_FOUR_BITS = 48;

/**
 * log(2^k * m) = k * log(2) + log(1 / c) + log(1 + r) with r = c * m - 1: after Tang, "Table-driven implementation of the logarithm
 * function in IEEE floating-point arithmetic", 1990. Around 1, k and log(1 / c) are 0, and nothing cancels.
 */
export function logarithm(code: VectorCode, x: string): string {
  const m = code.significand(x);
  const one = code.number(1);
  const k = code.addWhere(code.less(m, one), code.exponent(x), one);
  const bits = code.shiftRight(code.bits(m), FIRST_FOUR_BITS);
  const r = code.multiplyAdd(code.entry(RECIPROCALS, bits), m, code.number(-1));
  const series = code.polynomial(
    LOGARITHM.map((each) => code.number(each)),
    r,
  );
  const rest = code.multiplyAdd(code.multiply(r, r), series, r);
  return code.add(code.multiplyAdd(k, code.number(Math.LN2), code.entry(LOGARITHMS, bits)), rest);
}

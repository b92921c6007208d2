import type { VectorCode } from "./vector-code.js";

/** About 1 / m where m, in [0.75, 1.5), has these four bits after its first. */
const RECIPROCALS = [
  1, 0.9137960168687792, 0.8651161980600333, 0.8207974892661489, 0.7811143131341041, 0.7442162473046011,
  0.7108259436942396, 0.6811497293395635, 1.3052965422067886, 1.254294964298178, 1.2064550359990904,
  1.1638089711508386, 1.1217714773832934, 1.0846325982796372, 1.0495981695982834, 1,
];
/** The logarithms of 1 / reciprocal, within 2^-63: the reciprocals were chosen so that these are multiples of 2^-41. */
const LOGARITHMS = [
  0, 0.0901479087278858, 0.14489144805475007, 0.19747886345658117, 0.24703377220384937, 0.295423631401718,
  0.3413276840792605, 0.3839731301281972, -0.26643025036810286, -0.2265736332897177, -0.1876863372567641,
  -0.15169822170946645, -0.11490911200962728, -0.08124131055092221, -0.04840739530209248, 0,
];
/** log(2) as a multiple of 2^-41, which times an exponent and with a logarithm added is exact, and the rest. */
const LOG_2 = [0.693147180559663, 2.8235290563031577e-13] as const;
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
  const square = code.multiply(r, r);
  const coefficients = LOGARITHM.map((each) => code.number(each));
  const rest = code.multiplyAdd(square, code.splitPolynomial(coefficients, r, square), r);
  const high = code.multiplyAdd(k, code.number(LOG_2[0]), code.entry(LOGARITHMS, bits));
  return code.add(high, code.multiplyAdd(k, code.number(LOG_2[1]), rest));
}

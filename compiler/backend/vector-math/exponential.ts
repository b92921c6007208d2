import type { VectorCode } from "./vector-code.js";

/** 2^(k / 16), rounded. */
const POWERS = [
  1,
  1.0442737824274138,
  1.0905077326652577,
  1.1387886347566916,
  1.189207115002721,
  1.241857812073484,
  1.2968395546510096,
  1.3542555469368927,
  Math.SQRT2,
  1.4768261459394993,
  1.5422108254079407,
  1.6104903319492543,
  1.681792830507429,
  1.7562521603732995,
  1.8340080864093424,
  1.9152065613971474,
];
/** What these lack of the exact powers, as a share of them. */
const MISSING = [
  0, 8.189317638195515e-17, -2.7939114859515733e-17, 7.826573258636076e-17, 3.3484623336251524e-17,
  3.750854201303127e-17, 1.9572585293112036e-17, 5.68648095791174e-17, -6.835808657661922e-17,
  -2.3591094770850053e-17, 5.1548301170786783e-17, 1.5341410053603723e-17, 4.875160526227062e-17,
  1.685487290628973e-17, 1.790126907604513e-17, -5.545065618639427e-17,
];
/** e^r - 1 = r + r² times this polynomial in r, from its highest power down, within 2^-55; |r| <= log(2) / 32. */
const EXPONENTIAL = [
  0.0013889034348599464, 0.008333449701253456, 0.04166666666496045, 0.1666666666530169, 0.5,
];
/** log(2), and what the float64 lacks. */
const LOG_2 = [Math.LN2, 2.3190468138462996e-17] as const;
/** Its last place is 1/16: what is added to it is rounded to sixteenths, whose number its lowest bits have. */
const SIXTEENTHS = 1.5 * 2 ** 48;
/** Beyond it all is 0 or infinite. */
const FARTHEST = 800;

/**
 * e^x = 2^k * e^r, with k in sixteenths: after Tang, "Table-driven implementation of the exponential function in IEEE floating-point
 * arithmetic", 1989.
 */
export function exponential(code: VectorCode, x: string): string {
  const bounded = code.atLeast(code.atMost(x, code.number(FARTHEST)), code.number(-FARTHEST));
  const moved = code.multiplyAdd(bounded, code.number(Math.LOG2E), code.number(SIXTEENTHS));
  const k = code.subtract(moved, code.number(SIXTEENTHS));
  const high = code.multiplyAdd(k, code.number(-LOG_2[0]), bounded);
  const r = code.multiplyAdd(k, code.number(-LOG_2[1]), high);
  const bits = code.bits(moved);
  const power = code.entry(POWERS, bits);
  const series = code.polynomial(
    [...EXPONENTIAL, 1].map((each) => code.number(each)),
    r,
  );
  const beyond = code.multiplyAdd(r, series, code.entry(MISSING, bits));
  return code.scale(code.multiplyAdd(power, beyond, power), k);
}

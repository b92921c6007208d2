// The functions of `call` operations.
/** Elementary functions of one float dtype in and out (complex: `sqrt exp log pow` and the trigonometric and hyperbolic ones); within 4 ulp (`lgamma` within 5), exact where IEEE says so. */
export type FloatFunction =
  | "sqrt"
  | "cbrt"
  | "exp"
  | "exp2"
  | "expm1"
  | "log"
  | "log2"
  | "log10"
  | "log1p"
  | "sin"
  | "cos"
  | "tan"
  | "asin"
  | "acos"
  | "atan"
  | "sinh"
  | "cosh"
  | "tanh"
  | "asinh"
  | "acosh"
  | "atanh"
  | "floor"
  | "ceil"
  | "trunc"
  | "rint"
  | "abs"
  | "erf"
  | "erfc"
  | "lgamma"
  | "pow"
  | "atan2"
  | "hypot"
  | "copysign"
  | "nextafter"
  | "fmin"
  | "fmax";
/** abs wraps at MIN; clz counts at the dtype's width; pow needs a non-negative exponent (checked before) and wraps; gcd and lcm are non-negative. */
export type IntegerFunction = "abs" | "pow" | "gcd" | "lcm" | "clz" | "popcount";
/** bool out: isnan, isinf, isfinite, signbit of a float; float out of complex: abs, arg; ldexp(float, int64). */
export type MixedFunction = "isnan" | "isinf" | "isfinite" | "signbit" | "abs" | "arg" | "ldexp";
/**
 * Random numbers by counter, so pure: the arguments are stream, index and draw (uint64), then parameters. `randomBits` is uint64,
 * `randomUniform` a float64 in [0, 1), `randomNormal` one of the standard normal distribution; the numbers of two indices share a
 * block of bits (random-blocks.ts). `randomBelow` is uint64 below its uint64 parameter, any where that is 0. `randomGamma(shape)` and
 * `randomBeta(a, b)` are float64, `randomPoisson(mean)` and `randomBinomial(n: int64, p)` int64. Parameters have been checked.
 */
export type RandomFunction =
  | "randomBits"
  | "randomUniform"
  | "randomNormal"
  | "randomBelow"
  | "randomGamma"
  | "randomBeta"
  | "randomPoisson"
  | "randomBinomial";
export type MathFunction = FloatFunction | IntegerFunction | MixedFunction | RandomFunction;

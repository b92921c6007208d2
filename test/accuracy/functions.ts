/** An elementary function of the language, and what the reference calls it. */
export interface ElementaryFunction {
  readonly name: string;
  readonly reference: string;
  readonly arguments: 1 | 2;
  /** How far from the exact result it may be, in units of its last place. */
  readonly mostUlps: number;
}

/** What the language promises of functions that have vectors. */
const MOST_ULPS = 4;

const one = (name: string, reference = name, mostUlps = MOST_ULPS): ElementaryFunction => ({
  name,
  reference,
  arguments: 1,
  mostUlps,
});
const two = (name: string, reference = name): ElementaryFunction => ({
  name,
  reference,
  arguments: 2,
  mostUlps: MOST_ULPS,
});

/** Those that a library computes; square roots and the other functions of IEEE 754 are exact. */
export const ELEMENTARY_FUNCTIONS: readonly ElementaryFunction[] = [
  one("cbrt"),
  one("exp"),
  one("exp2"),
  one("expm1"),
  one("log"),
  one("log2"),
  one("log10"),
  one("log1p"),
  one("sin"),
  one("cos"),
  one("tan"),
  one("arcsin", "asin"),
  one("arccos", "acos"),
  one("arctan", "atan"),
  one("sinh"),
  one("cosh"),
  one("tanh"),
  one("arcsinh", "asinh"),
  one("arccosh", "acosh"),
  one("arctanh", "atanh"),
  one("erf"),
  one("erfc"),
  // The C library's, an element at a time.
  one("gammaln", "lgamma", 5),
  two("power", "pow"),
  two("arctan2", "atan2"),
  two("hypot"),
];

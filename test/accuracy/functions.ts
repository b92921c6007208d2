/** An elementary function of the language, and what the reference calls it. */
export interface ElementaryFunction {
  readonly name: string;
  readonly reference: string;
  readonly arguments: 1 | 2;
}

const one = (name: string, reference = name): ElementaryFunction => ({ name, reference, arguments: 1 });
const two = (name: string, reference = name): ElementaryFunction => ({ name, reference, arguments: 2 });

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
  one("gammaln", "lgamma"),
  two("power", "pow"),
  two("arctan2", "atan2"),
  two("hypot"),
];

import { isComplex, isInteger } from "../../ir/dtype.js";
import { arithmetic, compare } from "../arithmetic.js";
import { negate } from "../operators.js";
import { emitCall } from "../scalar-emission.js";
import { convert, materialize } from "../scalars.js";
import { weakFloat } from "../value.js";
import type { ElementwiseRow } from "./elementwise-entry.js";
import { elementwiseEntries } from "./elementwise-entry.js";
import type { ScalarExpansion } from "./expansion.js";
import { at, floatDType, floatFunction, result, scaled } from "./expansion.js";
import { absolute, extreme, where } from "./expansions/choices.js";

/** log(exp(x) + exp(y)), without overflow. */
const logaddexp: ScalarExpansion = (cx, args, mode, node) => {
  const promoted = floatDType(args);
  const [x, y] = [0, 1].map((k) => ({
    ...convert(cx, at(args, k), promoted.dtype, node),
    weak: promoted.weak,
  }));
  if (x === undefined || y === undefined) throw new Error("logaddexp lost an argument");
  const greater = extreme("max")(cx, [x, y], mode, node);
  const distance = negate(cx, absolute(cx, [arithmetic(cx, "-", x, y, mode, node)], mode, node), mode, node);
  const small = floatFunction("log1p")(cx, [floatFunction("exp")(cx, [distance], mode, node)], mode, node);
  const sum = arithmetic(cx, "+", greater, small, mode, node);
  // Equal infinities have no difference: the result is x plus log 2.
  const same = compare(cx, "eq", x, y, node);
  return where(cx, [same, arithmetic(cx, "+", x, weakFloat(Math.LN2), mode, node), sum], mode, node);
};

const ldexp: ScalarExpansion = (cx, args, _mode, node) => {
  const [x, exponent] = [at(args, 0), at(args, 1)];
  const promoted = floatDType([x]);
  if (!(isInteger(exponent.dtype) || exponent.dtype === "bool") || isComplex(promoted.dtype)) {
    throw cx.typeError("ldexp takes a real number and an integer exponent.", node);
  }
  const ids = [materialize(cx, x, promoted.dtype, node), materialize(cx, exponent, "int64", node)];
  return result(emitCall(cx, "ldexp", ids, promoted.dtype, node), promoted);
};

const TABLE: Readonly<Record<string, ElementwiseRow>> = {
  sqrt: ["x", "The square root, correctly rounded.", floatFunction("sqrt", Math.sqrt), { math: true }],
  cbrt: ["x", "The cube root.", floatFunction("cbrt"), { math: true }],
  exp: ["x", "e to the power x.", floatFunction("exp"), { math: true }],
  exp2: ["x", "2 to the power x.", floatFunction("exp2")],
  expm1: ["x", "exp(x) - 1, exact near 0.", floatFunction("expm1"), { math: true }],
  log: ["x", "The natural logarithm.", floatFunction("log"), { math: true }],
  log2: ["x", "The logarithm to base 2.", floatFunction("log2"), { math: true }],
  log10: ["x", "The logarithm to base 10.", floatFunction("log10"), { math: true }],
  log1p: ["x", "log(1 + x), exact near 0.", floatFunction("log1p"), { math: true }],
  sin: ["x", "The sine of x radians.", floatFunction("sin"), { math: true }],
  cos: ["x", "The cosine of x radians.", floatFunction("cos"), { math: true }],
  tan: ["x", "The tangent of x radians.", floatFunction("tan"), { math: true }],
  arcsin: [
    "x",
    "The inverse sine, in [-π/2, π/2].",
    floatFunction("asin"),
    { aliases: ["asin"], math: true },
  ],
  arccos: ["x", "The inverse cosine, in [0, π].", floatFunction("acos"), { aliases: ["acos"], math: true }],
  arctan: [
    "x",
    "The inverse tangent, in [-π/2, π/2].",
    floatFunction("atan"),
    { aliases: ["atan"], math: true },
  ],
  arctan2: [
    "y, x",
    "The angle of the point (x, y), in [-π, π].",
    floatFunction("atan2"),
    { aliases: ["atan2"], math: true },
  ],
  sinh: ["x", "The hyperbolic sine.", floatFunction("sinh"), { math: true }],
  cosh: ["x", "The hyperbolic cosine.", floatFunction("cosh"), { math: true }],
  tanh: ["x", "The hyperbolic tangent.", floatFunction("tanh"), { math: true }],
  arcsinh: ["x", "The inverse hyperbolic sine.", floatFunction("asinh"), { aliases: ["asinh"], math: true }],
  arccosh: [
    "x",
    "The inverse hyperbolic cosine.",
    floatFunction("acosh"),
    { aliases: ["acosh"], math: true },
  ],
  arctanh: [
    "x",
    "The inverse hyperbolic tangent.",
    floatFunction("atanh"),
    { aliases: ["atanh"], math: true },
  ],
  hypot: [
    "x, y",
    "sqrt(x * x + y * y), without overflow; of more arguments likewise.",
    floatFunction("hypot"),
    { math: true, fold: true },
  ],
  deg2rad: ["x", "Degrees to radians.", scaled(Math.PI / 180), { aliases: ["radians"] }],
  rad2deg: ["x", "Radians to degrees.", scaled(180 / Math.PI), { aliases: ["degrees"] }],
  copysign: ["x, y", "The magnitude of x with the sign of y.", floatFunction("copysign")],
  nextafter: ["x, y", "The next float after x toward y.", floatFunction("nextafter")],
  ldexp: ["x, n", "x times 2 to the power n, n an integer.", ldexp],
  logaddexp: ["x, y", "log(exp(x) + exp(y)), without overflow.", logaddexp],
  erf: ["x", "The error function.", floatFunction("erf")],
  erfc: ["x", "1 - erf(x), exact for large x.", floatFunction("erfc")],
  gammaln: [
    "x",
    "The logarithm of the absolute value of the gamma function.",
    floatFunction("lgamma"),
    { aliases: ["lgamma"] },
  ],
};

/** The mathematical functions of floats of language.md section 5. */
export const elementwiseFunctions = elementwiseEntries(TABLE);

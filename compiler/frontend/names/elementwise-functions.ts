import { arithmetic, compare } from "../arithmetic.js";
import { negate } from "../operators.js";
import { convert } from "../scalars.js";
import { weakFloat } from "../value.js";
import { elementwiseEntries } from "./elementwise-entry.js";
import type { NameEntry } from "./entry.js";
import type { ScalarExpansion } from "./expansion.js";
import { at, floatDType, floatFunction, scaled } from "./expansion.js";
import { absolute, extreme, where } from "./expansions/choices.js";
import { heaviside, ldexp, spacing } from "./expansions/float-parts.js";
import { FLOATS } from "./groups.js";

/** The logarithm of exp(x) + exp(y) without overflow; `unit` is the logarithm of e to the base of `exp`. */
const logOfSum =
  (exp: "exp" | "exp2", unit: number): ScalarExpansion =>
  (cx, args, mode, node) => {
    const promoted = floatDType(args);
    const [x, y] = [0, 1].map((k) => ({
      ...convert(cx, at(args, k), promoted.dtype, node),
      weak: promoted.weak,
    }));
    if (x === undefined || y === undefined) throw new Error("The logarithm of a sum lost an argument");
    const greater = extreme("max")(cx, [x, y], mode, node);
    const distance = negate(
      cx,
      absolute(cx, [arithmetic(cx, "-", x, y, mode, node)], mode, node),
      mode,
      node,
    );
    const ratio = floatFunction(exp)(cx, [distance], mode, node);
    const natural = floatFunction("log1p")(cx, [ratio], mode, node);
    const small = unit === 1 ? natural : arithmetic(cx, "*", natural, weakFloat(unit), mode, node);
    const sum = arithmetic(cx, "+", greater, small, mode, node);
    // Equal infinities have no difference: the result is x plus the logarithm of 2.
    const same = compare(cx, "eq", x, y, node);
    const twice = arithmetic(cx, "+", x, weakFloat(Math.LN2 * unit), mode, node);
    return where(cx, [same, twice, sum], mode, node);
  };

/** The mathematical functions of floats of language.md section 5. */
export const elementwiseFunctions: readonly NameEntry[] = [
  ...elementwiseEntries(FLOATS, {
    sqrt: [
      "x",
      "The square root, correctly rounded.",
      "sqrt(array([1.0, 4.0, 9.0]))",
      floatFunction("sqrt", Math.sqrt),
      { math: true },
    ],
    cbrt: ["x", "The cube root.", "cbrt(array([8.0, 27.0]))", floatFunction("cbrt"), { math: true }],
    exp: ["x", "e to the power x.", "exp(array([0.0, 1.0]))", floatFunction("exp"), { math: true }],
    exp2: ["x", "2 to the power x.", "exp2(array([0, 3, 10]))", floatFunction("exp2")],
    expm1: [
      "x",
      "exp(x) - 1, exact near 0.",
      "expm1(array([0.0, 1e-9]))",
      floatFunction("expm1"),
      { math: true },
    ],
    log: ["x", "The natural logarithm.", "log(array([1.0, Math.E]))", floatFunction("log"), { math: true }],
    log2: [
      "x",
      "The logarithm to base 2.",
      "log2(array([1, 8, 1024]))",
      floatFunction("log2"),
      { math: true },
    ],
    log10: [
      "x",
      "The logarithm to base 10.",
      "log10(array([1, 1000]))",
      floatFunction("log10"),
      { math: true },
    ],
    log1p: [
      "x",
      "log(1 + x), exact near 0.",
      "log1p(array([0.0, 1e-9]))",
      floatFunction("log1p"),
      { math: true },
    ],
    sin: [
      "x",
      "The sine of x radians.",
      "sin(array([0.0, Math.PI / 2]))",
      floatFunction("sin"),
      { math: true },
    ],
    cos: [
      "x",
      "The cosine of x radians.",
      "cos(array([0.0, Math.PI]))",
      floatFunction("cos"),
      { math: true },
    ],
    tan: [
      "x",
      "The tangent of x radians.",
      "tan(array([0.0, Math.PI / 4]))",
      floatFunction("tan"),
      { math: true },
    ],
    arcsin: [
      "x",
      "The inverse sine, in [-π/2, π/2].",
      "arcsin(array([0.0, 1.0]))",
      floatFunction("asin"),
      { aliases: ["asin"], math: true },
    ],
    arccos: [
      "x",
      "The inverse cosine, in [0, π].",
      "arccos(array([0.0, 1.0]))",
      floatFunction("acos"),
      { aliases: ["acos"], math: true },
    ],
    arctan: [
      "x",
      "The inverse tangent, in [-π/2, π/2].",
      "arctan(array([0.0, 1.0]))",
      floatFunction("atan"),
      { aliases: ["atan"], math: true },
    ],
    arctan2: [
      "y, x",
      "The angle of the point (x, y), in [-π, π].",
      "arctan2(array([1.0, -1.0]), -1.0)",
      floatFunction("atan2"),
      { aliases: ["atan2"], math: true },
    ],
    sinh: ["x", "The hyperbolic sine.", "sinh(array([0.0, 1.0]))", floatFunction("sinh"), { math: true }],
    cosh: ["x", "The hyperbolic cosine.", "cosh(array([0.0, 1.0]))", floatFunction("cosh"), { math: true }],
    tanh: ["x", "The hyperbolic tangent.", "tanh(array([0.0, 1.0]))", floatFunction("tanh"), { math: true }],
    arcsinh: [
      "x",
      "The inverse hyperbolic sine.",
      "arcsinh(array([0.0, 1.0]))",
      floatFunction("asinh"),
      { aliases: ["asinh"], math: true },
    ],
    arccosh: [
      "x",
      "The inverse hyperbolic cosine.",
      "arccosh(array([1.0, 2.0]))",
      floatFunction("acosh"),
      { aliases: ["acosh"], math: true },
    ],
    arctanh: [
      "x",
      "The inverse hyperbolic tangent.",
      "arctanh(array([0.0, 0.5]))",
      floatFunction("atanh"),
      { aliases: ["atanh"], math: true },
    ],
    hypot: [
      "x, y",
      "sqrt(x * x + y * y), without overflow; of more arguments likewise.",
      "hypot(array([3.0, 5.0]), array([4.0, 12.0]))",
      floatFunction("hypot"),
      { math: true, fold: true },
    ],
    deg2rad: [
      "x",
      "Degrees to radians.",
      "deg2rad(array([0, 90, 180]))",
      scaled(Math.PI / 180),
      { aliases: ["radians"] },
    ],
    rad2deg: [
      "x",
      "Radians to degrees.",
      "rad2deg(array([0.0, Math.PI]))",
      scaled(180 / Math.PI),
      { aliases: ["degrees"] },
    ],
    copysign: [
      "x, y",
      "The magnitude of x with the sign of y.",
      "copysign(array([1.0, 2.0]), -1.0)",
      floatFunction("copysign"),
    ],
    nextafter: [
      "x, y",
      "The next float after x toward y.",
      "nextafter(float32(1), 2) - 1",
      floatFunction("nextafter"),
    ],
    ldexp: ["x, n", "x times 2 to the power n, n an integer.", "ldexp(array([1.0, 1.5]), 3)", ldexp],
    logaddexp: [
      "x, y",
      "log(exp(x) + exp(y)), without overflow.",
      "logaddexp(array([0.0, 1000.0]), array([0.0, 1000.0]))",
      logOfSum("exp", 1),
    ],
    logaddexp2: [
      "x, y",
      "log2(2 ** x + 2 ** y), without overflow.",
      "logaddexp2(array([0.0, 2000.0]), array([0.0, 2000.0]))",
      logOfSum("exp2", Math.LOG2E),
    ],
    spacing: ["x", "The distance to the next float away from 0.", "spacing(array([1.0, 1000.0]))", spacing],
    heaviside: [
      "x, h",
      "0 below 0, 1 above, h at 0; NaN stays NaN.",
      "heaviside(array([-1.5, 0.0, 2.0]), 0.5)",
      heaviside,
    ],
    erf: ["x", "The error function.", "erf(array([0.0, 1.0]))", floatFunction("erf")],
    erfc: ["x", "1 - erf(x), exact for large x.", "erfc(array([0.0, 5.0]))", floatFunction("erfc")],
    gammaln: [
      "x",
      "The logarithm of the absolute value of the gamma function.",
      "gammaln(array([1.0, 5.0]))",
      floatFunction("lgamma"),
      { aliases: ["lgamma"] },
    ],
  }),
];

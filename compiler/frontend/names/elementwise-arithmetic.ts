import type { ArithmeticOperator } from "../arithmetic.js";
import { arithmetic } from "../arithmetic.js";
import { negate } from "../operators.js";
import { emitBinary } from "../scalar-emission.js";
import { convert, idOf } from "../scalars.js";
import { strong } from "../value.js";
import type { ElementwiseRow } from "./elementwise-entry.js";
import { elementwiseEntries } from "./elementwise-entry.js";
import type { ScalarExpansion } from "./expansion.js";
import { at, floatFunction, numbers } from "./expansion.js";
import { divisors, leadingZeros, product32 } from "./expansions/bits.js";
import { absolute, extreme, numberExtreme, sign } from "./expansions/choices.js";
import { floorDivide, modulo } from "./expansions/division.js";
import { power, reciprocal, square } from "./expansions/powers.js";
import { roundHalfUp, rounding } from "./expansions/rounding.js";

const operator =
  (op: ArithmeticOperator): ScalarExpansion =>
  (cx, args, mode, node) =>
    arithmetic(cx, op, at(args, 0), at(args, 1), mode, node);

/** NumPy's add and multiply of two bools stay bool. */
const orOnBool =
  (op: "+" | "*"): ScalarExpansion =>
  (cx, args, mode, node) => {
    const [a, b] = [at(args, 0), at(args, 1)];
    if (a.dtype !== "bool" || b.dtype !== "bool") return arithmetic(cx, op, a, b, mode, node);
    const logical = op === "+" ? "or" : "and";
    return strong(emitBinary(cx, logical, idOf(cx, a, node), idOf(cx, b, node), "bool", node), "bool");
  };

const subtract: ScalarExpansion = (cx, args, mode, node) => {
  if (args.every((arg) => arg.dtype === "bool")) {
    throw cx.typeError("subtract is not defined for two booleans: use logicalXor, or a - b.", node);
  }
  return operator("-")(cx, args, mode, node);
};
const negative: ScalarExpansion = (cx, args, mode, node) => {
  if (at(args, 0).dtype === "bool") {
    throw cx.typeError("negative is not defined for booleans: use logicalNot, or -a.", node);
  }
  return negate(cx, at(args, 0), mode, node);
};

const TABLE: Readonly<Record<string, ElementwiseRow>> = {
  add: ["x, y", "x + y; of two booleans their disjunction.", orOnBool("+")],
  subtract: ["x, y", "x - y; TypeError for two booleans.", subtract],
  multiply: ["x, y", "x * y; of two booleans their conjunction.", orOnBool("*")],
  divide: ["x, y", "x / y, true division.", operator("/"), { aliases: ["trueDivide"] }],
  floorDivide: [
    "x, y",
    "The greatest whole number not above x / y; RangeError for an integer divisor of 0.",
    floorDivide,
  ],
  mod: [
    "x, y",
    "The remainder with the sign of the divisor; RangeError for an integer divisor of 0.",
    modulo,
    { aliases: ["remainder"] },
  ],
  fmod: [
    "x, y",
    "The remainder with the sign of the dividend; RangeError for an integer divisor of 0.",
    (cx, args, mode, node) => {
      const [a, b] = numbers(cx, args, mode, node);
      return arithmetic(cx, "%", a ?? at(args, 0), b ?? at(args, 1), mode, node);
    },
  ],
  power: [
    "x, y",
    "x to the power y; integers stay integers, with a RangeError for a negative exponent.",
    power,
    { aliases: ["pow"] },
  ],
  "Math.pow": ["x, y", "x ** y.", operator("**")],
  floatPower: [
    "x, y",
    "x to the power y in float64.",
    (cx, args, mode, node) =>
      arithmetic(cx, "**", convert(cx, at(args, 0), "float64", node), at(args, 1), mode, node),
  ],
  positive: ["x", "x itself.", (_cx, args) => at(args, 0)],
  negative: ["x", "-x; TypeError for booleans.", negative],
  absolute: [
    "x",
    "The magnitude; of a complex number its modulus.",
    absolute,
    { aliases: ["abs"], math: true },
  ],
  fabs: ["x", "The magnitude, as a float.", floatFunction("abs", Math.abs)],
  sign: ["x", "-1, 0 or 1; NaN stays NaN; z / |z| of a complex number.", sign(false)],
  "Math.sign": ["x", "-1, -0, 0 or 1; NaN stays NaN.", sign(true)],
  square: ["x", "x * x.", square],
  reciprocal: ["x", "1 / x; integers lose the fraction. RangeError for an integer 0.", reciprocal],
  floor: [
    "x",
    "The greatest whole number not above x; integers stay.",
    rounding("floor", Math.floor),
    { math: true },
  ],
  ceil: [
    "x",
    "The least whole number not below x; integers stay.",
    rounding("ceil", Math.ceil),
    { math: true },
  ],
  trunc: [
    "x",
    "x without its fraction; integers stay.",
    rounding("trunc", Math.trunc),
    { math: true, aliases: ["fix"] },
  ],
  rint: ["x", "The nearest whole number as a float, halves to even.", floatFunction("rint")],
  "Math.round": ["x", "The nearest whole number, halves up.", roundHalfUp],
  fround: [
    "x",
    "x rounded to float32.",
    (cx, args, _mode, node) => convert(cx, at(args, 0), "float32", node),
    { math: true },
  ],
  maximum: ["x, y", "The greater of both; NaN wins.", extreme("max")],
  minimum: ["x, y", "The lesser of both; NaN wins.", extreme("min")],
  fmax: ["x, y", "The greater of both; a number wins over NaN.", numberExtreme("fmax", "max")],
  fmin: ["x, y", "The lesser of both; a number wins over NaN.", numberExtreme("fmin", "min")],
  gcd: ["x, y", "The greatest common divisor of integers.", divisors("gcd")],
  lcm: ["x, y", "The least common multiple of integers.", divisors("lcm")],
  clz32: ["x", "The number of leading zero bits of x as 32 bits, int32.", leadingZeros, { math: true }],
  imul: ["x, y", "The low 32 bits of the product, int32.", product32, { math: true }],
};

/** Sums, products, quotients, roundings and extremes of language.md section 5. */
export const elementwiseArithmetic = elementwiseEntries(TABLE);

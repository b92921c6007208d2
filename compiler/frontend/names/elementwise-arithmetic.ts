import type { ArithmeticOperator } from "../arithmetic.js";
import { arithmetic } from "../arithmetic.js";
import { negate } from "../operators.js";
import { emitBinary } from "../scalar-emission.js";
import { convert, idOf } from "../scalars.js";
import { strong } from "../value.js";
import { elementwiseEntries } from "./elementwise-entry.js";
import type { NameEntry } from "./entry.js";
import type { ScalarExpansion } from "./expansion.js";
import { at, floatFunction, numbers } from "./expansion.js";
import { divisors, leadingZeros, product32 } from "./expansions/bits.js";
import { absolute, extreme, numberExtreme, sign } from "./expansions/choices.js";
import { floorDivide, modulo } from "./expansions/division.js";
import { power, reciprocal, square } from "./expansions/powers.js";
import { roundHalfUp, rounding } from "./expansions/rounding.js";
import { ARITHMETIC, EXTREMES, INTEGERS, MAGNITUDES } from "./groups.js";

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

/** Sums, products, quotients, roundings and extremes of language.md section 5. */
export const elementwiseArithmetic: readonly NameEntry[] = [
  ...elementwiseEntries(ARITHMETIC, {
    add: ["x, y", "x + y; of two booleans their disjunction.", "add(array([1, 2, 3]), 10)", orOnBool("+")],
    subtract: [
      "x, y",
      "x - y; ParallelTypeError for two booleans.",
      "subtract(array([1, 2, 3]), array([3, 2, 1]))",
      subtract,
    ],
    multiply: [
      "x, y",
      "x * y; of two booleans their conjunction.",
      "multiply(array([true, false]), array([true, true]))",
      orOnBool("*"),
    ],
    divide: [
      "x, y",
      "x / y, true division.",
      "divide(array([7, -7]), 2)",
      operator("/"),
      { aliases: ["trueDivide"] },
    ],
    floorDivide: [
      "x, y",
      "The greatest whole number not above x / y; RangeError for an integer divisor of 0.",
      "floorDivide(array([7, -7]), 2)",
      floorDivide,
    ],
    mod: [
      "x, y",
      "The remainder with the sign of the divisor; RangeError for an integer divisor of 0.",
      "mod(array([7, -7]), 3)",
      modulo,
      { aliases: ["remainder"] },
    ],
    fmod: [
      "x, y",
      "The remainder with the sign of the dividend; RangeError for an integer divisor of 0.",
      "fmod(array([7, -7]), 3)",
      (cx, args, mode, node) => {
        const [a, b] = numbers(cx, args, mode, node);
        return arithmetic(cx, "%", a ?? at(args, 0), b ?? at(args, 1), mode, node);
      },
    ],
    power: [
      "x, y",
      "x to the power y; integers stay integers, with a RangeError for a negative exponent.",
      "power(array([2, 3, 4]), 2)",
      power,
      { aliases: ["pow"] },
    ],
    "Math.pow": ["x, y", "x ** y.", "Math.pow(array([2, 3, 4]), 0.5)", operator("**")],
    floatPower: [
      "x, y",
      "x to the power y in float64.",
      "floatPower(array([2, 3]), 2)",
      (cx, args, mode, node) =>
        arithmetic(cx, "**", convert(cx, at(args, 0), "float64", node), at(args, 1), mode, node),
    ],
  }),
  ...elementwiseEntries(MAGNITUDES, {
    positive: ["x", "x itself.", "positive(array([-1, 1]))", (_cx, args) => at(args, 0)],
    negative: ["x", "-x; ParallelTypeError for booleans.", "negative(array([-1, 1]))", negative],
    absolute: [
      "x",
      "The magnitude; of a complex number its modulus.",
      "absolute(array([-1.5, 2.0]))",
      absolute,
      { aliases: ["abs"], math: true },
    ],
    fabs: ["x", "The magnitude, as a float.", "fabs(array([-1, 2]))", floatFunction("abs", Math.abs)],
    sign: [
      "x",
      "-1, 0 or 1; NaN stays NaN; z / |z| of a complex number.",
      "sign(array([-2.5, 0.0, 3.0]))",
      sign(false),
    ],
    "Math.sign": ["x", "-1, -0, 0 or 1; NaN stays NaN.", "Math.sign(array([-0.0, 3.0]))", sign(true)],
    square: ["x", "x * x.", "square(array([1, 2, 3]))", square],
    reciprocal: [
      "x",
      "1 / x; integers lose the fraction. RangeError for an integer 0.",
      "reciprocal(array([2.0, 4.0]))",
      reciprocal,
    ],
    floor: [
      "x",
      "The greatest whole number not above x; integers stay.",
      "floor(array([-1.5, 1.5]))",
      rounding("floor", Math.floor),
      { math: true },
    ],
    ceil: [
      "x",
      "The least whole number not below x; integers stay.",
      "ceil(array([-1.5, 1.5]))",
      rounding("ceil", Math.ceil),
      { math: true },
    ],
    trunc: [
      "x",
      "x without its fraction; integers stay.",
      "trunc(array([-1.5, 1.5]))",
      rounding("trunc", Math.trunc),
      { math: true, aliases: ["fix"] },
    ],
    rint: [
      "x",
      "The nearest whole number as a float, halves to even.",
      "rint(array([0.5, 1.5, 2.5]))",
      floatFunction("rint"),
    ],
    "Math.round": [
      "x",
      "The nearest whole number, halves up.",
      "Math.round(array([0.5, 1.5, 2.5]))",
      roundHalfUp,
    ],
    fround: [
      "x",
      "x rounded to float32.",
      "fround(array([0.1, 0.5]))",
      (cx, args, _mode, node) => convert(cx, at(args, 0), "float32", node),
      { math: true },
    ],
  }),
  ...elementwiseEntries(EXTREMES, {
    maximum: ["x, y", "The greater of both; NaN wins.", "maximum(array([1, 5, 3]), 2)", extreme("max")],
    minimum: ["x, y", "The lesser of both; NaN wins.", "minimum(array([1, 5, 3]), 2)", extreme("min")],
    fmax: [
      "x, y",
      "The greater of both; a number wins over NaN.",
      "fmax(array([1.0, NaN]), 2)",
      numberExtreme("fmax", "max"),
    ],
    fmin: [
      "x, y",
      "The lesser of both; a number wins over NaN.",
      "fmin(array([1.0, NaN]), 2)",
      numberExtreme("fmin", "min"),
    ],
  }),
  ...elementwiseEntries(INTEGERS, {
    gcd: ["x, y", "The greatest common divisor of integers.", "gcd(array([12, 18]), 8)", divisors("gcd")],
    lcm: ["x, y", "The least common multiple of integers.", "lcm(array([4, 6]), 10)", divisors("lcm")],
    clz32: [
      "x",
      "The number of leading zero bits of x as 32 bits, int32.",
      "clz32(array([1, 256]))",
      leadingZeros,
      { math: true },
    ],
    imul: [
      "x, y",
      "The low 32 bits of the product, int32.",
      "imul(array([3, 65536]), 65536)",
      product32,
      { math: true },
    ],
  }),
];

import { isComplex, isFloat, isInteger, isSigned, realOf } from "../../ir/dtype.js";
import type { CompareOperator, MathFunction } from "../../ir/ops.js";
import { scalarType } from "../../ir/types.js";
import type { ArithmeticOperator, BitwiseOperator } from "../arithmetic.js";
import { arithmetic, bitwise, checkDivisor, compare, emitBinary, emitCall, truth } from "../arithmetic.js";
import { negate, not } from "../operators.js";
import { convert, emitConstant, idOf, materialize } from "../scalars.js";
import { strong, weakFloat, weakInteger } from "../value.js";
import type { ScalarExpansion } from "./elementwise-entry.js";
import { at, common, elementwiseEntry, floatDType, floatFunction, scaled } from "./elementwise-entry.js";
import type { NameEntry } from "./entry.js";

const operator =
  (op: ArithmeticOperator): ScalarExpansion =>
  (cx, args, mode, node) =>
    arithmetic(cx, op, at(args, 0), at(args, 1), mode, node);
const bits =
  (op: BitwiseOperator): ScalarExpansion =>
  (cx, args, mode, node) =>
    bitwise(cx, op, at(args, 0), at(args, 1), mode, node);
const comparison =
  (op: CompareOperator): ScalarExpansion =>
  (cx, args, _mode, node) =>
    compare(cx, op, at(args, 0), at(args, 1), node);

/** floor, ceil, …: an integer stays an integer. */
const rounding =
  (fn: "floor" | "ceil" | "trunc" | "rint", constant: (x: number) => number): ScalarExpansion =>
  (cx, args, mode, node) => {
    const x = at(args, 0);
    return isInteger(x.dtype) || x.dtype === "bool" ? x : floatFunction(fn, constant)(cx, [x], mode, node);
  };

const absolute: ScalarExpansion = (cx, args, _mode, node) => {
  const x = at(args, 0);
  if (x.dtype === "bool" || (isInteger(x.dtype) && !isSigned(x.dtype))) return x;
  if (x.weak && typeof x.constant === "number") {
    return x.dtype === "int64" ? weakInteger(Math.abs(x.constant)) : weakFloat(Math.abs(x.constant));
  }
  const dtype = isComplex(x.dtype) ? realOf(x.dtype) : x.dtype;
  return { ...strong(emitCall(cx, "abs", [idOf(cx, x, node)], dtype, node), dtype), weak: x.weak };
};

/** -1, 0 or 1 in the dtype of x; NaN stays NaN. */
const sign: ScalarExpansion = (cx, args, _mode, node) => {
  const x = at(args, 0);
  if (x.dtype === "bool") return convert(cx, x, "int64", node);
  const dtype = x.dtype;
  const id = idOf(cx, x, node);
  const [zero, one] = [emitConstant(cx, 0, dtype, node), emitConstant(cx, 1, dtype, node)];
  const select = (op: CompareOperator, a: typeof id, b: typeof id): typeof id => {
    const condition = cx.value(scalarType("bool"));
    cx.emit({ kind: "compare", out: condition, op, a: id, b: zero, span: cx.span(node) });
    const out = cx.value(scalarType(dtype));
    cx.emit({ kind: "select", out, condition, a, b, span: cx.span(node) });
    return out;
  };
  const positive = select("gt", one, isFloat(dtype) ? id : zero);
  if (isInteger(dtype) && !isSigned(dtype)) return { ...strong(positive, dtype), weak: x.weak };
  return { ...strong(select("lt", emitConstant(cx, -1, dtype, node), positive), dtype), weak: x.weak };
};

/** A predicate of a float; integers and bool are never NaN or infinite. */
const predicate =
  (
    fn: Extract<MathFunction, "isnan" | "isinf" | "isfinite" | "signbit">,
    whenInteger: boolean,
  ): ScalarExpansion =>
  (cx, args, mode, node) => {
    const x = at(args, 0);
    if (isComplex(x.dtype)) throw cx.typeError(`${fn} takes real numbers: use real(z) or imag(z).`, node);
    if (!isFloat(x.dtype)) {
      if (fn === "signbit" && isInteger(x.dtype)) return compare(cx, "lt", x, weakInteger(0), node);
      return strong(emitConstant(cx, whenInteger, "bool", node), "bool");
    }
    void mode;
    return strong(emitCall(cx, fn, [idOf(cx, x, node)], "bool", node), "bool");
  };

const extreme =
  (op: "min" | "max"): ScalarExpansion =>
  (cx, args, _mode, node) => {
    const { ids, dtype, weak } = common(cx, args, node);
    const [a, b] = ids;
    if (a === undefined || b === undefined) throw new Error("An extreme has two arguments");
    return { ...strong(emitBinary(cx, op, a, b, dtype, node), dtype), weak };
  };
/** As minimum and maximum, but a number wins over NaN. */
const numberExtreme =
  (fn: "fmin" | "fmax", op: "min" | "max"): ScalarExpansion =>
  (cx, args, mode, node) => {
    const { dtype } = common(cx, args, node);
    return isFloat(dtype) ? floatFunction(fn)(cx, args, mode, node) : extreme(op)(cx, args, mode, node);
  };

const square: ScalarExpansion = (cx, args, mode, node) =>
  arithmetic(cx, "*", at(args, 0), at(args, 0), mode, node);

const reciprocal: ScalarExpansion = (cx, args, mode, node) => {
  const { dtype, weak } = floatDType(args);
  const x = { ...convert(cx, at(args, 0), dtype, node), weak };
  return arithmetic(cx, "/", weakFloat(1), x, mode, node);
};

/** Python's floor division and modulo: the sign of the divisor. */
const floorDivide: ScalarExpansion = (cx, args, _mode, node) => {
  const { ids, dtype, weak } = common(cx, args, node);
  const [a, b] = ids;
  if (a === undefined || b === undefined) throw new Error("A division has two arguments");
  if (isComplex(dtype)) throw cx.typeError("Complex numbers have no floor division.", node);
  if (!isInteger(dtype)) {
    // NumPy's algorithm: exact where a / b would be rounded up to the next integer.
    const wide = dtype === "bool" ? "int64" : dtype;
    if (wide === "int64")
      return floorDivide(
        cx,
        args.map((arg) => convert(cx, arg, "int64", node)),
        "array",
        node,
      );
    return { ...strong(floatFloorDivision(cx, a, b, wide, node), wide), weak };
  }
  checkDivisor(cx, b, dtype, node);
  const quotient = emitBinary(cx, "div", a, b, dtype, node);
  if (!isSigned(dtype)) return { ...strong(quotient, dtype), weak };
  const adjust = signsDiffer(cx, a, b, dtype, node);
  const one = emitConstant(cx, 1, dtype, node);
  const less = emitBinary(cx, "sub", quotient, one, dtype, node);
  const out = cx.value(scalarType(dtype));
  cx.emit({ kind: "select", out, condition: adjust, a: less, b: quotient, span: cx.span(node) });
  return { ...strong(out, dtype), weak };
};

type Id = ReturnType<typeof idOf>;
type Node = Parameters<typeof idOf>[2];
type Cx = Parameters<typeof idOf>[0];

/** Whether the remainder is not 0 and has another sign than the divisor. */
function signsDiffer(cx: Cx, a: Id, b: Id, dtype: Parameters<typeof emitBinary>[4], node: Node): Id {
  const remainder = emitBinary(cx, "rem", a, b, dtype, node);
  return remainderDiffers(cx, remainder, b, dtype, node);
}
function remainderDiffers(
  cx: Cx,
  remainder: Id,
  b: Id,
  dtype: Parameters<typeof emitBinary>[4],
  node: Node,
): Id {
  const zero = emitConstant(cx, 0, dtype, node);
  const test = (op: CompareOperator, x: Id): Id => {
    const out = cx.value(scalarType("bool"));
    cx.emit({ kind: "compare", out, op, a: x, b: zero, span: cx.span(node) });
    return out;
  };
  const differ = emitBinary(cx, "xor", test("lt", remainder), test("lt", b), "bool", node);
  return emitBinary(cx, "and", test("ne", remainder), differ, "bool", node);
}

/** numpy's npy_floor_divide: from the exact remainder. */
function floatFloorDivision(cx: Cx, a: Id, b: Id, dtype: Parameters<typeof emitBinary>[4], node: Node): Id {
  const remainder = emitBinary(cx, "rem", a, b, dtype, node);
  const exact = emitBinary(cx, "div", emitBinary(cx, "sub", a, remainder, dtype, node), b, dtype, node);
  const differs = remainderDiffers(cx, remainder, b, dtype, node);
  const less = emitBinary(cx, "sub", exact, emitConstant(cx, 1, dtype, node), dtype, node);
  const quotient = cx.value(scalarType(dtype));
  cx.emit({ kind: "select", out: quotient, condition: differs, a: less, b: exact, span: cx.span(node) });
  const rounded = emitCall(cx, "rint", [quotient], dtype, node);
  // A division by zero keeps IEEE's result.
  const isZero = cx.value(scalarType("bool"));
  cx.emit({
    kind: "compare",
    out: isZero,
    op: "eq",
    a: b,
    b: emitConstant(cx, 0, dtype, node),
    span: cx.span(node),
  });
  const out = cx.value(scalarType(dtype));
  cx.emit({
    kind: "select",
    out,
    condition: isZero,
    a: emitBinary(cx, "div", a, b, dtype, node),
    b: rounded,
    span: cx.span(node),
  });
  return out;
}

const modulo: ScalarExpansion = (cx, args, _mode, node) => {
  const { ids, dtype, weak } = common(cx, args, node);
  const [a, b] = ids;
  if (a === undefined || b === undefined) throw new Error("A remainder has two arguments");
  if (isComplex(dtype)) throw cx.typeError("Complex numbers have no remainder.", node);
  if (dtype === "bool")
    return modulo(
      cx,
      args.map((arg) => convert(cx, arg, "int64", node)),
      "array",
      node,
    );
  if (isInteger(dtype)) checkDivisor(cx, b, dtype, node);
  const remainder = emitBinary(cx, "rem", a, b, dtype, node);
  if (isInteger(dtype) && !isSigned(dtype)) return { ...strong(remainder, dtype), weak };
  const differs = remainderDiffers(cx, remainder, b, dtype, node);
  const out = cx.value(scalarType(dtype));
  const moved = emitBinary(cx, "add", remainder, b, dtype, node);
  cx.emit({ kind: "select", out, condition: differs, a: moved, b: remainder, span: cx.span(node) });
  if (!isFloat(dtype)) return { ...strong(out, dtype), weak };
  // A zero has the sign of the divisor.
  const zero = cx.value(scalarType("bool"));
  cx.emit({
    kind: "compare",
    out: zero,
    op: "eq",
    a: out,
    b: emitConstant(cx, 0, dtype, node),
    span: cx.span(node),
  });
  const signed = cx.value(scalarType(dtype));
  const signedZero = emitCall(cx, "copysign", [emitConstant(cx, 0, dtype, node), b], dtype, node);
  cx.emit({ kind: "select", out: signed, condition: zero, a: signedZero, b: out, span: cx.span(node) });
  return { ...strong(signed, dtype), weak };
};

const where: ScalarExpansion = (cx, args, _mode, node) => {
  const condition = idOf(cx, truth(cx, at(args, 0), node), node);
  const { ids, dtype, weak } = common(cx, args.slice(1), node);
  const [a, b] = ids;
  if (a === undefined || b === undefined) throw new Error("where has three arguments");
  const out = cx.value(scalarType(dtype));
  cx.emit({ kind: "select", out, condition, a, b, span: cx.span(node) });
  return { ...strong(out, dtype), weak };
};
const clip: ScalarExpansion = (cx, args, mode, node) =>
  extreme("min")(cx, [extreme("max")(cx, [at(args, 0), at(args, 1)], mode, node), at(args, 2)], mode, node);

const logicalBinary =
  (op: "and" | "or" | "xor"): ScalarExpansion =>
  (cx, args, _mode, node) => {
    const [a, b] = [truth(cx, at(args, 0), node), truth(cx, at(args, 1), node)];
    return strong(emitBinary(cx, op, idOf(cx, a, node), idOf(cx, b, node), "bool", node), "bool");
  };

const integerPair =
  (fn: "gcd" | "lcm"): ScalarExpansion =>
  (cx, args, _mode, node) => {
    const { ids, dtype, weak } = common(cx, args, node);
    if (!isInteger(dtype)) throw cx.typeError(`${fn} takes integers, not ${dtype}.`, node);
    return { ...strong(emitCall(cx, fn, ids, dtype, node), dtype), weak };
  };

/** log(exp(x) + exp(y)), without overflow. */
const logaddexp: ScalarExpansion = (cx, args, mode, node) => {
  const [x, y] = [at(args, 0), at(args, 1)];
  const greater = extreme("max")(cx, [x, y], mode, node);
  const distance = negate(cx, absolute(cx, [arithmetic(cx, "-", x, y, mode, node)], mode, node), mode, node);
  const small = floatFunction("log1p")(cx, [floatFunction("exp")(cx, [distance], mode, node)], mode, node);
  const sum = arithmetic(cx, "+", greater, small, mode, node);
  // Equal infinities have no difference: the result is x plus log 2.
  const same = compare(cx, "eq", x, y, node);
  return where(cx, [same, arithmetic(cx, "+", x, weakFloat(Math.LN2), mode, node), sum], mode, node);
};

const ldexp: ScalarExpansion = (cx, args, _mode, node) => {
  const { dtype } = floatDType([at(args, 0)]);
  const [x, exponent] = [
    materialize(cx, at(args, 0), dtype, node),
    materialize(cx, at(args, 1), "int64", node),
  ];
  return strong(emitCall(cx, "ldexp", [x, exponent], dtype, node), dtype);
};

/** NumPy's round: to even, at `decimals` places. */
const identity: ScalarExpansion = (_cx, args) => at(args, 0);
const toFloat32: ScalarExpansion = (cx, args, _mode, node) => convert(cx, at(args, 0), "float32", node);
const asInt32 =
  (then: (cx: Cx, ids: readonly Id[], node: Node) => Id): ScalarExpansion =>
  (cx, args, mode, node) => {
    const ids = args.map((arg) =>
      idOf(cx, convert(cx, bitwise(cx, "|", arg, weakInteger(0), mode, node), "int32", node), node),
    );
    return strong(then(cx, ids, node), "int32");
  };

interface Table {
  readonly [name: string]: readonly [
    parameters: string,
    summary: string,
    expand: ScalarExpansion,
    extra?: { readonly aliases?: readonly string[]; readonly math?: boolean; readonly method?: boolean },
  ];
}

const TABLE: Table = {
  add: ["x, y", "x + y.", operator("+")],
  subtract: ["x, y", "x - y.", operator("-")],
  multiply: ["x, y", "x * y.", operator("*")],
  divide: ["x, y", "x / y, true division.", operator("/"), { aliases: ["trueDivide"] }],
  floorDivide: [
    "x, y",
    "The greatest whole number not above x / y. RangeError for an integer divisor of 0.",
    floorDivide,
  ],
  mod: ["x, y", "The remainder with the sign of the divisor.", modulo, { aliases: ["remainder"] }],
  fmod: ["x, y", "The remainder with the sign of the dividend.", operator("%")],
  positive: ["x", "x itself.", identity],
  negative: ["x", "-x.", (cx, args, mode, node) => negate(cx, at(args, 0), mode, node)],
  absolute: [
    "x",
    "The magnitude; of a complex number its modulus.",
    absolute,
    { aliases: ["abs", "fabs"], math: true },
  ],
  sign: ["x", "-1, 0 or 1; NaN stays NaN.", sign, { math: true }],
  square: ["x", "x * x.", square],
  sqrt: ["x", "The square root, correctly rounded.", floatFunction("sqrt", Math.sqrt), { math: true }],
  cbrt: ["x", "The cube root.", floatFunction("cbrt"), { math: true }],
  reciprocal: ["x", "1 / x.", reciprocal],
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
  hypot: ["x, y", "sqrt(x * x + y * y), without overflow.", floatFunction("hypot"), { math: true }],
  deg2rad: ["x", "Degrees to radians.", scaled(Math.PI / 180), { aliases: ["radians"] }],
  rad2deg: ["x", "Radians to degrees.", scaled(180 / Math.PI), { aliases: ["degrees"] }],
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
  rint: ["x", "The nearest whole number, halves to even.", rounding("rint", (x) => x)],
  fround: ["x", "x rounded to float32.", toFloat32, { math: true }],
  maximum: ["x, y", "The greater of both; NaN wins.", extreme("max")],
  minimum: ["x, y", "The lesser of both; NaN wins.", extreme("min")],
  fmax: ["x, y", "The greater of both; a number wins over NaN.", numberExtreme("fmax", "max")],
  fmin: ["x, y", "The lesser of both; a number wins over NaN.", numberExtreme("fmin", "min")],
  clip: ["x, low, high", "x, but not below low nor above high.", clip, { method: true }],
  where: ["condition, x, y", "x where the condition holds, y elsewhere.", where],
  isnan: ["x", "Whether x is NaN.", predicate("isnan", false), { aliases: ["isNaN"] }],
  isinf: ["x", "Whether x is Infinity or -Infinity.", predicate("isinf", false)],
  isfinite: [
    "x",
    "Whether x is neither NaN nor infinite.",
    predicate("isfinite", true),
    { aliases: ["isFinite"] },
  ],
  signbit: ["x", "Whether x has a minus sign, -0 included.", predicate("signbit", false)],
  copysign: ["x, y", "The magnitude of x with the sign of y.", floatFunction("copysign")],
  nextafter: ["x, y", "The next float after x toward y.", floatFunction("nextafter")],
  ldexp: ["x, n", "x times 2 to the power n.", ldexp],
  logaddexp: ["x, y", "log(exp(x) + exp(y)), without overflow.", logaddexp],
  logicalAnd: ["x, y", "Whether both are true.", logicalBinary("and")],
  logicalOr: ["x, y", "Whether one is true.", logicalBinary("or")],
  logicalXor: ["x, y", "Whether exactly one is true.", logicalBinary("xor")],
  logicalNot: ["x", "Whether x is false.", (cx, args, _mode, node) => not(cx, at(args, 0), node)],
  bitwiseAnd: ["x, y", "x & y.", bits("&")],
  bitwiseOr: ["x, y", "x | y.", bits("|")],
  bitwiseXor: ["x, y", "x ^ y.", bits("^")],
  equal: ["x, y", "x == y.", comparison("eq")],
  notEqual: ["x, y", "x != y.", comparison("ne")],
  less: ["x, y", "x < y.", comparison("lt")],
  lessEqual: ["x, y", "x <= y.", comparison("le")],
  greater: ["x, y", "x > y.", comparison("gt")],
  greaterEqual: ["x, y", "x >= y.", comparison("ge")],
  gcd: ["x, y", "The greatest common divisor of integers.", integerPair("gcd")],
  lcm: ["x, y", "The least common multiple of integers.", integerPair("lcm")],
  erf: ["x", "The error function.", floatFunction("erf")],
  erfc: ["x", "1 - erf(x), exact for large x.", floatFunction("erfc")],
  gammaln: [
    "x",
    "The logarithm of the absolute value of the gamma function.",
    floatFunction("lgamma"),
    { aliases: ["lgamma"] },
  ],
  clz32: [
    "x",
    "The number of leading zero bits of x as 32 bits.",
    asInt32((cx, ids, node) => emitCall(cx, "clz", ids, "int32", node)),
    { math: true },
  ],
  imul: [
    "x, y",
    "The low 32 bits of the product.",
    asInt32((cx, [a, b], node) => product32(cx, a, b, node)),
    { math: true },
  ],
};
function product32(cx: Cx, a: Id | undefined, b: Id | undefined, node: Node): Id {
  if (a === undefined || b === undefined) throw new Error("imul has two arguments");
  return emitBinary(cx, "mul", a, b, "int32", node);
}

/** The elementwise names of language.md section 5. */
export const elementwise: readonly NameEntry[] = Object.entries(TABLE).map(
  ([name, [parameters, summary, expand, extra]]) =>
    elementwiseEntry({
      names: [name, ...(extra?.aliases ?? [])],
      parameters: parameters.split(", "),
      summary,
      math: extra?.math ?? false,
      method: extra?.method ?? false,
      expand,
    }),
);

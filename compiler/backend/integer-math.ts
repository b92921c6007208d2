// Functions of integers: intrinsics, and small functions that are emitted into the module.
import type { IntegerDType } from "../ir/dtype.js";
import { isSigned, itemsize } from "../ir/dtype.js";
import type { MathFunction } from "../ir/math-functions.js";
import { InternalError } from "../ir/program.js";
import type { Emission } from "./emission.js";
import { isLiteral, valueType } from "./llvm-type.js";

/** The result has the dtype of the arguments. */
export function callInteger(
  e: Emission,
  fn: MathFunction,
  dtype: IntegerDType,
  args: readonly string[],
): string {
  const { code } = e;
  const type = valueType(dtype);
  const [a, b = "0"] = args;
  if (a === undefined) throw new InternalError(`${fn} without arguments`);
  switch (fn) {
    case "abs":
      return magnitude(e, a, dtype);
    case "clz":
      return code.assign(`call ${type} ${intrinsic(e, "ctlz", type, "i1")}(${type} ${a}, i1 false)`);
    case "popcount":
      return code.assign(`call ${type} ${intrinsic(e, "ctpop", type)}(${type} ${a})`);
    case "pow":
      return integerPower(e, type, a, b);
    case "gcd":
      return greatestDivisor(e, type, magnitude(e, a, dtype), magnitude(e, b, dtype));
    case "lcm":
      return leastMultiple(e, type, magnitude(e, a, dtype), magnitude(e, b, dtype));
    default:
      throw new InternalError(`${fn} of a ${dtype} of ${itemsize(dtype)} bytes`);
  }
}

function intrinsic(e: Emission, name: string, type: string, ...more: readonly string[]): string {
  return e.unit.module.declare(`llvm.${name}.${type}`, type, [type, ...more]);
}

/** |a|, as an unsigned number right for MIN too. */
function magnitude(e: Emission, a: string, dtype: IntegerDType): string {
  if (!isSigned(dtype)) return a;
  const type = valueType(dtype);
  return e.code.assign(`call ${type} ${intrinsic(e, "abs", type, "i1")}(${type} ${a}, i1 false)`);
}

/** Exponents up to this are multiplied out in place. */
const MOST_UNROLLED = 64n;

/** Repeated squaring, modulo the width. */
function integerPower(e: Emission, type: string, base: string, exponent: string): string {
  if (!isLiteral(exponent) || BigInt(exponent) < 0n || BigInt(exponent) > MOST_UNROLLED) {
    const callee = e.unit.module.helper(`weft_pow_${type}`, () => powerFunction(type));
    return e.code.assign(`call ${type} ${callee}(${type} ${base}, ${type} ${exponent})`);
  }
  let result = "1";
  let square = base;
  for (let rest = BigInt(exponent); rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = result === "1" ? square : e.code.assign(`mul ${type} ${result}, ${square}`);
    if (rest > 1n) square = e.code.assign(`mul ${type} ${square}, ${square}`);
  }
  return result;
}

const HELPER_ATTRIBUTES = "nounwind willreturn memory(none)";

const powerFunction = (type: string): string => `\
define internal ${type} @weft_pow_${type}(${type} %base, ${type} %exponent) ${HELPER_ATTRIBUTES} {
entry:
  br label %loop
loop:
  %rest = phi ${type} [ %exponent, %entry ], [ %rest.next, %loop ]
  %square = phi ${type} [ %base, %entry ], [ %square.next, %loop ]
  %result = phi ${type} [ 1, %entry ], [ %result.next, %loop ]
  %low = trunc ${type} %rest to i1
  %factor = select i1 %low, ${type} %square, ${type} 1
  %result.next = mul ${type} %result, %factor
  %square.next = mul ${type} %square, %square
  %rest.next = lshr ${type} %rest, 1
  %done = icmp eq ${type} %rest.next, 0
  br i1 %done, label %end, label %loop
end:
  ret ${type} %result.next
}`;

function greatestDivisor(e: Emission, type: string, a: string, b: string): string {
  const callee = e.unit.module.helper(`weft_gcd_${type}`, () => divisorFunction(type));
  return e.code.assign(`call ${type} ${callee}(${type} ${a}, ${type} ${b})`);
}

/** Euclid's algorithm on unsigned numbers. */
const divisorFunction = (type: string): string => `\
define internal ${type} @weft_gcd_${type}(${type} %a, ${type} %b) ${HELPER_ATTRIBUTES} {
entry:
  br label %test
test:
  %x = phi ${type} [ %a, %entry ], [ %y, %step ]
  %y = phi ${type} [ %b, %entry ], [ %rest, %step ]
  %done = icmp eq ${type} %y, 0
  br i1 %done, label %end, label %step
step:
  %rest = urem ${type} %x, %y
  br label %test
end:
  ret ${type} %x
}`;

/** a / gcd(a, b) * b, wrapping; 0 where both are 0. */
function leastMultiple(e: Emission, type: string, a: string, b: string): string {
  const divisor = greatestDivisor(e, type, a, b);
  const atLeastOne = e.code.assign(
    `call ${type} ${intrinsic(e, "umax", type, type)}(${type} ${divisor}, ${type} 1)`,
  );
  const quotient = e.code.assign(`udiv ${type} ${a}, ${atLeastOne}`);
  return e.code.assign(`mul ${type} ${quotient}, ${b}`);
}

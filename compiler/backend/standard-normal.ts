// Normal numbers from random bits by Box and Muller (1958), in operations that LLVM vectorizes. The polynomials are those of fdlibm
// (Sun Microsystems 1993: e_log.c, k_sin.c, k_cos.c), in Horner's form.
import { FunctionBuilder } from "./function-builder.js";
import { floatLiteral } from "./llvm-type.js";
import type { ModuleBuilder } from "./module-builder.js";
import type { Target } from "./target.js";

/** sin(x) / x - 1 = x² times this polynomial in x², from its highest power down; |x| <= pi / 4. */
const SINE = [
  1.58969099521155e-10, -2.5050760253406863e-8, 2.7557313707070068e-6, -0.0001984126982985795,
  0.00833333333332249, -0.16666666666666632,
];
/** cos(x) - 1 = x² times this. */
const COSINE = [
  -1.1359647557788195e-11, 2.087572321298175e-9, -2.7557314351390663e-7, 2.480158728947673e-5,
  -0.001388888888887411, 0.0416666666666666, -0.5,
];
/** log(1 + f) = f - f² / 2 + s * (f² / 2 + R) with s = f / (2 + f), R being s² times this polynomial in s². */
const LOGARITHM = [
  0.14798198605116586, 0.15313837699209373, 0.1818357216161805, 0.22222198432149784, 0.2857142874366239,
  0.3999999999940942, 0.6666666666666735,
];
/** log(2) in two parts, the first with zeros at its end: its product with an exponent is exact. */
const LOG_2 = [0.6931471803691238, 1.9082149292705877e-10] as const;

const MANTISSA = 2n ** 52n - 1n;
const ONE = 0x3ffn << 52n;
/** The bits of sqrt(1/2). */
const SQRT_HALF = 0x3fe6_a09e_667f_3bcdn;

interface Arithmetic {
  readonly code: FunctionBuilder;
  readonly add: (x: string, y: string) => string;
  readonly sub: (x: string, y: string) => string;
  readonly mul: (x: string, y: string) => string;
  readonly div: (x: string, y: string) => string;
  /** x * y + z, with one rounding where the machine has that. */
  readonly mulAdd: (x: string, y: string, z: string) => string;
  readonly integer: (op: string, x: string, y: bigint) => string;
  readonly fromBits: (bits: string) => string;
}

const number = (value: number): string => floatLiteral(value, "double");

/**
 * A function of the two halves of a block of random bits: the radius from the first, the angle from the second. The cosine is the
 * number of the first half's place, the sine that of the `%other`.
 */
export function standardNormalFunction(name: string, module: ModuleBuilder, target: Target): string {
  const code = new FunctionBuilder(
    `define internal double @${name}(i64 %first, i64 %second, i1 %other) alwaysinline nounwind willreturn memory(none)`,
  );
  const sqrt = module.declare("llvm.sqrt.f64", "double", ["double"]);
  const on = arithmeticOf(code, module, target);
  const logarithm = naturalLogarithm(on, positiveUnit(on, "%first"));
  const radius = code.assign(`call double ${sqrt}(double ${on.mul(number(-2), logarithm)})`);
  const coordinate = coordinateAt(on, "%second");
  code.returnValue(`double ${on.mul(radius, coordinate)}`);
  return code.text();
}

function arithmeticOf(code: FunctionBuilder, module: ModuleBuilder, target: Target): Arithmetic {
  const operation =
    (op: string) =>
    (x: string, y: string): string =>
      code.assign(`${op} double ${x}, ${y}`);
  const [add, mul] = [operation("fadd"), operation("fmul")];
  const fused = (x: string, y: string, z: string): string => {
    const fma = module.declare("llvm.fma.f64", "double", ["double", "double", "double"]);
    return code.assign(`call double ${fma}(double ${x}, double ${y}, double ${z})`);
  };
  // x86-64 without AVX2 has no such instruction, and calls a slow function.
  const hasFma = target.arch === "aarch64" || target.vectorBits > 128;
  return {
    code,
    add,
    sub: operation("fsub"),
    mul,
    div: operation("fdiv"),
    mulAdd: hasFma ? fused : (x, y, z) => add(mul(x, y), z),
    integer: (op, x, y) => code.assign(`${op} i64 ${x}, ${y}`),
    fromBits: (bits) => code.assign(`bitcast i64 ${bits} to double`),
  };
}

function polynomial({ mulAdd }: Arithmetic, coefficients: readonly number[], x: string): string {
  const [highest = 0, ...rest] = coefficients;
  return rest.reduce((sum, coefficient) => mulAdd(sum, x, number(coefficient)), number(highest));
}

/** In (0, 1], from the upper 52 bits. */
function positiveUnit({ integer, fromBits, sub }: Arithmetic, bits: string): string {
  return sub(number(2), fromBits(integer("or", integer("lshr", bits, 12n), ONE)));
}

/** log of a positive normal number. */
function naturalLogarithm(on: Arithmetic, x: string): string {
  const { code, integer, fromBits, add, sub, mul, div, mulAdd } = on;
  // x = 2^exponent * m, m in [sqrt(1/2), sqrt(2)).
  const moved = integer("add", code.assign(`bitcast double ${x} to i64`), ONE - SQRT_HALF);
  const m = fromBits(integer("add", integer("and", moved, MANTISSA), SQRT_HALF));
  const biased = integer("or", integer("lshr", moved, 52n), 0x433n << 52n);
  const exponent = sub(fromBits(biased), number(2 ** 52 + 1023));
  const f = sub(m, number(1));
  const s = div(f, add(f, number(2)));
  const square = mul(s, s);
  const half = mul(mul(number(0.5), f), f);
  const rest = mul(square, polynomial(on, LOGARITHM, square));
  const low = mulAdd(s, add(half, rest), mul(exponent, number(LOG_2[1])));
  return mulAdd(exponent, number(LOG_2[0]), sub(f, sub(half, low)));
}

/** The cosine, or as the `%other` the sine, of 2 pi / 2^64 times the bits. */
function coordinateAt(on: Arithmetic, bits: string): string {
  const { code, integer, fromBits, sub, mul, mulAdd } = on;
  // The nearest quarter of a turn, and the rest in [-1/2, 1/2) quarters.
  const quarter = integer("add", bits, 1n << 61n);
  const fraction = integer("lshr", integer("shl", quarter, 2n), 12n);
  const angle = mul(sub(fromBits(integer("or", fraction, ONE)), number(1.5)), number(Math.PI / 2));
  const square = mul(angle, angle);
  const sine = mulAdd(mul(angle, square), polynomial(on, SINE, square), angle);
  const cosine = mulAdd(square, polynomial(on, COSINE, square), number(1));
  const isOdd = code.assign(`icmp ne i64 ${integer("and", quarter, 1n << 62n)}, 0`);
  const choose = (condition: string, yes: string, no: string): string =>
    code.assign(`select i1 ${condition}, double ${yes}, double ${no}`);
  const magnitude = choose("%other", choose(isOdd, cosine, sine), choose(isOdd, sine, cosine));
  const turned = integer("add", quarter, 1n << 62n);
  const signs = code.assign(`select i1 %other, i64 ${quarter}, i64 ${turned}`);
  const signed = code.assign(`bitcast double ${magnitude} to i64`);
  return fromBits(code.assign(`xor i64 ${signed}, ${integer("and", signs, -(1n << 63n))}`));
}

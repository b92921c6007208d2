import { InternalError } from "../../ir/program.js";
import { floatLiteral } from "../llvm-type.js";
import type { ModuleBuilder } from "../module-builder.js";

/** How many float64 are in a vector. */
export const VECTOR_LANES = 8;
const FLOATS = `<${VECTOR_LANES} x double>`;
const INTEGERS = `<${VECTOR_LANES} x i64>`;
const vectorOf = (values: readonly number[]): string =>
  `<${values.map((value) => `double ${floatLiteral(value, "double")}`).join(", ")}>`;

/** All lanes of an instruction that AVX-512 can mask, rounding as the processor does. */
const ALL_LANES = "i8 -1";
const ROUNDING = "i32 4";

function functionOf(type: string, name: string, lines: readonly string[], result: string): string {
  const header = `define internal ${type} @${name}(${type} %x) alwaysinline nounwind willreturn memory(none)`;
  return `${header} "prefer-vector-width"="512" {\n  ${lines.join("\n  ")}\n  ret ${type} ${result}\n}`;
}

/** The function `name` of half a vector, by the function `full` of a whole one. */
export function halfVector(name: string, full: string): string {
  const half = `<${VECTOR_LANES / 2} x double>`;
  const first = Array.from({ length: VECTOR_LANES / 2 }, (_, lane) => `i32 ${lane}`);
  const widened = [...first, ...first].join(", ");
  const lines = [
    `%wide = shufflevector ${half} %x, ${half} poison, <${VECTOR_LANES} x i32> <${widened}>`,
    `%all = call ${FLOATS} @${full}(${FLOATS} %wide)`,
    `%half = shufflevector ${FLOATS} %all, ${FLOATS} poison, <${first.length} x i32> <${first.join(", ")}>`,
  ];
  return functionOf(half, name, lines, "%half");
}

/**
 * The code of a function of eight float64, in instructions of AVX-512. Operands and results are names of vectors, but for `number`
 * and `table`.
 */
export class VectorCode {
  readonly #module: ModuleBuilder;
  readonly #lines: string[] = [];

  constructor(module: ModuleBuilder) {
    this.#module = module;
  }

  /** The same number in each lane. */
  number(value: number): string {
    return vectorOf(new Array<number>(VECTOR_LANES).fill(value));
  }
  add(x: string, y: string): string {
    return this.#assign(`fadd ${FLOATS} ${x}, ${y}`);
  }
  subtract(x: string, y: string): string {
    return this.#assign(`fsub ${FLOATS} ${x}, ${y}`);
  }
  multiply(x: string, y: string): string {
    return this.#assign(`fmul ${FLOATS} ${x}, ${y}`);
  }
  /** x * y + z with one rounding. */
  multiplyAdd(x: string, y: string, z: string): string {
    return this.#intrinsic("llvm.fma.v8f64", [x, y, z]);
  }
  /** A polynomial in x, its coefficients from the highest power down. */
  polynomial(coefficients: readonly string[], x: string): string {
    return coefficients.reduce((sum, coefficient) => this.multiplyAdd(sum, x, coefficient));
  }
  /**
   * A polynomial in x as two in its square, of the even and the odd powers: they do not wait for each other, which is worth it where a
   * loop has so much to do for a vector that the processor doesn't reach the next one.
   */
  splitPolynomial(coefficients: readonly string[], x: string, square: string): string {
    const lowestFirst = [...coefficients].reverse();
    const [even, odd] = [0, 1].map((parity) =>
      this.polynomial(lowestFirst.filter((_, power) => power % 2 === parity).reverse(), square),
    );
    if (even === undefined || odd === undefined) throw new InternalError("a polynomial without odd powers");
    return this.multiplyAdd(odd, x, even);
  }
  absolute(x: string): string {
    return this.#intrinsic("llvm.fabs.v8f64", [x]);
  }
  copySign(magnitude: string, sign: string): string {
    return this.#intrinsic("llvm.copysign.v8f64", [magnitude, sign]);
  }
  /** The smaller; x where that is NaN. */
  atMost(x: string, bound: string): string {
    return this.#choose(this.less(bound, x), bound, x);
  }
  /** The greater; x where that is NaN. */
  atLeast(x: string, bound: string): string {
    return this.#choose(this.less(x, bound), bound, x);
  }
  /** A condition for `addWhere`. */
  less(x: string, y: string): string {
    return this.#assign(`fcmp olt ${FLOATS} ${x}, ${y}`);
  }
  /** x + y where the condition holds, elsewhere x. */
  addWhere(condition: string, x: string, y: string): string {
    return this.#choose(condition, this.add(x, y), x);
  }
  bits(x: string): string {
    return this.#assign(`bitcast ${FLOATS} ${x} to ${INTEGERS}`);
  }
  shiftRight(bits: string, count: number): string {
    const counts = new Array<string>(VECTOR_LANES).fill(`i64 ${count}`);
    return this.#assign(`lshr ${INTEGERS} ${bits}, <${counts.join(", ")}>`);
  }
  /** The entry of a table of 16 numbers that the lowest four bits of each lane name. */
  entry(table: readonly number[], bits: string): string {
    const halves = [vectorOf(table.slice(0, VECTOR_LANES)), vectorOf(table.slice(VECTOR_LANES))] as const;
    const callee = this.#module.declare("llvm.x86.avx512.vpermi2var.pd.512", FLOATS, [
      FLOATS,
      INTEGERS,
      FLOATS,
    ]);
    return this.#assign(
      `call ${FLOATS} ${callee}(${FLOATS} ${halves[0]}, ${INTEGERS} ${bits}, ${FLOATS} ${halves[1]})`,
    );
  }
  /** x * 2^floor(exponent). */
  scale(x: string, exponent: string): string {
    const callee = this.#module.declare("llvm.x86.avx512.mask.scalef.pd.512", FLOATS, [
      FLOATS,
      FLOATS,
      FLOATS,
      "i8",
      "i32",
    ]);
    const operands = [`${FLOATS} ${x}`, `${FLOATS} ${exponent}`, `${FLOATS} ${x}`, ALL_LANES, ROUNDING];
    return this.#assign(`call ${FLOATS} ${callee}(${operands.join(", ")})`);
  }
  /** floor(log2(|x|)): -Infinity of 0, Infinity of infinities. */
  exponent(x: string): string {
    const callee = this.#module.declare("llvm.x86.avx512.mask.getexp.pd.512", FLOATS, [
      FLOATS,
      FLOATS,
      "i8",
      "i32",
    ]);
    const operands = [`${FLOATS} ${x}`, `${FLOATS} ${x}`, ALL_LANES, ROUNDING];
    return this.#assign(`call ${FLOATS} ${callee}(${operands.join(", ")})`);
  }
  /** |x| / 2^k in [0.75, 1.5) for a whole k; 1 of zeros and Infinity; NaN of numbers below 0. */
  significand(x: string): string {
    const callee = this.#module.declare("llvm.x86.avx512.mask.getmant.pd.512", FLOATS, [
      FLOATS,
      "i32",
      FLOATS,
      "i8",
      "i32",
    ]);
    const interval = 0b11;
    const nanBelowZero = 0b11;
    const operands = [
      `${FLOATS} ${x}`,
      `i32 ${interval | (nanBelowZero << 2)}`,
      `${FLOATS} ${x}`,
      ALL_LANES,
      ROUNDING,
    ];
    return this.#assign(`call ${FLOATS} ${callee}(${operands.join(", ")})`);
  }

  /** The function `name` of `%x` that gives `result`. It is inlined where a vectorized loop calls it. */
  define(name: string, result: string): string {
    return functionOf(FLOATS, name, this.#lines, result);
  }

  #choose(condition: string, yes: string, no: string): string {
    return this.#assign(`select <${VECTOR_LANES} x i1> ${condition}, ${FLOATS} ${yes}, ${FLOATS} ${no}`);
  }
  #intrinsic(name: string, args: readonly string[]): string {
    const callee = this.#module.declare(
      name,
      FLOATS,
      args.map(() => FLOATS),
    );
    return this.#assign(`call ${FLOATS} ${callee}(${args.map((arg) => `${FLOATS} ${arg}`).join(", ")})`);
  }
  #assign(expression: string): string {
    const name = `%t.${this.#lines.length}`;
    this.#lines.push(`${name} = ${expression}`);
    return name;
  }
}

import { FunctionBuilder } from "./function-builder.js";

const MASK = 0xffff_ffffn;
const MULTIPLIERS = [0xd251_1f53n, 0xcd9e_8d57n] as const;
const KEY_STEPS = [0x9e37_79b9n, 0xbb67_ae85n] as const;
const ROUNDS = 10n;

/** Both halves of a block of 128 random bits: Philox 4x32-10 on 64-bit values that hold 32 bits, as vectors multiply them. */
export function philoxFunction(name: string): string {
  const parameters = "i64 %stream, i64 %block, i64 %draw";
  const code = new FunctionBuilder(
    `define internal { i64, i64 } @${name}(${parameters}) alwaysinline nounwind willreturn memory(none)`,
  );
  const low = (x: string): string => code.assign(`and i64 ${x}, ${MASK}`);
  const high = (x: string): string => code.assign(`lshr i64 ${x}, 32`);
  // The upper halves are whatever they are until the end: a vector multiplies the lower ones, where it is said next to the product.
  const product = (x: string, k: 0 | 1): string => code.assign(`mul i64 ${low(x)}, ${MULTIPLIERS[k]}`);
  const key = ["%stream", high("%stream")] as const;
  let [a, b, c, d] = ["%block", high("%block"), "%draw", high("%draw")];
  for (let round = 0n; round < ROUNDS; round++) {
    const mix = (x: string, y: string, k: 0 | 1): string => {
      const roundKey = code.assign(`add i64 ${key[k]}, ${(round * KEY_STEPS[k]) & MASK}`);
      return code.assign(`xor i64 ${code.assign(`xor i64 ${high(x)}, ${y}`)}, ${roundKey}`);
    };
    const [p, q] = [product(a, 0), product(c, 1)];
    [a, b, c, d] = [mix(q, b, 0), q, mix(p, d, 1), p];
  }
  const join = (upper: string, lower: string): string =>
    code.assign(`or i64 ${code.assign(`shl i64 ${upper}, 32`)}, ${low(lower)}`);
  const first = code.assign(`insertvalue { i64, i64 } poison, i64 ${join(b, a)}, 0`);
  code.returnValue(`{ i64, i64 } ${code.assign(`insertvalue { i64, i64 } ${first}, i64 ${join(d, c)}, 1`)}`);
  return code.text();
}

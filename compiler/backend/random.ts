// Random numbers by counter (runtime/src/philox.h has the same function, and the draws that need many of them).
import type { MathFunction, RandomFunction } from "../ir/math-functions.js";
import { InternalError } from "../ir/program.js";
import type { Emission } from "./emission.js";

type Draw = Extract<RandomFunction, "randomGamma" | "randomBeta" | "randomPoisson" | "randomBinomial">;
/** Functions of the runtime: result, and the parameters after stream, index and draw. */
const DRAWS: Readonly<
  Record<Draw, { readonly symbol: string; readonly result: string; readonly parameters: readonly string[] }>
> = {
  randomGamma: { symbol: "weft_random_gamma", result: "double", parameters: ["double"] },
  randomBeta: { symbol: "weft_random_beta", result: "double", parameters: ["double", "double"] },
  randomPoisson: { symbol: "weft_random_poisson", result: "i64", parameters: ["double"] },
  randomBinomial: { symbol: "weft_random_binomial", result: "i64", parameters: ["i64", "double"] },
};
const isDraw = (fn: RandomFunction): fn is Draw => Object.hasOwn(DRAWS, fn);

export const isRandom = (fn: MathFunction): fn is RandomFunction => fn.startsWith("random");

/** Calls `fn` with stream, index and draw, then its parameters. */
export function callRandom(e: Emission, fn: RandomFunction, args: readonly string[]): string {
  const { code } = e;
  if (isDraw(fn)) return callDraw(e, fn, args);
  const [stream, index, draw, bound] = args;
  if (stream === undefined || index === undefined || draw === undefined)
    throw new InternalError(`${fn} needs a stream, an index and a draw`);
  const half = fn === "randomPartner" ? "second" : "first";
  const callee = e.unit.module.helper(`weft_philox_${half}`, () => philoxFunction(half));
  const bits = code.assign(`call i64 ${callee}(i64 ${stream}, i64 ${index}, i64 ${draw})`, "bits");
  switch (fn) {
    case "randomBits":
      return bits;
    case "randomUniform":
    case "randomPartner":
      return unitInterval(e, bits);
    case "randomBelow":
      return scaledTo(e, bits, bound ?? "0");
  }
}

function callDraw(e: Emission, fn: Draw, args: readonly string[]): string {
  const { symbol, result, parameters } = DRAWS[fn];
  const types = ["i64", "i64", "i64", ...parameters];
  const callee = e.unit.module.declare(symbol, result, types, "nounwind willreturn memory(none)");
  const operands = args.map((arg, k) => `${types[k]} ${arg}`).join(", ");
  return e.code.assign(`call ${result} ${callee}(${operands})`, "draw");
}

/** The upper 52 bits as the fraction of a float64 in [1, 2), less 1: vectorizes, as a conversion of 64-bit integers does not. */
function unitInterval(e: Emission, bits: string): string {
  const { code } = e;
  const fraction = code.assign(`lshr i64 ${bits}, 12`);
  const pattern = code.assign(`or i64 ${fraction}, ${0x3ffn << 52n}`);
  return code.assign(`fsub double ${code.assign(`bitcast i64 ${pattern} to double`)}, 1.0`, "uniform");
}

/** bits * bound / 2^64; the bits themselves where bound is 0. */
function scaledTo(e: Emission, bits: string, bound: string): string {
  const { code } = e;
  const [wide, factor] = [code.assign(`zext i64 ${bits} to i128`), code.assign(`zext i64 ${bound} to i128`)];
  const product = code.assign(`mul nuw i128 ${wide}, ${factor}`);
  const high = code.assign(`trunc i128 ${code.assign(`lshr i128 ${product}, 64`)} to i64`);
  const isAll = code.assign(`icmp eq i64 ${bound}, 0`);
  return code.assign(`select i1 ${isAll}, i64 ${bits}, i64 ${high}`, "below");
}

const MASK = 0xffff_ffffn;
const MULTIPLIERS = [0xd251_1f53n, 0xcd9e_8d57n] as const;
const KEY_STEPS = [0x9e37_79b9n, 0xbb67_ae85n] as const;
const ROUNDS = 10n;

/** Philox 4x32-10 on 64-bit values that hold 32 bits, as vectors multiply them; one half of the block. */
function philoxFunction(half: "first" | "second"): string {
  const lines: string[] = [];
  let count = 0;
  const assign = (text: string): string => {
    const name = `%v${count++}`;
    lines.push(`  ${name} = ${text}`);
    return name;
  };
  const low = (x: string): string => assign(`and i64 ${x}, ${MASK}`);
  const high = (x: string): string => assign(`lshr i64 ${x}, 32`);
  const key = [low("%stream"), high("%stream")] as const;
  let [a, b, c, d] = [low("%index"), high("%index"), low("%draw"), high("%draw")];
  for (let round = 0n; round < ROUNDS; round++) {
    const roundKey = (k: 0 | 1): string =>
      round === 0n ? key[k] : low(assign(`add i64 ${key[k]}, ${(round * KEY_STEPS[k]) & MASK}`));
    const p = assign(`mul i64 ${a}, ${MULTIPLIERS[0]}`);
    const q = assign(`mul i64 ${c}, ${MULTIPLIERS[1]}`);
    const mix = (x: string, y: string, z: string): string =>
      assign(`xor i64 ${assign(`xor i64 ${high(x)}, ${y}`)}, ${z}`);
    [a, b, c, d] = [mix(q, b, roundKey(0)), low(q), mix(p, d, roundKey(1)), low(p)];
  }
  const [lower, upper] = half === "first" ? [a, b] : [c, d];
  const bits = assign(`or i64 ${assign(`shl i64 ${upper}, 32`)}, ${lower}`);
  const parameters = "i64 %stream, i64 %index, i64 %draw";
  const attributes = "alwaysinline nounwind willreturn memory(none)";
  return `define internal i64 @weft_philox_${half}(${parameters}) ${attributes} {\n${lines.join("\n")}\n  ret i64 ${bits}\n}`;
}

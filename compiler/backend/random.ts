// Random numbers by counter (runtime/src/philox.h has the same function, and the draws that need many of them).
import type { MathFunction, RandomFunction } from "../ir/math-functions.js";
import type { LoopOp } from "../ir/ops.js";
import { InternalError } from "../ir/program.js";
import { NEIGHBOURS } from "../ir/random-blocks.js";
import { walk } from "../ir/visit.js";
import type { Emission } from "./emission.js";
import { philoxFunction } from "./philox.js";
import { standardNormalFunction } from "./standard-normal.js";

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

/** Whether the region draws a random number on each iteration. */
export function draws(ops: readonly LoopOp[]): boolean {
  let found = false;
  walk(ops, (op) => {
    found ||= op.kind === "call" && isRandom(op.fn);
  });
  return found;
}

/** Calls `fn` with stream, index and draw, then its parameters. */
export function callRandom(e: Emission, fn: RandomFunction, args: readonly string[]): string {
  if (isDraw(fn)) return callDraw(e, fn, args);
  const [stream, index, draw, bound] = args;
  if (stream === undefined || index === undefined || draw === undefined)
    throw new InternalError(`${fn} needs a stream, an index and a draw`);
  const place = placeOf(e, stream, index, draw);
  switch (fn) {
    case "randomBits":
      return half(e, place);
    case "randomUniform":
      return unitInterval(e, half(e, place));
    case "randomNormal":
      return standardNormal(e, place);
    case "randomBelow":
      return scaledTo(e, half(e, place), bound ?? "0");
  }
}

const GROUP_BITS = Math.log2(2 * NEIGHBOURS);

/** The block of random bits that an index shares with another, and whether its number is the other one of the block. */
interface Place {
  readonly first: string;
  readonly second: string;
  readonly isOther: string;
}

/** As random-blocks.ts says. */
function placeOf(e: Emission, stream: string, index: string, draw: string): Place {
  const { code, unit } = e;
  const name = "weft_philox";
  const callee = unit.module.helper(name, () => philoxFunction(name));
  const group = code.assign(`shl i64 ${code.assign(`lshr i64 ${index}, ${GROUP_BITS}`)}, ${GROUP_BITS - 1}`);
  const block = code.assign(`or i64 ${group}, ${code.assign(`and i64 ${index}, ${NEIGHBOURS - 1}`)}`);
  const bits = code.assign(`call { i64, i64 } ${callee}(i64 ${stream}, i64 ${block}, i64 ${draw})`, "bits");
  return {
    first: code.assign(`extractvalue { i64, i64 } ${bits}, 0`),
    second: code.assign(`extractvalue { i64, i64 } ${bits}, 1`),
    isOther: code.assign(`icmp ne i64 ${code.assign(`and i64 ${index}, ${NEIGHBOURS}`)}, 0`),
  };
}

const half = (e: Emission, { first, second, isOther }: Place): string =>
  e.code.assign(`select i1 ${isOther}, i64 ${second}, i64 ${first}`);

function standardNormal(e: Emission, { first, second, isOther }: Place): string {
  const { module, target } = e.unit;
  const name = "weft_standard_normal";
  const callee = module.helper(name, () => standardNormalFunction(name, module, target));
  return e.code.assign(`call double ${callee}(i64 ${first}, i64 ${second}, i1 ${isOther})`, "normal");
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

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Target } from "../../compiler/backend/target.js";
import { compileFunction } from "./evaluate.js";
import type { ElementaryFunction } from "./functions.js";
import type { Block, FloatName } from "./samples.js";

const PROJECT = fileURLToPath(new URL("../../../", import.meta.url));

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly got: number;
}

/** How far a function of one target is from the exact results. */
export interface Accuracy {
  /** The greatest error, in units of the last place of the exact result. */
  readonly ulps: number;
  readonly at: Place;
  /** How many results are not the exact NaN, infinity or signed zero, or are one where the exact result is none. */
  readonly wrong: number;
  readonly firstWrong: Place;
}

/** Compiles the program with the exact results. @throws Error with the compiler's messages */
export function buildReference(): string {
  const folder = `${PROJECT}build/accuracy`;
  mkdirSync(folder, { recursive: true });
  const program = `${folder}/reference`;
  const source = `${PROJECT}test/accuracy/reference.cc`;
  const flags = ["-std=gnu++17", "-O2", "-Wall", "-Wextra", "-Werror", source, "-o", program, "-lquadmath"];
  const { status, stderr, error } = spawnSync(process.env["WEFT_CXX"] ?? "g++", flags, { encoding: "utf8" });
  if (status !== 0) throw new Error(`The reference did not compile: ${error?.message ?? stderr}`);
  return program;
}

/** Evaluates a function on all blocks, for each target, and compares the results with the exact ones. */
export async function measureAccuracy(
  reference: string,
  fn: ElementaryFunction,
  dtype: FloatName,
  targets: readonly Target[],
  blocks: Iterable<Block>,
): Promise<readonly Accuracy[]> {
  const variants = targets.map((target) => compileFunction(fn, dtype, target));
  const child = spawn(reference, [fn.reference, dtype, String(targets.length)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const output: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  const ended = once(child, "close");
  for (const block of blocks) {
    const length = BigInt64Array.of(BigInt(block[0]?.length ?? 0));
    for (const array of [length, ...block, ...variants.map((evaluate) => evaluate(block))]) {
      if (!child.stdin.write(new Uint8Array(array.buffer))) await once(child.stdin, "drain");
    }
  }
  child.stdin.end();
  const [status] = await ended;
  if (status !== 0) throw new Error(`The reference of ${fn.reference} ended with ${status}`);
  return Buffer.concat(output).toString().trimEnd().split("\n").map(readAccuracy);
}

function readAccuracy(line: string): Accuracy {
  const numbers = line.split(" ").map(readNumber);
  const [ulps = 0, x = 0, y = 0, got = 0, wrong = 0, wrongX = 0, wrongY = 0, wrongGot = 0] = numbers;
  return { ulps, at: { x, y, got }, wrong, firstWrong: { x: wrongX, y: wrongY, got: wrongGot } };
}

/** As C prints it. */
function readNumber(text: string): number {
  if (text === "inf") return Number.POSITIVE_INFINITY;
  if (text === "-inf") return Number.NEGATIVE_INFINITY;
  return text.endsWith("nan") ? Number.NaN : Number(text);
}

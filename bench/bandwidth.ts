import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { BENCH_FOLDER } from "./contender.js";

/** Bytes per second of the STREAM triad in memory; null where there is no C compiler to measure it with. */
export function measureBandwidth(threads: number): number | null {
  const folder = fileURLToPath(new URL("../../build/bench/", import.meta.url));
  mkdirSync(folder, { recursive: true });
  const program = `${folder}roofline`;
  const source = `${BENCH_FOLDER}csrc/roofline.c`;
  const flags = ["-O3", "-march=native", "-ffast-math", "-fopenmp", "-w", source, "-o", program, "-lm"];
  if (spawnSync("gcc", flags).status !== 0) return null;
  const { stdout } = spawnSync(program, [String(threads)], { encoding: "utf8" });
  const line = stdout.split("\n").find((text) => text.includes('"triad"') && text.includes('"DRAM"'));
  const figure = /"GBps":([\d.]+)/.exec(line ?? "")?.[1];
  return figure === undefined ? null : 1e9 * Number(figure);
}

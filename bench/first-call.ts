// npm run bench:first -- [--only KERNEL]… [--size s|m|l] [--threads N]
// What the first call of each program costs in a fresh process: with nothing on disk, and with its kernel kept there; and the
// memory that a call takes at its most, which should be that of its results, and a tenth of all its arrays.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { environment } from "./contender.js";
import { KERNELS, kernelOf } from "./kernels/all-kernels.js";

/** Milliseconds. */
export interface FirstCall {
  /** The modules of the library, and the native runtime. */
  readonly load: number;
  /** `compile(source)`: parsing, and functions whose types are annotated. */
  readonly declare: number;
  /** The first call over the second. */
  readonly call: number;
}

/** Bytes. */
export interface PeakMemory {
  /** What the process had at its most during the call, beyond what it had before. */
  readonly taken: number;
  readonly inputs: number;
  readonly outputs: number;
}

interface Measured {
  readonly first: FirstCall;
  /** Null where the system does not tell. */
  readonly memory: PeakMemory | null;
}

/** The share of all arrays that a call may take beside its results; less than a megabyte is the process's own. */
const ALLOWANCE = 0.1;
const OWN_BYTES = 1e6;
const WORKER = fileURLToPath(new URL("first-call-worker.js", import.meta.url));

const { values } = parseArgs({
  options: {
    only: { type: "string", multiple: true, default: [] },
    size: { type: "string", default: "l" },
    threads: { type: "string", default: "2" },
  },
});
const names = values.only.flatMap((text) => text.split(","));
const kernels = names.length === 0 ? KERNELS : names.map(kernelOf);

function measure(cache: string, ...words: readonly string[]): Measured {
  const output = execFileSync(process.execPath, ["--expose-gc", WORKER, ...words], {
    env: { ...environment(Number(values.threads)), WEFT_CACHE_DIR: cache },
    encoding: "utf8",
  });
  // The worker has just written it.
  return JSON.parse(output) as Measured;
}

const ms = (value: number): string => value.toFixed(1);
const mb = (bytes: number): string => (bytes / 1e6).toFixed(1);

function memoryCells(memory: PeakMemory | null): readonly string[] {
  if (memory === null) return ["", "", "", ""];
  const { taken, inputs, outputs } = memory;
  const beyond = Math.max(0, taken - outputs);
  const isMore = beyond > OWN_BYTES + ALLOWANCE * (inputs + outputs);
  return [mb(inputs), mb(outputs), mb(taken), `${mb(beyond)}${isMore ? " MORE" : ""}`];
}

console.log(
  "| kernel | idiom | cold: declare ms | call ms | kept: declare ms | call ms | inputs MB | outputs MB | taken MB | beyond MB |",
);
console.log("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
for (const { name, idioms } of kernels) {
  for (const idiom of Object.keys(idioms)) {
    const cache = mkdtempSync(join(tmpdir(), "weft-first-call-"));
    const cold = measure(cache, name, idiom).first;
    const kept = measure(cache, name, idiom, values.size);
    rmSync(cache, { recursive: true, force: true });
    const times = [cold.declare, cold.call, kept.first.declare, kept.first.call].map(ms);
    console.log(`| ${[name, idiom, ...times, ...memoryCells(kept.memory)].join(" | ")} |`);
  }
}

// npm run fuzz -- [--count N] [--seed S] [--jobs J] [--no-shrink]
// Runs N random programs, of the seeds from S on, in Weft and in NumPy. Prints those that differ or end the process, made as small
// as can be. J processes run them side by side, by default one for each processor.
import { availableParallelism } from "node:os";
import process from "node:process";
import { parseArgs } from "node:util";
import { generateProgram } from "./generate-program.js";
import type { Program } from "./program.js";
import { runPrograms } from "./run-programs.js";
import { showFailure } from "./show-failure.js";
import { shrink } from "./shrink.js";

/** How many programs one process runs. */
const BATCH = 200;

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
    jobs: { type: "string", default: String(availableParallelism()) },
    "no-shrink": { type: "boolean", default: false },
  },
});
const [count, first] = [Number(values.count), Number(values.seed)];

const problemsOf = async (programs: readonly Program[]): Promise<readonly (readonly string[])[]> =>
  (await runPrograms(programs)).map(({ problems }) => problems);

async function report(program: Program, problems: readonly string[]): Promise<void> {
  if (values["no-shrink"]) {
    console.log(`\n✗ ${showFailure(program, problems)}`);
    return;
  }
  const smallest = await shrink(program, problems, problemsOf);
  const [left = problems] = await problemsOf([smallest]);
  console.log(`\n✗ ${showFailure(smallest, left)}`);
}

let [failures, finished] = [0, 0];

/** Runs the programs of the seeds from `start` on. */
async function runBatch(start: number): Promise<void> {
  const seeds = Array.from({ length: Math.min(BATCH, first + count - start) }, (_, k) => start + k);
  const programs = seeds.map(generateProgram);
  for (const [index, problems] of (await problemsOf(programs)).entries()) {
    const program = programs[index];
    if (program === undefined || problems.length === 0) continue;
    failures++;
    await report(program, problems);
  }
  finished += seeds.length;
  const seconds = (performance.now() / 1000).toFixed(0);
  console.log(`${finished} of ${count} programs, ${failures} of them differ, in ${seconds} s`);
}

const starts = Array.from({ length: Math.ceil(count / BATCH) }, (_, k) => first + k * BATCH).values();
async function runJob(): Promise<void> {
  for (const start of starts) await runBatch(start);
}
await Promise.all(Array.from({ length: Number(values.jobs) }, runJob));
process.exitCode = failures === 0 ? 0 : 1;

// npm run fuzz -- [--count N] [--seed S] [--no-shrink]
// Runs N random programs, of the seeds from S on, in Weft and in NumPy. Prints those that differ or end the process, made as small
// as can be.
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

let failures = 0;
for (let start = 0; start < count; start += BATCH) {
  const seeds = Array.from({ length: Math.min(BATCH, count - start) }, (_, k) => first + start + k);
  const programs = seeds.map(generateProgram);
  for (const [index, problems] of (await problemsOf(programs)).entries()) {
    const program = programs[index];
    if (program === undefined || problems.length === 0) continue;
    failures++;
    await report(program, problems);
  }
  const seconds = performance.now() / 1000;
  console.log(
    `seeds ${first} to ${first + start + seeds.length - 1}: ${failures} differ (${seconds.toFixed(0)} s)`,
  );
}
process.exitCode = failures === 0 ? 0 : 1;

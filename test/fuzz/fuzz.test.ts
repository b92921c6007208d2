// A short run of the fuzzer; `npm run fuzz` is the long one, and shrinks what it finds.
import t from "tap";
import { generateProgram } from "./generate-program.js";
import { runPrograms } from "./run-programs.js";
import { showFailure } from "./show-failure.js";

const SEEDS = Array.from({ length: 80 }, (_, k) => k + 1);

t.setTimeout(600_000);
const programs = SEEDS.map(generateProgram);
const verdicts = await runPrograms(programs);
for (const [index, program] of programs.entries()) {
  const problems = verdicts[index]?.problems ?? ["was not run"];
  t.ok(problems.length === 0, `seed ${program.seed} gives what NumPy gives`, {
    failure: problems.length === 0 ? "" : showFailure(program, problems),
  });
}

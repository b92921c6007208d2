// Races, and values that go wrong when a function runs, are errors that say what was wrong.
import t from "tap";
import { RACE_ERRORS, RUN_ERRORS } from "./run-error-cases.js";
import { outcomeOf } from "./source-case.js";

for (const [source, args, outcome] of [...RACE_ERRORS, ...RUN_ERRORS]) {
  t.test(source, async (t) => {
    t.equal(outcomeOf(source, args), outcome);
  });
}

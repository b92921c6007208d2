// Values that don't fit are errors that say what to write instead.
import t from "tap";
import { outcomeOf } from "./source-case.js";
import { TYPE_ERRORS } from "./type-error-cases.js";

for (const [source, args, outcome] of TYPE_ERRORS) {
  t.test(source, async (t) => {
    t.equal(outcomeOf(source, args), outcome);
  });
}

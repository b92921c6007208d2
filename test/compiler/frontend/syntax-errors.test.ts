// What is outside of the language is an error that says what to write instead.
import t from "tap";
import { outcomeOf } from "./source-case.js";
import { SYNTAX_ERRORS } from "./syntax-error-cases.js";

for (const [source, args, outcome] of SYNTAX_ERRORS) {
  t.test(source, async (t) => {
    t.equal(outcomeOf(source, args), outcome);
  });
}

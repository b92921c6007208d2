// Every case of the corpus passes, with the same bits on one thread, on two, and on more than most machines have processors.
// Fusion never changes a result: each case gives the same bits without it, but for the order of sums.
import t from "tap";
import { CASES_FOLDER, loadCorpus } from "./case.js";
import { isNear } from "./fusion-problems.js";
import { runCorpus } from "./run-corpus.js";
import { groupOf } from "./tally.js";

t.setTimeout(1_200_000);
const cases = loadCorpus(CASES_FOLDER);
const verdicts = await runCorpus(cases, {
  folder: CASES_FOLDER,
  threads: [1, 2, 7],
  unfused: true,
  patience: 120_000,
});

t.equal(new Set(verdicts.map(({ id }) => id)).size, cases.length, "each case has a verdict");
for (const group of new Set(verdicts.map(groupOf))) {
  t.test(group, async (t) => {
    for (const { id, problems } of verdicts.filter((verdict) => groupOf(verdict) === group)) {
      t.same(problems, [], id);
    }
  });
}

t.test("what counts as the order of sums", async (t) => {
  t.ok(isNear([1, [2n, true]], [1 + 1e-13, [2n, true]]));
  t.notOk(isNear([1], [1 + 1e-11]));
  t.notOk(isNear([1, 2], [1]));
  t.notOk(isNear(1n, 2n));
});

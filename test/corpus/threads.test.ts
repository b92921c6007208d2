// The cases that run in parallel give the same bits on any number of threads, also on more than there are processors.
import t from "tap";
import { CASES_FOLDER, loadCorpus } from "./case.js";
import { runCorpus } from "./run-corpus.js";

const GROUPS = ["prange", "random", "reduce", "programs"];
const cases = loadCorpus(CASES_FOLDER).filter(
  ({ group, tags }) => tags.includes("large") || GROUPS.includes(group),
);

t.setTimeout(1_200_000);
const verdicts = await runCorpus(cases, { folder: CASES_FOLDER, threads: [1, 7], patience: 120_000 });
t.ok(verdicts.length > 200, "there are such cases");
for (const { id, problems } of verdicts) {
  t.same(
    problems.filter((problem) => problem.includes("other bits")),
    [],
    id,
  );
}

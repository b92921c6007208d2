// The cases of this folder, in the format of the corpus, give the same bits on one thread and on more than most machines have.
import { fileURLToPath } from "node:url";
import t from "tap";
import { loadCorpus } from "../corpus/case.js";
import { runCorpus } from "../corpus/run-corpus.js";

const folder = fileURLToPath(new URL("../../../test/conformance/", import.meta.url));

t.setTimeout(600_000);
const cases = loadCorpus(folder);
const verdicts = await runCorpus(cases, { folder, threads: [1, 2, 7], unfused: true, patience: 120_000 });

t.equal(new Set(verdicts.map(({ id }) => id)).size, cases.length, "each case has a verdict");
for (const { id, problems } of verdicts) t.same(problems, [], id);

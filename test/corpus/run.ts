// node dist/test/corpus/run.js [group | id]… [--verbose] [--patience=SECONDS] [--threads=1,2,7] [--cases=FOLDER]
// Runs cases and prints what is wrong, then passed/total by group. With --threads each case must give the same bits on these
// numbers of threads, too; --cases takes the cases of another folder.
import process from "node:process";
import { CASES_FOLDER, loadCorpus } from "./case.js";
import { runCorpus } from "./run-corpus.js";
import { groupOf, tally } from "./tally.js";

const words = process.argv.slice(2);
const option = (name: string): string | undefined =>
  words.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
const isVerbose = words.includes("--verbose");
const folder = option("cases") ?? CASES_FOLDER;
const threads = option("threads")?.split(",").map(Number) ?? [];
const wanted = words.filter((word) => !word.startsWith("--"));

const cases = loadCorpus(folder).filter(
  ({ id, group }) => wanted.length === 0 || wanted.includes(group) || wanted.includes(id),
);
const bySource = new Map(cases.map((test) => [test.id, test.source]));
const verdicts = await runCorpus(cases, {
  folder,
  threads,
  patience: 1000 * Number(option("patience") ?? 60),
  onVerdict: ({ id, problems }) => {
    if (problems.length === 0) return;
    console.log(`✗ ${id}`);
    for (const problem of problems)
      console.log(`    ${isVerbose ? problem : (problem.split("\n")[0] ?? "")}`);
    if (isVerbose) console.log((bySource.get(id) ?? "").replaceAll(/^/gm, "    | "));
  },
});
for (const [group, { passed, total }] of tally(verdicts)) console.log(`${passed}/${total} ${group}`);
const failed = verdicts.filter(({ problems }) => problems.length > 0);
console.log(
  `${verdicts.length - failed.length}/${verdicts.length} in ${new Set(verdicts.map(groupOf)).size} groups`,
);
process.exitCode = failed.length === 0 ? 0 : 1;

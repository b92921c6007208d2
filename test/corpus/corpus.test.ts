// Every case that expected.json lists must pass; cases that are not listed may. UPDATE_EXPECTED=1 writes the list anew.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { env } from "node:process";
import t from "tap";
import { CASES_FOLDER, CORPUS_FOLDER, loadCorpus } from "./case.js";
import { runCorpus } from "./run-corpus.js";
import { groupOf, tally } from "./tally.js";
import type { Verdict } from "./verdict.js";

const LIST = `${CORPUS_FOLDER}expected.json`;

/** The expected names by group; a group in which all pass is "all". */
type ExpectedList = Readonly<Record<string, "all" | readonly string[]>>;

function readList(): ExpectedList {
  // Written by this page.
  return existsSync(LIST) ? (JSON.parse(readFileSync(LIST, "utf8")) as ExpectedList) : {};
}

function writeList(verdicts: readonly Verdict[]): void {
  const list: Record<string, "all" | string[]> = {};
  for (const [group, { passed, total }] of tally(verdicts)) {
    const names = verdicts
      .filter((verdict) => groupOf(verdict) === group && verdict.problems.length === 0)
      .map(({ id }) => id.slice(group.length + 1));
    list[group] = passed === total ? "all" : names;
  }
  writeFileSync(LIST, `${JSON.stringify(list, null, 1)}\n`);
}

t.setTimeout(1_200_000);
const verdicts = await runCorpus(loadCorpus(CASES_FOLDER), {
  folder: CASES_FOLDER,
  threads: [],
  patience: 120_000,
});
if (env["UPDATE_EXPECTED"] === "1") writeList(verdicts);
const expected = readList();

for (const [group, { passed, total }] of tally(verdicts)) {
  t.test(group, async (t) => {
    t.comment(`${passed}/${total}`);
    const list = expected[group] ?? [];
    for (const verdict of verdicts.filter((verdict) => groupOf(verdict) === group)) {
      if (list !== "all" && !list.includes(verdict.id.slice(group.length + 1))) continue;
      t.same(verdict.problems, [], verdict.id);
    }
  });
}

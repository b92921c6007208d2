// npm run conformance -- [FOLDER] [--threads N[,N…]] [--unfused] [--filter ID]… [--except ID]… [--patience SECONDS]
// Runs the cases of a folder of files in the format of the corpus (cases/README.md), those of Weft itself where none is named;
// with --unfused each must give the same results without fusion, too.
// Prints each failing case with what was expected and what came, the groups, and at last "N passed, N failed".
import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { messageOf } from "../../runtime/message-of.js";
import { CASES_FOLDER, type CorpusCase, loadCorpus } from "./case.js";
import { runCorpus } from "./run-corpus.js";
import { tally } from "./tally.js";

interface Options {
  readonly folder: string;
  readonly threads: readonly number[];
  readonly unfused: boolean;
  readonly filters: readonly string[];
  /** Ids of cases that are left out. */
  readonly excepted: readonly string[];
  readonly patience: number;
}

/** The options of the command line. Throws an Error that says what is wrong with them. */
function readOptions(): Options {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      threads: { type: "string", default: "" },
      unfused: { type: "boolean", default: false },
      filter: { type: "string", multiple: true, default: [] },
      except: { type: "string", multiple: true, default: [] },
      patience: { type: "string", default: "120" },
    },
  });
  const [given, ...rest] = positionals;
  if (rest.length > 0) throw new Error(`One folder at a time: ${positionals.join(" ")}`);
  const folder = given === undefined ? CASES_FOLDER : resolve(process.env["INIT_CWD"] ?? ".", given);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new Error(`There is no folder ${folder}`);
  const threads = values.threads.split(",").filter(Boolean).map(Number);
  const wrong = threads.find((count) => !Number.isInteger(count) || count < 1);
  if (wrong !== undefined)
    throw new Error(`--threads takes numbers from 1, such as 1,2,7: ${values.threads}`);
  const patience = Number(values.patience);
  if (!(patience > 0)) throw new Error(`--patience takes seconds per case: ${values.patience}`);
  return {
    folder,
    threads,
    unfused: values.unfused,
    filters: values.filter,
    excepted: values.except,
    patience,
  };
}

/** A filter is an id, a group, or any part of an id. */
const isWanted = ({ id }: CorpusCase, { filters, excepted }: Options): boolean =>
  !excepted.includes(id) && (filters.length === 0 || filters.some((filter) => id.includes(filter)));

function printFailure(test: CorpusCase, problems: readonly string[]): void {
  console.log(`✗ ${test.id}`);
  for (const problem of problems) console.log(indent(problem, "    "));
  console.log(indent(test.source, "    | "));
  console.log(indent(`call     ${brief(test.call)}\nexpected ${brief(test.expected)}`, "    "));
}

const indent = (text: string, margin: string): string => text.replaceAll(/^/gm, margin);

function brief(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= 1000 ? text : `${text.slice(0, 1000)}…`;
}

async function main(): Promise<void> {
  const options = readOptions();
  const { folder, threads, unfused, filters, patience } = options;
  const cases = loadCorpus(folder).filter((test) => isWanted(test, options));
  if (cases.length === 0)
    throw new Error(`No case of ${folder} is called ${filters.join(" or ") || "anything"}`);
  const byId = new Map(cases.map((test) => [test.id, test]));
  const verdicts = await runCorpus(cases, {
    folder,
    threads,
    unfused,
    patience: 1000 * patience,
    onVerdict: ({ id, problems }) => {
      const test = byId.get(id);
      if (problems.length > 0 && test !== undefined) printFailure(test, problems);
    },
  });
  for (const [group, { passed, total }] of tally(verdicts)) console.log(`${passed}/${total} ${group}`);
  const failed = verdicts.filter(({ problems }) => problems.length > 0).length;
  console.log(`${verdicts.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

await main().catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = 2;
});

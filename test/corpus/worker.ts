// A process that runs cases, so that one which ends the process, or never ends, costs only itself.
import process from "node:process";
import { loadCorpus } from "./case.js";
import { runCase } from "./run-case.js";
import type { Verdict } from "./verdict.js";

const wanted = new Set(process.argv.slice(2));

for (const test of loadCorpus()) {
  if (!wanted.has(test.id)) continue;
  const verdict: Verdict = { id: test.id, problems: await runCase(test) };
  process.send?.(verdict);
}
process.disconnect?.();

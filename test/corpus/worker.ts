// A process that runs cases, so that one which ends the process, or never ends, costs only itself.
import process from "node:process";
import { loadCorpus } from "./case.js";
import { runVariants } from "./run-variants.js";
import { isWorkerRequest, type Verdict } from "./verdict.js";

process.once("message", (request) => {
  if (!isWorkerRequest(request)) throw new Error("The first message must say what to run");
  const wanted = new Set(request.ids);
  const cases = loadCorpus(request.folder).filter(({ id }) => wanted.has(id));
  void (async () => {
    for (const test of cases) {
      const verdict: Verdict = { id: test.id, problems: await runVariants(test, request) };
      process.send?.(verdict);
    }
    process.disconnect?.();
  })();
});

// A process that checks programs, so that one which ends the process, or never ends, costs only itself.
import process from "node:process";
import type { Verdict } from "../corpus/verdict.js";
import { checkProgram } from "./check-program.js";
import { Oracle } from "./oracle.js";
import { isFuzzRequest } from "./run-programs.js";

/** How many programs NumPy is ahead. */
const AHEAD = 8;

process.once("message", (request) => {
  if (!isFuzzRequest(request)) throw new Error("The first message must say what to run");
  const oracle = new Oracle();
  const { items } = request;
  void (async () => {
    for (const { program } of items.slice(0, AHEAD)) oracle.ask(program);
    for (const [index, { id, program }] of items.entries()) {
      const problems = await problemsOf(async () => {
        const wanted = await oracle.answer();
        return checkProgram(program, wanted);
      });
      const next = items[index + AHEAD];
      if (next !== undefined) oracle.ask(next.program);
      const verdict: Verdict = { id, problems };
      process.send?.(verdict);
    }
    oracle.close();
    process.disconnect?.();
  })();
});

async function problemsOf(check: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await check();
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown;
    return [`threw ${thrown.name}: ${thrown.message}`];
  }
}

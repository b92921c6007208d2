// Transpiles cells beside the kernel process's main thread, which must never wait: loading TypeScript alone takes
// longer than everything else at the start of a kernel.
import { parentPort } from "node:worker_threads";
import { collectAfter } from "../collect-garbage.js";
import { checkCompleteness } from "./completeness.js";
import { transpileCell } from "./transpile-cell.js";
import type { TranspileRequest } from "./transpiler.js";

/** Milliseconds after the start that belong to the first cell. */
const QUIET_TIME = 500;
/** How often the texts of a rehearsal are looked at. */
const REHEARSALS = 100;

parentPort?.on("message", (request: TranspileRequest) => {
  const { id } = request;
  try {
    const result =
      request.kind === "transpile"
        ? transpileCell(request.source, request.fileName, request.known)
        : checkCompleteness(request.source);
    parentPort?.postMessage({ id, result });
  } catch (error) {
    parentPort?.postMessage({
      id,
      failure: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
  collectAfter(request.source.length);
});
// The first cell should find a warm compiler.
transpileCell("const warm: number = await 1; warm", "warm-up", new Map());
// And so should the questions whether cells are complete, one with each Enter in a console: V8 makes fast code of the parser when it
// has parsed a few hundred, which nobody has to wait for.
const rehearse = (left: number): void => {
  for (const text of ["1 + 1", "f(() => {", "( {"]) checkCompleteness(text);
  if (left > 1) setTimeout(rehearse, 1, left - 1).unref();
};
setTimeout(rehearse, QUIET_TIME, REHEARSALS).unref();
